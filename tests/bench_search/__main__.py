"""Measures the search with corpora of growing size, and judges the figures: ratios within one run, never milliseconds.

``make bench-search SIZES="10000 100000 1000000"`` takes the largest corpus as well, which takes an hour.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from portal.settings.env import ENV
from tests.bench_search.aims import AIMS, OUR_GROWTH, RAW_GROWTH
from tests.bench_search.figures import growth_exponent, table
from tests.services.elasticsearch.install import install, is_installed
from tests.services.elasticsearch.server import running_cluster

SIZES = (10_000, 100_000)
QUESTIONS = 360  # the first 60 warm up
HEAP, JVM = "1g", ("-XX:+UseG1GC",)
ANSWER = "bench-search.txt"  # in DATA_DIR


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_search", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="documents")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many are asked of each peer")
    parser.add_argument("--datasette", type=Path, required=True, help="the program, in an environment of its own")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        from tests.bench_search import measure

        measure.main(options.sizes[0], options.questions, options.datasette, options.inside)
        return
    if not is_installed():
        install()
    figures = {size: _run(size, options) for size in options.sizes}
    text = table(AIMS, _with_growth(figures))
    ENV.data_dir.mkdir(parents=True, exist_ok=True)
    (ENV.data_dir / ANSWER).write_text(f"{text}\n")
    print(text)


def _run(size: int, options: argparse.Namespace) -> dict[str, float]:
    """Each size with a server, a folder and a process of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bench-search-"))
    answer = folder / "figures.json"
    command = [sys.executable, "-m", "tests.bench_search", "--inside", str(answer), "--sizes", str(size)]
    command += ["--questions", str(options.questions), "--datasette", str(options.datasette.absolute())]
    try:
        with running_cluster(heap=HEAP, jvm=JVM) as (server,):
            environment = {**os.environ, "DATA_DIR": str(folder), "ELASTICSEARCH_URL": server.url, "DATABASE_URL": ""}
            environment["DJANGO_SETTINGS_MODULE"] = "tests.bench_search.settings"
            subprocess.run(command, env=environment, check=True)
        found: dict[str, float] = json.loads(answer.read_text())
        return found
    finally:
        shutil.rmtree(folder)


def _with_growth(figures: Mapping[int, dict[str, float]]) -> dict[int, dict[str, float]]:
    """The same; with two sizes or more, how the slowest searches grow stands with the largest."""
    if len(figures) < 2:
        return dict(figures)
    raw, page = (growth_exponent({size: found[name] for size, found in figures.items()}) for name in ("raw", "page"))
    largest = max(figures)
    return {**figures, largest: {**figures[largest], RAW_GROWTH: raw, OUR_GROWTH: page - raw}}


if __name__ == "__main__":
    main()
