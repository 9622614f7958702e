"""What is said beside a sealed text: errata, deprecation, withdrawal, each in the language that it has."""

from datetime import date

import pytest
from django.utils.translation import override

from registry.enums import StatusKind
from registry.models import CriterionVersion
from registry.takeaway.standing import Standing, standing_of
from registry.takeaway.status_notes import errata_of, notes_of, notes_on, with_heading, words_of
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.proposals import DAY, NOTE, deprecation, erratum, taken, withdrawal
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
JUNE, SEPTEMBER = date(2026, 6, 1), date(2026, 9, 1)


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def listed(version, *, on=JUNE):
    """As a row of a list has it."""
    return CriterionVersion.objects.with_status(on=on).with_errata(on=on).get(pk=version.pk)


def standing(version, language="en", *, on=JUNE) -> Standing:
    return standing_of(list(version.events.all()), on=on, language=language)


def test_version_in_force_has_nothing_to_be_said(version):
    assert notes_on(listed(version), "en") == ()
    assert notes_of(standing(version), "en") == ()


def test_erratum_has_its_heading_and_its_language(version):
    taken(version, erratum())

    for language in ("en", "sv"):
        [note] = errata_of(listed(version), language)
        assert (note.lang, note.endswith(NOTE[language])) == (language, True)
    assert errata_of(listed(version), "fi")[0].lang == "en"


def test_erratum_that_was_mended_says_by_what(version):
    taken(version, erratum(later=followed_by(version, "1.0.1")))

    assert errata_of(listed(version), "en") == ("Erratum: Read 80 % for 8 %. Mended in BAT-01@1.0.1.",)


def test_errata_keep_their_order(version):
    taken(version, erratum())
    taken(version, erratum(words={"en": "Read 800 for 80."}))

    assert errata_of(listed(version), "en") == ("Erratum: Read 80 % for 8 %.", "Erratum: Read 800 for 80.")


def test_erratum_of_a_day_ahead_is_not_said_yet(version):
    taken(version, erratum(effective_on=SEPTEMBER))

    assert (errata_of(listed(version), "en"), len(errata_of(listed(version, on=SEPTEMBER), "en"))) == ((), 1)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (deprecation, "This version is deprecated: see what replaces it."),
        (withdrawal, "This version is withdrawn: take it out, or read what to use instead."),
    ],
)
def test_row_of_a_list_says_that_it_should_not_be_used(version, step, said):
    taken(version, step())
    taken(version, erratum())

    assert notes_on(listed(version), "en") == (said, "Erratum: Read 80 % for 8 %.")


def test_superseded_row_says_nothing_as_the_newer_version_is_named_beside_it(version):
    followed_by(version, "1.1.0")

    assert notes_on(listed(version), "en") == ()


def test_rows_are_read_without_a_query(version, django_assert_num_queries):
    taken(version, erratum())
    row = listed(version)

    with django_assert_num_queries(0):
        notes_on(row, "en")


def test_file_of_a_withdrawn_version_says_since_when_why_and_what_not(version):
    taken(version, withdrawal())

    assert notes_of(standing(version), "en") == (
        "Withdrawn since 1 June 2026: do not use it in a new tender.",
        "It shut out equal bids.",
        "The law demands it of every phone now.",
    )


def test_file_of_a_version_withdrawn_by_import_says_the_reason_alone(version):
    withdrawn(version)

    assert notes_of(standing(version), "en")[1:] == ("Nobody could prove it.",)


def test_each_note_of_a_file_knows_its_language(version):
    taken(version, deprecation())
    taken(version, erratum())

    with override("sv"):
        notes = notes_of(standing(version, "sv"), "sv")

    assert [note.lang for note in notes] == ["sv", "en", "sv"]


def test_heading_speaks_the_language_of_the_note_whatever_the_page_does(version):
    taken(version, erratum())
    [note] = standing(version).errata

    with override("sv"):
        assert with_heading(note) == "Erratum: Read 80 % for 8 %."


@pytest.mark.parametrize(("step", "words"), [(erratum, NOTE["sv"]), (deprecation, "A better test is coming.")])
def test_words_of_an_event_are_its_note_or_its_reason(version, step, words):
    taken(version, step())

    assert words_of(version.events.order_by("-sequence")[0], "sv") == words


def test_event_without_words_has_none(version):
    assert words_of(version.events.get(), "en") is None
    assert words_of(happened(version, StatusKind.ERRATUM, DAY), "en") is None
