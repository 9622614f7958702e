"""The interface is complete in every language, and its catalogues know every text that the code has."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from portal.settings.env import ENV

ROOT = Path(__file__).parents[2]
LANGUAGES = ("sv", "nb", "fi", "da")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]")


def catalogue(root: Path, language: str) -> Catalog:
    with (root / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def texts(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_every_plural_form(language):
    lacking = [m.id for m in texts(catalogue(ROOT, language)) if m.fuzzy or not all(forms(m.string))]

    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_keeps_the_placeholders(language):
    def held(value: object) -> set[str]:
        return set(PLACEHOLDER.findall(forms(value)[-1]))

    wrong = [(m.id, m.string) for m in texts(catalogue(ROOT, language)) if held(m.id) != held(m.string)]

    assert wrong == []


def test_catalogues_know_exactly_the_texts_of_the_code(tmp_path):
    if not shutil.which("xgettext"):
        reason = "gettext is not installed: run make packages"
        pytest.fail(reason) if ENV.services_required else pytest.skip(reason)
    for name in ("portal", "registry", "search", "templates", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "static"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "sv", "--no-obsolete", "--no-location"]
    ignored = ["--ignore", "styleguide*", "--ignore", "samples.py"]

    subprocess.run([*command, *ignored], cwd=tmp_path, check=True, capture_output=True)

    known = {(m.context, forms(m.id)) for m in texts(catalogue(ROOT, "sv"))}
    assert {(m.context, forms(m.id)) for m in texts(catalogue(tmp_path, "sv"))} == known
