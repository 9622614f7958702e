"""Builds registers of growing size, counts the queries of each page and times it against a trivial view.

The figures that count are the ratios, taken within one run: machines and moments differ. ``--sizes`` and ``--rounds``
make it shorter.
"""

import argparse
import os
import shutil
import tempfile
from pathlib import Path

SIZES = (27, 1_000, 20_000)  # criterion versions: the starter set, a busy register, a decade of several
ROUNDS = 40


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="criterion versions")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="times each page is asked for")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        from tests.bench.measure import measure

        measure(options.inside, options.rounds)
        return
    print("versions  page         queries       ms  x trivial")
    for size in options.sizes:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            _run(size, options.rounds, folder)
        finally:
            shutil.rmtree(folder)


def _run(size: int, rounds: int, folder: Path) -> None:
    """Each size in a process of its own: settings are read once."""
    import subprocess
    import sys

    environment = {**os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.bench", "--inside", str(size), "--rounds", str(rounds)]
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
