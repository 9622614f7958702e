"""What holds for every file: sizes, names, layers of the environment, nothing from outside."""

import re
from pathlib import Path

from portal.settings.env import BASE_DIR

PRODUCT = ("portal", "registry", "search")
HOST = re.compile(r"https?://([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")


def modules(*folders: str) -> list[Path]:
    """Every Python module of ours below these folders, migrations left out."""
    paths = [path for folder in folders for path in sorted((BASE_DIR / folder).rglob("*.py"))]
    return [path for path in paths if path.parent.name != "migrations"]


def templates() -> list[Path]:
    return sorted([*(BASE_DIR / "templates").rglob("*.html"), *(BASE_DIR / "portal").rglob("templates/**/*.html")])


def named(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))
