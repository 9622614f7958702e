"""Lets Lighthouse look at the main pages, as a telephone on a slow line, and prints its scores; fails below 95.

The portal runs on loopback with the settings of production and the starter data. ``--runs 3`` takes the median of
three looks: the score of speed differs by some points on a busy machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.settings.env import BASE_DIR
from tests.bench.server import free_port, gunicorn
from tests.browser import FLAGS, chromium_path
from tests.lighthouse.report import CATEGORIES, Looked, is_low, middle, read, table

PAGES = {
    "home": "/en/",
    "set": "/en/criteria/smartphones/",
    "criterion": "/en/criterion/bat-01/2.0.0/",
    "compare": "/en/criteria/smartphones/compare/1.0.0...2.0.0/",
    "search": "/en/search/",
    "found": "/en/search/?q=battery",
    "join": "/en/join/",
}
UNLISTED = {"found"}  # what is found is kept out of other search engines, so they have no score for it
UNSAFE_KEY = "of no site, and long enough for the settings of production"
SETTINGS = "tests.lighthouse.settings"
PREPARE = ("compile_messages", "migrate --verbosity 0", "createcachetable", "starter_data", "collectstatic --no-input")
LONGEST_LOOK = 180  # seconds
TRIES = 2  # a look that failed is repeated once: a browser may not start on a busy machine


def prepare(environment: dict[str, str]) -> None:
    for command in PREPARE:
        manage = [sys.executable, "manage.py", *command.split()]
        subprocess.run(manage, env={**os.environ, **environment}, cwd=BASE_DIR, check=True, stdout=subprocess.DEVNULL)


def kinds_of(page: str) -> list[str]:
    return [kind for kind in CATEGORIES if kind != "seo" or page not in UNLISTED]


def look(program: str, browser: Path, address: str, kinds: list[str]) -> Looked:
    """The scores of these kinds. Raises RuntimeError with Lighthouse's own complaint."""
    flags = " ".join(each for each in FLAGS if each != "--headless")
    command = [program, address, "--quiet", "--output=json", "--output-path=stdout", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(kinds)}", f"--chrome-flags=--headless=new {flags}"]
    complaint = ""
    for _ in range(TRIES):
        environment = {**os.environ, "CHROME_PATH": str(browser)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONGEST_LOOK)
        try:
            return read(done.stdout, kinds)
        except ValueError as error:
            complaint = f"{error}: {done.stderr[-1000:]}"
    raise RuntimeError(f"{address}: {complaint}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.lighthouse", description=__doc__)
    parser.add_argument("program", help="where Lighthouse is installed")
    parser.add_argument("--runs", type=int, default=1, help="looks at each page")
    options = parser.parse_args()
    if (browser := chromium_path()) is None:
        print("Chromium is missing: run `make packages`", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        base = f"http://localhost:{port}"
        environment = {"DJANGO_SETTINGS_MODULE": SETTINGS, "DATA_DIR": folder, "DATABASE_URL": "", "BASE_URL": base}
        environment |= {
            "SECRET_KEY": "of no site, and long enough for the settings of production",
            "ALLOWED_HOSTS": "localhost",
        }
        prepare(environment)
        del environment["DJANGO_SETTINGS_MODULE"]
        with gunicorn(SETTINGS, workers=2, PORT=str(port), **environment):
            found = {
                name: middle([look(options.program, browser, base + path, kinds_of(name)) for _ in range(options.runs)])
                for name, path in PAGES.items()
            }
    print("\n".join(table(found)))
    return int(any(map(is_low, found.values())))


if __name__ == "__main__":
    sys.exit(main())
