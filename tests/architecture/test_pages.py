"""Templates and static files fit the strict content security policy and ask nobody else for anything."""

import re
from pathlib import Path

import pytest

from portal.settings.env import BASE_DIR
from tests.architecture import HOST, named, templates

ALLOWED_HOSTS = {
    "creativecommons.org",  # the licence of the texts
    "eur-lex.europa.eu",  # the sources of legal floors
    "www.w3.org",  # names of XML vocabularies, never asked for
}
INLINE = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "script without src": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
    ),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}
STATIC = BASE_DIR / "portal" / "static"
WRITTEN = {".css", ".js", ".svg", ".html", ".webmanifest", ".json"}
FETCHED = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//|\bimport\(|sourceMappingURL")


def static_files() -> list[Path]:
    return sorted(path for path in STATIC.rglob("*") if path.suffix in WRITTEN)


@pytest.mark.parametrize("path", templates(), ids=named)
def test_template_has_nothing_inline(path):
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)

    assert [name for name, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", [*templates(), *static_files()], ids=named)
def test_file_names_no_outside_host(path):
    if "vendor" in path.parts:
        assert FETCHED.findall(path.read_text()) == []
    else:
        assert set(HOST.findall(path.read_text())) - ALLOWED_HOSTS == set()
