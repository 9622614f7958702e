"""The list of what keeps a candidate from being published: each fault alone, by its name."""

from datetime import timedelta

import pytest
from django.conf import settings

from registry.enums import LineageKind
from registry.models import CriterionVersion, LineageEdge, Register
from registry.services.preflight import CHECKS, Case, export_faults, preflight
from registry.services.sealing import add_edges, seal_next, seal_translation
from registry.services.withdrawing import withdraw
from registry.takeaway.exports import pdf
from registry.takeaway.exports.docx import ExportFailed
from registry.takeaway.exports.formats import VERSION_FORMATS, VersionFormat
from tests.factories.accounts import city_editor
from tests.factories.drafts import (
    PUBLISHED,
    VOTED,
    CommentFactory,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    secretary,
    votes,
)
from tests.factories.registry import CriterionFactory, RegisterFactory, VersionFactory, battery_content, translated

pytestmark = pytest.mark.django_db


def faults(candidate, *, actor=None, effective_on=PUBLISHED, on=PUBLISHED):
    """The names of what keeps a candidate from being published."""
    candidate.draft.refresh_from_db()
    found = preflight(candidate.draft, actor=actor or secretary(), effective_on=effective_on, on=on)
    assert all(str(fault).endswith(".") for fault in found)
    return [fault.name for fault in found]


def test_carried_candidate_has_no_fault():
    assert faults(carried()) == []


def test_every_check_is_listed_by_its_name():
    assert list(CHECKS) == [
        "comments",
        "vote",
        "voting-days",
        "quorum",
        "majority",
        "languages",
        "lineage",
        "bump",
        "base",
        "day",
        "four-eyes",
    ]


def test_draft_without_candidate_says_so_alone():
    draft = DraftFactory()

    found = preflight(draft, actor=secretary(), effective_on=PUBLISHED, on=PUBLISHED)

    assert [fault.name for fault in found] == ["candidate"]


def test_consultation_is_no_vote():
    assert faults(in_consultation()) == ["vote"]


def test_comment_that_waits_is_named():
    candidate = carried()
    CommentFactory(candidate=candidate)

    assert faults(candidate) == ["comments"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([], ["quorum", "majority"]),
        (["approve"], ["quorum"]),
        (["approve", "reject"], ["majority"]),
        (["abstain", "abstain"], ["majority"]),
        (["approve", "abstain"], []),
        (["approve", "approve", "reject"], []),
        (["approve", "approve", "reject", "reject"], ["majority"]),
    ],
)
def test_quorum_and_majority_are_counted_apart(choices, expected):
    candidate = in_vote(members=4)
    votes(candidate, choices)

    assert faults(candidate) == expected


@pytest.mark.parametrize(
    ("percent", "translations", "expected"),
    [
        (0, [], []),
        (25, [], ["languages"]),
        (25, ["sv"], []),
        (50, ["sv"], ["languages"]),
        (50, ["sv", "fi"], []),
        (100, ["sv", "fi", "nb"], ["languages"]),
        (100, ["sv", "fi", "nb", "da"], []),
    ],
)
def test_languages_are_complete_to_the_share_of_the_register(percent, translations, expected):
    candidate = carried()
    Register.objects.update(translations_percent=percent)
    for language in translations:
        seal_translation(candidate.version, language, translated(candidate.version, language))

    assert len(settings.LANGUAGES) == 5
    assert faults(candidate) == expected


def test_languages_that_are_not_complete_are_named_to_the_coordinator():
    candidate = carried()
    Register.objects.update(translations_percent=100)
    seal_translation(candidate.version, "nb", translated(candidate.version, "nb"))
    candidate.draft.register.refresh_from_db()

    [fault] = preflight(candidate.draft, actor=secretary(), effective_on=PUBLISHED, on=PUBLISHED)

    assert fault.sentence == (
        "The register asks for 100 % of the other languages; not complete: Swedish, Finnish, Danish."
    )


@pytest.mark.parametrize(
    ("days", "published_on", "expected"),
    [
        (0, VOTED, []),
        (7, VOTED, ["voting-days"]),
        (7, VOTED + timedelta(days=6), ["voting-days"]),
        (7, VOTED + timedelta(days=7), []),
        (8, VOTED + timedelta(days=7), ["voting-days"]),
    ],
)
def test_vote_is_open_for_the_days_of_the_register(days, published_on, expected):
    RegisterFactory(voting_min_days=days)
    candidate = carried()

    assert faults(candidate, effective_on=published_on, on=published_on) == expected


def test_fault_of_a_short_vote_says_from_which_day_it_can_be_published():
    RegisterFactory(voting_min_days=10)
    candidate = carried()

    [fault] = preflight(candidate.draft, actor=secretary(), effective_on=PUBLISHED, on=PUBLISHED)

    assert fault.sentence == "The vote stays open at least until 25 September 2026."


def test_later_day_in_force_does_not_make_a_vote_longer():
    RegisterFactory(voting_min_days=10)

    assert faults(carried(), effective_on=PUBLISHED + timedelta(days=30)) == ["voting-days"]


def test_vote_that_is_open_keeps_the_days_with_which_it_was_opened():
    candidate = carried()
    Register.objects.update(voting_min_days=30)

    assert faults(candidate) == []


def test_half_a_translation_is_none():
    candidate = carried()
    Register.objects.update(translations_percent=25)
    seal_translation(candidate.version, "sv", {"title": "Batteri"})

    assert faults(candidate) == ["languages"]


@pytest.mark.parametrize(
    "body", [battery_content(theme="climate"), battery_content(applies_to=("refurbished",))], ids=["patch", "major"]
)
def test_base_that_was_followed_meanwhile_is_named(body):
    candidate = carried()
    base = candidate.version.base_version
    seal_next(base, body, change={}, effective_on=PUBLISHED, origin="import")

    assert faults(candidate) == ["base"]


def test_base_that_was_withdrawn_meanwhile_is_named():
    candidate = carried()
    withdraw(
        candidate.version.base_version,
        reason={"en": "Obsolete."},
        use_instead=None,
        effective_on=PUBLISHED,
        origin="import",
    )

    assert faults(candidate) == ["base"]


def test_criterion_that_would_replace_itself_is_named():
    """``add_edges`` lets no cycle in; a row that came past it is found."""
    candidate = carried()
    mine, other = candidate.version.criterion, CriterionFactory()
    add_edges(mine, [(LineageKind.MOVED_TO, other)])
    assert faults(candidate) == []

    LineageEdge.objects.create(source=mine, kind=LineageKind.REPLACES, target=other)

    assert faults(candidate) == ["lineage"]


def test_step_that_is_too_small_is_named():
    """Sealing computes the number; a candidate that came past it is found."""
    candidate = carried()
    base = candidate.version.base_version
    body = battery_content(applies_to=("refurbished",))
    small = VersionFactory(criterion=base.criterion, number="1.0.1-rc.9", base_version=base, published=None, body=body)
    candidate.version = small
    case = Case(draft=candidate.draft, candidate=candidate, actor=secretary(), effective_on=PUBLISHED, on=PUBLISHED)

    assert list(CHECKS["bump"](case)) == ["The change is a major step at least."]


def test_day_in_the_past_is_named():
    assert faults(carried(), effective_on=PUBLISHED - timedelta(days=1)) == ["day"]


def test_lone_proposer_and_whoever_is_no_coordinator_are_told():
    proposer = secretary()
    candidate = carried(DraftFactory(proposers=[proposer]))

    assert faults(candidate, actor=proposer) == ["four-eyes"]
    assert faults(candidate, actor=city_editor()) == ["four-eyes"]
    assert faults(candidate, actor=secretary()) == []


def test_export_that_fails_is_named_with_format_and_language(monkeypatch):
    def broken(version, language):
        raise ExportFailed(f"no {language}")

    monkeypatch.setitem(VERSION_FORMATS, "odt", VersionFormat("application/x", broken))
    candidate = carried()
    seal_translation(candidate.version, "sv", {"title": "Batteri"})

    found = export_faults(CriterionVersion.objects.get(pk=candidate.version_id))

    assert [(fault.name, str(fault)) for fault in found] == [
        ("exports", "The export as odt in English fails: no en."),
        ("exports", "The export as odt in Swedish fails: no sv."),
    ]
    assert faults(candidate) == ["exports", "exports"]


def test_format_that_depends_on_the_machine_keeps_nothing_from_being_published(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "PROGRAM", [str(tmp_path / "python")])
    candidate = carried()

    assert export_faults(CriterionVersion.objects.get(pk=candidate.version_id)) == []
    assert [suffix for suffix, each in VERSION_FORMATS.items() if not each.is_tried] == ["pdf"]


def test_faults_come_together():
    proposer = secretary()
    candidate = in_vote(DraftFactory(proposers=[proposer]), members=4)
    CommentFactory(candidate=candidate)
    Register.objects.update(translations_percent=100)

    assert faults(candidate, actor=proposer) == ["comments", "quorum", "majority", "languages", "four-eyes"]
