"""What is inside a PDF, as other programs find it."""

import re
import subprocess
import zlib

BLOCKS = ("P", "H1", "H2", "LBody", "TH", "TD")


def text_of(pdf):
    """Its lines in reading order, without the numbers of its pages."""
    said = _poppler("pdftotext", "-layout", pdf)
    lines = (" ".join(line.split()) for line in said.replace("\f", "\n").splitlines())
    return [line for line in lines if line and not re.fullmatch(r"\d+ ?/ ?\d+", line)]


def facts_of(pdf):
    """What it says of itself: title, whether it is tagged, number of pages."""
    pairs = (line.partition(":") for line in _poppler("pdfinfo", pdf).splitlines())
    return {name: value.strip() for name, _colon, value in pairs}


def structure_of(pdf):
    """Its tags with how deep they stand, in reading order; texts are left out."""
    lines = _poppler("pdfinfo", "-struct-text", pdf).splitlines()
    tags = (re.match(r"( *)([A-Z]\w*)(?: |:|$)", line) for line in lines)
    return [(len(tag[1]) // 2, tag[2]) for tag in tags if tag]


def blocks_of(pdf):
    """What is read aloud, in the order of the tags: (tag, text) of each block; without the marks of list items."""
    blocks, path = [], []
    for line in _poppler("pdfinfo", "-struct-text", pdf).splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        path = path[:depth]
        if line.lstrip().startswith('"'):
            if "Lbl" not in path:
                blocks[-1][1].append(line.strip()[1:-1])
            continue
        if found := re.match(r" *([A-Z]\w*)", line):
            path.append(found[1])
            if found[1] in BLOCKS:
                blocks.append((found[1], []))
    return [(tag, "".join(pieces)) for tag, pieces in blocks]


def objects_of(pdf):
    """Its objects as text, compressed ones included."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join([pdf, *filter(None, map(_inflated, streams))]).decode("latin-1")


def _inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _poppler(program, *arguments):
    *options, pdf = arguments
    last = ["-"] if program == "pdftotext" else []
    said = subprocess.run([program, *options, "-", *last], input=pdf, capture_output=True, check=True)
    return said.stdout.decode()
