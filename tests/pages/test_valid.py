"""The Nu HTML checker, which the W3C runs, finds nothing in any page."""

import re
from pathlib import Path

import pytest

from tests.pages.table import MAIN, spoken, visits
from tests.services import html_checker

LANGUAGES = ("en", "sv", "nb", "fi", "da")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def checker():
    """The checker, fetched if need be; without Maven and Java the test is skipped (with SERVICES_REQUIRED it fails)."""
    try:
        html_checker.install()
    except RuntimeError as error:
        pytest.skip(str(error))
    return html_checker


@pytest.fixture
def written(scene, tmp_path) -> Path:
    """Every page of our own as a file, in turn in one of the languages, the main ones in all."""
    for visit in visits():
        if visit.path.startswith("/admin/"):
            continue  # the frame around ours is Wagtail's
        wanted = LANGUAGES if visit.path in MAIN else [LANGUAGES[visit.number % len(LANGUAGES)]]
        for language in wanted:
            scene.speak(language)
            answer = scene.clients[visit.reader].get(spoken(scene.address(visit.path), language))
            name = re.sub(r"[^a-z0-9]+", "-", f"{visit.number} {language} {visit.path}".lower()).strip("-")
            (tmp_path / f"{name}.html").write_bytes(answer.content)
    return tmp_path


def test_every_page_is_valid_html(checker, written):
    assert checker.faults_in(written) == []


def test_checker_finds_what_is_wrong(checker, tmp_path):
    """Otherwise the test above would be content with a checker that looks at nothing."""
    good = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title></head><body><p>A</p></body></html>'
    )
    (tmp_path / "good.html").write_text(good)
    (tmp_path / "bad.html").write_text(good.replace("<p>A</p>", "<ul><p>A</p></ul>"))

    [fault] = checker.faults_in(tmp_path)

    assert fault.startswith("bad.html:1: Element “p” not allowed as child of element “ul”")
