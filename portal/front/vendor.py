"""Take the style sheets and the font that we ship from their packages: ``python -m portal.front.vendor``.

Needs ``npm`` and reads whichever registry it is set up with. Only ``make vendor-css`` runs this;
the result is committed, so that neither installing nor running the portal needs npm.
"""

import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "static" / "vendor"

# In the order of the package's own index.css; what we do not use is left out.
BASE = ("base", "heading", "label", "paragraph", "validation-message")
COMPONENTS = (
    *("link", "data-size-workaround", "button", "input", "field", "fieldset", "alert", "skip-link", "details"),
    *("dialog", "list", "card", "chip", "divider", "pagination", "tag", "error-summary", "table", "breadcrumbs"),
)
# Colours are ours (css/theme.css), and we have one typeface.
THEME_LAYERS = ("size-mode", "type-scale", "typography.primary", "size", "semantic", "color")
UNUSED_COLOR = re.compile(r"\[data-color-scheme\]\[data-color=brand2\],\[data-color=brand2\]\{[^}]*\}")
SOURCE_MAP = re.compile(r"\s*/\*# sourceMappingURL=.*?\*/")


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str
    folder: str  # below TARGET
    integrity: str  # of the archive; a new version needs the new one


DESIGN_SYSTEM = Package(
    name="@digdir/designsystemet-css",
    version="1.22.0",
    licence="MIT",
    folder="designsystemet",
    integrity="sha512-f/+YOK1Gvl7ypdeRh0TDGs28eu8DkOPDAR+T8yLpnys9FxNWX05UNuhXJwYwRuzF9WUgjAhpJ5JKdodTDxWMEA==",
)
FONT = Package(
    name="@fontsource-variable/inter",
    version="5.3.0",
    licence="OFL-1.1",
    folder="inter",
    integrity="sha512-OupL48va4JNofb97w6NYeF9S7W/kHNKM0Er8Dem5nqi4jeOLrVJDoE8tZEpnMJmtkvNbB1EIPPwHcdkF6b1oUA==",
)
FONT_FILE = "inter-latin-wght-normal.woff2"  # our five languages; latin-ext would add 85 kB


def unpack(package: Package, folder: Path) -> Path:
    """Fetch and unpack one package. Raises ValueError if it is not the archive we know."""
    command = ["npm", "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", str(folder)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout)[0]
    if answer["integrity"] != package.integrity:
        raise ValueError(f"{package.name} {package.version} is another archive than before: {answer['integrity']}")
    destination = folder / package.folder
    with tarfile.open(folder / answer["filename"]) as archive:
        archive.extractall(destination, filter="data")
    return destination / "package"


def blocks_of(css: str, name: str) -> list[str]:
    """Every top-level ``@layer`` block of that name, as it stands."""
    head, blocks, start = f"@layer {name}{{", [], 0
    while (start := css.find(head, start)) >= 0:
        depth, end = 1, start + len(head)
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        blocks.append(css[start:end])
        start = end
    return blocks


def style_sheet(source: Path) -> str:
    """One file of layers: theme (sizes and type, no colours), base, components."""
    theme = (source / "dist/theme/designsystemet.css").read_text()
    parts = ["@layer ds.theme, ds.base, ds.components;"]
    for layer in THEME_LAYERS:
        blocks = blocks_of(theme, f"ds.theme.{layer}")
        if not blocks:
            raise LookupError(f"the theme has no layer {layer} any more: see what replaced it")
        parts += [UNUSED_COLOR.sub("", block) for block in blocks]
    for layer, names in (("ds.base", BASE), ("ds.components", COMPONENTS)):
        texts = [(source / f"dist/src/{name}.css").read_text().strip() for name in names]
        parts.append(f"@layer {layer}{{\n" + "\n".join(texts) + "\n}")
    return SOURCE_MAP.sub("", "\n".join(parts)) + "\n"


def write(package: Package, source: Path, files: dict[str, bytes]) -> None:
    """The files, the licence and a note of where they come from."""
    folder = TARGET / package.folder
    folder.mkdir(parents=True, exist_ok=True)
    note = (
        f"{package.name} {package.version}\nlicence: {package.licence}, see LICENSE\n"
        f"integrity: {package.integrity}\nfiles: {', '.join(files)}\n"
        "made by: python -m portal.front.vendor (do not edit here)\n"
    )
    files |= {"LICENSE": (source / "LICENSE").read_bytes(), "VERSION": note.encode()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    print(f"{package.name} {package.version}: {sum(map(len, files.values()))} bytes in {folder}")


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        source = unpack(DESIGN_SYSTEM, Path(temporary))
        write(DESIGN_SYSTEM, source, {"designsystemet.css": style_sheet(source).encode()})
        source = unpack(FONT, Path(temporary))
        write(FONT, source, {FONT_FILE: (source / "files" / FONT_FILE).read_bytes()})


if __name__ == "__main__":
    main()
