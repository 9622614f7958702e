"""Candidates: sealed under a computed number, one after the other, taken back with the votes on them."""

from datetime import timedelta

import pytest

from portal.letters.models import MailedLink
from portal.outbox.models import OutboxEvent
from registry.enums import Bump, DraftState
from registry.errors import (
    BaseMoved,
    CandidateClosed,
    KindChanged,
    NothingChanged,
    NotInForce,
    NotReady,
    ReasonNeeded,
    StaleDraft,
    StepNotPossible,
)
from registry.models import Candidate, Criterion, CriterionVersion, Draft
from registry.sealed.canonical import canonical, sha256
from registry.sealed.verify import find_faults
from registry.services.candidates import number_for, open_consultation, rework
from registry.services.drafting import abandon, save
from registry.services.sealing import head_of, seal_translation
from registry.services.voting import send_ballot
from registry.services.withdrawing import withdraw
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import CONSULTED, VOTED, DraftFactory, in_consultation, in_vote, secretary, votes
from tests.factories.registry import CriterionFactory, RegisterFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db

STRICTER = battery_content(levels={1: {"cycles": "900", "share": "80"}, 2: {"cycles": "1000", "share": "80"}})
REWORDED = battery_content(blocks={"requirement.1": "It keeps {share} % of its capacity after {cycles} charge cycles."})


def test_candidate_holds_the_draft_word_for_word_under_the_next_number():
    draft = DraftFactory()

    candidate = in_consultation(draft)

    version = candidate.version
    assert str(version) == f"{draft.code}@1.0.1-rc.1"
    assert version.content_hash == sha256(canonical(draft.content))
    assert (version.base_version, version.parsed_change["step"]) == (draft.base_version, "patch")
    assert [(event.kind, event.effective_on) for event in version.events.all()] == [("consultation", CONSULTED)]
    assert list(find_faults()) == []


def test_consultation_is_announced_and_closes_the_draft():
    candidate = in_consultation()

    assert Draft.objects.get().state == DraftState.CONSULTATION
    assert list(OutboxEvent.objects.values_list("name", "label", "object_id")) == [
        ("registry.consultation-opened", "registry.criterionversion", candidate.version_id)
    ]


@pytest.mark.parametrize(
    ("body", "at_least", "number"),
    [
        (battery_content(theme="durability"), Bump.PATCH, "1.0.1-rc.1"),
        (battery_content(theme="durability"), Bump.MINOR, "1.1.0-rc.1"),
        (battery_content(applies_to=("new", "refurbished")), Bump.PATCH, "1.1.0-rc.1"),
        (STRICTER, Bump.PATCH, "2.0.0-rc.1"),
        (REWORDED, Bump.PATCH, "2.0.0-rc.1"),
    ],
)
def test_number_follows_from_the_change_and_may_be_raised(body, at_least, number):
    assert str(in_consultation(DraftFactory(body=body, at_least=at_least)).version.number) == number


def test_confirmed_declaration_makes_new_wording_a_patch_and_names_roles():
    """No person is sealed."""
    people = {"declared_by": city_editor(), "confirmed_by": secretary()}

    version = in_consultation(DraftFactory(body=REWORDED, same_bids_reason="Only clearer.", **people)).version

    assert str(version.number) == "1.0.1-rc.1"
    declared = {"reason": "Only clearer.", "declared_by": "member city", "confirmed_by": "coordinator"}
    assert version.parsed_change["same_bids_comply"] == declared


def test_declaration_that_nobody_has_confirmed_counts_for_nothing():
    version = in_consultation(DraftFactory(body=REWORDED, same_bids_reason="Only.", declared_by=UserFactory())).version

    assert (str(version.number), version.parsed_change["same_bids_comply"]) == ("2.0.0-rc.1", {})


def test_first_candidate_of_a_new_code_makes_its_criterion():
    draft = DraftFactory(
        base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="technical_specification"
    )

    candidate = in_consultation(draft)

    assert str(candidate) == "NEW-01@1.0.0-rc.1"
    assert Draft.objects.get().criterion == Criterion.objects.get(code="NEW-01")
    assert head_of(candidate.version.criterion) is None


def test_new_code_that_became_another_kind_meanwhile_is_refused():
    draft = DraftFactory(base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="selection")
    CriterionFactory(code="NEW-01")

    with pytest.raises(KindChanged):
        in_consultation(draft)


@pytest.mark.parametrize("reworded", [False, True], ids=["same words", "other words"])
def test_next_candidate_counts_on_and_the_one_before_has_lapsed(reworded):
    first = in_consultation()
    rework(first.draft_id, reason="More to do.", on=CONSULTED, actor=secretary())
    if reworded:
        save(first.draft_id, content=battery_content(theme="climate"), summary={"en": "…"}, seen=1, actor=secretary())

    second = in_consultation(Draft.objects.get())

    assert [str(each.version.number) for each in Candidate.objects.order_by("pk")] == ["1.0.1-rc.1", "1.0.1-rc.2"]
    assert [event.kind for event in first.version.events.all()] == ["consultation", "lapsed"]
    assert Draft.objects.get().candidate == second


def test_tenth_candidate_follows_the_ninth():
    draft = DraftFactory()
    for number in (9, 10):
        VersionFactory(criterion=draft.criterion, number=f"1.0.1-rc.{number}", published=None)

    assert str(in_consultation(draft).version.number) == "1.0.1-rc.11"


def test_number_of_an_abandoned_candidate_is_not_used_again():
    first = in_consultation()
    abandon(first.draft_id, reason="Not now.", on=CONSULTED, actor=secretary())

    assert str(in_consultation(DraftFactory(base_version=first.draft.base_version)).version.number) == "1.0.1-rc.2"


def test_rework_voids_the_votes_and_closes_the_mailed_ballots():
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve"])
    elector = candidate.electors.order_by("pk")[2]
    send_ballot(elector.pk, email="mayor@example.org", actor=city_editor(elector.organisation))

    draft = rework(candidate.draft_id, reason="A word is missing.", on=VOTED, actor=secretary())

    assert (draft.state, draft.candidate) == (DraftState.DRAFTING, None)
    assert candidate.version.events.last().kind == "lapsed"
    assert MailedLink.objects.get().revoked_at is not None
    again = in_consultation(draft, on=VOTED)
    assert (again.electors.count(), again.version.events.count()) == (0, 1)


def test_rework_needs_a_reason():
    with pytest.raises(ReasonNeeded):
        rework(in_consultation().draft_id, reason="", on=VOTED, actor=secretary())


def test_lapsed_candidate_takes_no_more_translations():
    candidate = in_consultation()
    seal_translation(candidate.version, "sv", {"title": "Batteri"})
    rework(candidate.draft_id, reason="More.", on=VOTED, actor=secretary())

    with pytest.raises(CandidateClosed):
        seal_translation(candidate.version, "sv", {"title": "Ackumulator"})


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (battery_content(blocks={"title": ""}), "texts.en.title"),
        (battery_content(theme="weather"), "theme"),
        (battery_content(blocks={"requirement.1": "After {years} years."}), "texts.en.requirement.1"),
        (battery_content(levels={1: {"cycles": "5", "share": "80"}}), "levels.1.cycles"),
    ],
)
def test_text_that_could_not_be_sealed_is_refused_with_its_field(body, fault):
    draft = DraftFactory(body=body)

    with pytest.raises(NotReady, match=f"{fault}: "):
        in_consultation(draft)

    assert CriterionVersion.objects.count() == 1


def test_draft_that_changes_nothing_is_refused():
    with pytest.raises(NothingChanged):
        in_consultation(DraftFactory(body=battery_content()))


def test_draft_whose_base_was_followed_is_refused():
    draft = DraftFactory()
    VersionFactory(criterion=draft.criterion, number="1.1.0", base_version=draft.base_version)

    with pytest.raises(BaseMoved, match=r"1\.1\.0"):
        in_consultation(draft)


def test_draft_whose_base_was_withdrawn_is_refused():
    draft = DraftFactory()
    withdraw(draft.base_version, reason={"en": "Old."}, use_instead=None, effective_on=CONSULTED, origin="import")

    with pytest.raises(NotInForce):
        in_consultation(draft)


def test_consultation_opens_once():
    candidate = in_consultation()

    with pytest.raises(StepNotPossible, match="in consultation"):
        open_consultation(candidate.draft_id, on=CONSULTED + timedelta(days=1), actor=secretary())


def test_number_is_known_before_the_draft_is_sealed():
    draft = DraftFactory()

    foreseen = number_for(draft)

    assert str(foreseen) == str(in_consultation(draft).version.number) == "1.0.1-rc.1"


def test_number_of_a_new_code_is_known_before_its_criterion_is_there():
    draft = DraftFactory(base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award")

    assert str(number_for(draft)) == "1.0.0-rc.1"


def test_text_that_was_saved_meanwhile_is_not_put_to_the_members():
    draft = DraftFactory(lock_version=2)

    with pytest.raises(StaleDraft):
        open_consultation(draft.pk, on=CONSULTED, seen=1, actor=secretary())

    assert open_consultation(draft.pk, on=CONSULTED, seen=2, actor=secretary()).draft == draft
