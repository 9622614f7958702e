"""A Word file tells whoever hears it what it is called, which language it speaks, and what its tables are about."""

import pytest

from registry.takeaway.exports.docx import LOCALES, annex_docx, version_docx
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.registry.takeaway.exports.annexes import sample_annex
from tests.word import gaps, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LOCALES)
def test_annex_tells_its_title_its_language_and_the_head_of_its_table(language):
    annex = told(annex_docx(sample_annex(language, title="Annex 3: telephones")))

    assert annex.title == "Annex 3: telephones"
    assert annex.languages == {LOCALES[language]}
    assert annex.tables == [True]


def test_headings_of_an_annex_have_no_gap():
    annex = told(annex_docx(sample_annex()))

    assert annex.headings == [1, 2, 2, 1, 2, 1, 2, 1]
    assert gaps(annex.headings) == []


def test_version_tells_its_title_and_its_language():
    version = VersionFactory.create(criterion__code="BAT-01")
    TranslationFactory.create(version=version, language="sv")

    document = told(version_docx(version, "sv"))

    assert document.title == "BAT-01 Battery that lasts [sv]"
    assert document.languages == {"sv-SE"}
    assert document.headings[:4] == [1, 2, 2, 1]
    assert (gaps(document.headings), document.tables) == ([], [])


@pytest.mark.parametrize(
    ("headings", "found"), [([1, 2, 3, 1, 2], []), ([2], [(0, 2)]), ([1, 3, 2], [(1, 3)]), ([1, 2, 1, 3], [(1, 3)])]
)
def test_a_level_that_is_left_out_is_a_gap(headings, found):
    assert gaps(headings) == found
