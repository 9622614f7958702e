"""How a version stands on a day, read from its events."""

from datetime import date

import pytest
from django.utils.translation import override

from registry.enums import StatusKind
from registry.models import CriterionVersion
from registry.takeaway.standing import history_of, standing_of, version_in_force
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import CriterionFactory, VersionFactory

FEBRUARY, MAY, SEPTEMBER = date(2026, 2, 2), date(2026, 5, 4), date(2026, 9, 1)

pytestmark = pytest.mark.django_db


def standing(version, on, language="en"):
    return standing_of(list(version.events.all()), on=on, language=language)


@pytest.mark.parametrize(
    ("kind", "in_force", "sentence"),
    [
        (StatusKind.CONSULTATION, False, "In consultation since 4 May 2026: the text may still change."),
        (StatusKind.VOTING, False, "Put to a vote on 4 May 2026."),
        (StatusKind.PUBLISHED, True, "In force since 4 May 2026."),
        (StatusKind.DEPRECATED, True, "Deprecated since 4 May 2026: still in force, but a replacement is coming."),
        (StatusKind.SUPERSEDED, False, "Superseded since 4 May 2026: a newer version is in force."),
        (StatusKind.WITHDRAWN, False, "Withdrawn since 4 May 2026: do not use it in a new tender."),
        (StatusKind.LAPSED, False, "Lapsed on 4 May 2026: it was never published."),
    ],
)
def test_each_status_has_its_sentence(kind, in_force, sentence):
    version = VersionFactory(published=None)
    if kind == StatusKind.SUPERSEDED:
        followed_by(version, "1.1.0", MAY)
    else:
        happened(version, kind, MAY, reason={"en": "No way to prove it."})

    found = standing(version, MAY)

    assert (found.kind, found.since, found.is_in_force, found.sentence) == (kind, MAY, in_force, sentence)


def test_status_changes_on_the_day_it_takes_effect_and_not_before():
    version = VersionFactory(published=FEBRUARY)
    followed_by(version, "1.1.0", MAY)

    kinds = [standing(version, on).kind for on in (date(2026, 2, 1), FEBRUARY, date(2026, 5, 3), MAY, SEPTEMBER)]

    assert kinds == ["upcoming", "published", "published", "superseded", "superseded"]


def test_standing_agrees_with_the_status_the_database_computes():
    version = VersionFactory(published=FEBRUARY)
    happened(version, StatusKind.DEPRECATED, MAY)
    withdrawn(version, MAY)

    for on in (FEBRUARY, MAY, SEPTEMBER):
        annotated = CriterionVersion.objects.with_status(on=on).get()
        found = standing(version, on)
        assert (found.kind, found.since) == (annotated.status, annotated.status_since)


def test_version_that_is_yet_to_take_effect_says_when():
    version = VersionFactory(published=SEPTEMBER)

    found = standing(version, MAY)

    assert (found.kind, found.since, found.sentence) == ("upcoming", SEPTEMBER, "Takes effect on 1 September 2026.")


def test_version_without_events_is_upcoming_without_a_day():
    found = standing(VersionFactory(published=None), MAY)

    assert (found.kind, found.since, found.sentence) == ("upcoming", None, "Takes effect on –.")


@pytest.mark.parametrize(
    ("reason", "language", "text", "lang"),
    [
        ({"en": "Merged.", "sv": "Sammanslagen."}, "sv", "Sammanslagen.", "sv"),
        ({"en": "Merged.", "sv": "Sammanslagen."}, "fi", "Merged.", "en"),
        ({"sv": "Sammanslagen."}, "fi", "Sammanslagen.", "sv"),
    ],
)
def test_reason_is_given_in_the_readers_language_else_in_english_else_in_any(reason, language, text, lang):
    version = VersionFactory()
    happened(version, StatusKind.WITHDRAWN, reason=reason)

    found = standing(version, MAY, language)

    assert found.reason is not None
    assert (str(found.reason), found.reason.lang) == (text, lang)


def test_erratum_is_a_note_that_leaves_the_status_as_it_was():
    version = VersionFactory(published=FEBRUARY)
    happened(version, StatusKind.ERRATUM, MAY, note={"en": "Read 80 % for 8 %."})
    happened(version, StatusKind.ERRATUM, SEPTEMBER, note={"en": "Not yet."})

    found = standing(version, MAY)

    assert (found.kind, found.since, found.errata) == ("published", FEBRUARY, ("Read 80 % for 8 %.",))


def test_sentence_is_in_the_language_that_is_active():
    version = VersionFactory(published=MAY)

    with override("sv"):
        assert "4 maj 2026" in standing(version, MAY, "sv").sentence


def test_history_is_newest_first_by_number_and_names_what_changed():
    criterion = CriterionFactory()
    first = VersionFactory(criterion=criterion, number="1.2.0", published=FEBRUARY)
    change = '{"summary":{"en":"More cycles.","sv":"Fler cykler."}}'
    tenth = followed_by(first, "1.10.0", MAY, change=change)

    rows = history_of(criterion, on=SEPTEMBER, language="sv", around=first)

    assert [(row.version, row.standing.kind, row.summary, row.is_later) for row in rows] == [
        (tenth, "published", "Fler cykler.", True),
        (first, "superseded", None, False),
    ]
    assert version_in_force(rows) == tenth


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_two_queries(django_assert_num_queries, count):
    criterion = CriterionFactory()
    for minor in range(count):
        VersionFactory(criterion=criterion, number=f"1.{minor}.0")

    with django_assert_num_queries(2):  # the versions, their events
        rows = history_of(criterion, on=MAY, language="en")

    assert len(rows) == count


def test_no_version_is_in_force_where_the_only_one_is_withdrawn_or_a_candidate():
    criterion = CriterionFactory()
    VersionFactory(criterion=criterion, number="2.0.0-rc.1", published=FEBRUARY)
    withdrawn(VersionFactory(criterion=criterion, published=FEBRUARY), MAY)

    assert version_in_force(history_of(criterion, on=MAY, language="en")) is None


def test_erratum_with_the_version_that_mends_it_is_one_text_in_one_language():
    version = VersionFactory(criterion__code="BAT-01", published=FEBRUARY)
    happened(version, StatusKind.ERRATUM, MAY, note={"en": "Read 80 % for 8 %."}, mended_in="BAT-01@1.0.1")

    [note] = standing(version, MAY).errata

    assert (note, note.lang) == ("Read 80 % for 8 %. Mended in BAT-01@1.0.1.", "en")


def test_errata_show_from_their_day_on_and_leave_the_status_alone():
    version = VersionFactory(published=FEBRUARY)
    happened(version, StatusKind.ERRATUM, MAY, note={"en": "One."})
    happened(version, StatusKind.ERRATUM, SEPTEMBER, note={"en": "Two."})

    found = [standing(version, on) for on in (FEBRUARY, MAY, SEPTEMBER)]

    assert [len(each.errata) for each in found] == [0, 1, 2]
    assert {each.kind for each in found} == {"published"}


def test_superseded_by_other_criteria_is_said_otherwise_than_by_a_newer_version():
    version = VersionFactory(published=FEBRUARY)
    followed_by(version, "1.1.0", SEPTEMBER)
    other = VersionFactory(published=FEBRUARY)
    VersionFactory(criterion=other.criterion, number="1.1.0", base_version=other)
    happened(other, StatusKind.SUPERSEDED, MAY, instead=["BAT-08", "BAT-09"])

    assert standing(other, MAY).sentence == "Superseded since 4 May 2026: other criteria have taken its place."
    assert standing(version, SEPTEMBER).sentence.endswith("a newer version is in force.")
    assert (standing(other, MAY).instead, standing(version, SEPTEMBER).instead) == (("BAT-08", "BAT-09"), ())


def test_deprecated_version_names_criteria_and_the_version_that_follow():
    version = VersionFactory(published=FEBRUARY)
    happened(version, StatusKind.DEPRECATED, MAY, instead=["BAT-02"], later="BAT-01@2.0.0")

    assert standing(version, MAY).instead == ("BAT-02", "BAT-01@2.0.0")
    assert standing(version, FEBRUARY).instead == ()


@pytest.mark.parametrize(("language", "why"), [("sv", "Lagen kräver det."), ("fi", "The law demands it.")])
def test_why_there_is_nothing_instead_is_in_the_readers_language_or_in_english(language, why):
    version = VersionFactory(published=FEBRUARY)
    texts = {"en": "The law demands it.", "sv": "Lagen kräver det."}
    happened(version, StatusKind.WITHDRAWN, MAY, reason={"en": "Out of use."}, why_nothing=texts)

    assert standing(version, MAY, language).why_nothing == why
