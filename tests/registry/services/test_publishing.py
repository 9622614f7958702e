"""Publishing: what won its vote is sealed word for word, once, by two people, or not at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.letters.models import MailedLink
from portal.outbox.models import OutboxEvent
from registry.enums import DraftState, StatusKind
from registry.errors import CandidateReplaced, NotPublishable, StepNotPossible
from registry.models import CriterionVersion, StatusEvent
from registry.sealed.verify import find_faults
from registry.services.candidates import rework
from registry.services.publishing import publish
from registry.services.sealing import head_of, seal_translation
from registry.services.voting import send_ballot
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import (
    PUBLISHED,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.factories.registry import VersionFactory, battery_content, translated

pytestmark = pytest.mark.django_db


def test_publish_seals_the_candidate_word_for_word():
    candidate = carried()

    final = published(candidate)

    assert (final.content, final.content_hash) == (candidate.version.content, candidate.version.content_hash)
    assert str(final.number) == str(candidate.version.number).partition("-")[0] == "1.0.1"
    assert final.base_version == candidate.version.base_version
    assert list(find_faults()) == []


def test_publish_ends_the_draft_its_candidate_and_its_base():
    candidate = carried()
    base = candidate.version.base_version

    final = published(candidate)

    candidate.draft.refresh_from_db()
    assert (candidate.draft.state, candidate.draft.final) == (DraftState.PUBLISHED, final)
    assert [event.kind for event in candidate.version.events.all()] == ["consultation", "voting", "adopted"]
    assert [event.kind for event in final.events.all()] == ["published"]
    assert base.events.last().parsed_details == {"by": str(final), "origin": "vote"}
    assert head_of(base.criterion) == final


def test_closing_event_holds_the_outcome_and_no_person():
    candidate = in_vote(members=4)
    votes(candidate, ["approve", "approve", "reject", "abstain"])

    final = published(candidate)

    outcome = {"approve": 2, "reject": 1, "abstain": 1, "electorate": 4}
    closing = candidate.version.events.get(kind=StatusKind.ADOPTED)
    assert closing.parsed_details == {"origin": "vote", "as": str(final), **outcome}


def test_publish_announces_each_thing_once():
    candidate = carried()
    OutboxEvent.objects.all().delete()

    final = published(candidate)

    announced = OutboxEvent.objects.values_list("name", "object_id")
    assert list(announced) == [
        ("registry.published", final.pk),
        ("registry.candidate-adopted", candidate.version_id),
    ]


def test_what_a_draft_says_of_its_change_is_sealed_with_the_final():
    candidate = carried()

    final = published(candidate)

    assert final.change == candidate.version.change
    assert final.parsed_change["summary"] == {"en": "Moved to another theme."}


def test_first_version_of_a_new_code_is_published_as_1_0_0():
    draft = DraftFactory(
        base_version=None,
        criterion=None,
        register=VersionFactory().criterion.register,
        code="NEW-01",
        kind="technical_specification",
        body=battery_content(),
    )

    final = published(carried(draft))

    assert (str(final), final.base_version, final.parsed_change) == ("NEW-01@1.0.0", None, {})


def test_repeat_returns_the_same_version_and_changes_nothing():
    candidate = carried()
    final = published(candidate)
    events = StatusEvent.objects.count(), OutboxEvent.objects.count()

    again = published(candidate)

    assert again == final
    assert (StatusEvent.objects.count(), OutboxEvent.objects.count()) == events


def test_another_key_for_what_is_published_already_is_refused():
    candidate = carried()
    published(candidate)

    with pytest.raises(StepNotPossible, match="published"):
        publish(candidate.draft_id, seen="0" * 64, effective_on=PUBLISHED, on=PUBLISHED, actor=secretary())


def test_candidate_that_the_publisher_has_not_read_is_not_published():
    candidate = carried()

    with pytest.raises(CandidateReplaced):
        publish(candidate.draft_id, seen="0" * 64, effective_on=PUBLISHED, on=PUBLISHED, actor=secretary())

    assert CriterionVersion.objects.finals().count() == 1


def test_translations_of_the_candidate_go_with_it():
    candidate = carried()
    seal_translation(candidate.version, "sv", {"title": "Batteri"})
    seal_translation(candidate.version, "sv", translated(candidate.version, "sv"))
    seal_translation(candidate.version, "fi", {"title": "Akku"})

    final = published(candidate)

    rows = [(str(row), row.blocks["title"], row.source_hash) for row in final.translations.order_by("language")]
    assert rows == [
        (f"{final}/fi.r1", "Akku", final.content_hash),
        (f"{final}/sv.r1", "Battery that lasts [sv]", final.content_hash),
    ]


def test_mailed_ballots_that_were_not_used_are_closed():
    candidate = in_vote(members=3)
    votes(candidate, ["approve", "approve"])
    elector = candidate.electors.order_by("pk")[2]
    send_ballot(elector.pk, email="mayor@example.org", actor=city_editor(elector.organisation))

    published(candidate)

    assert MailedLink.objects.get().revoked_at is not None


@pytest.mark.parametrize("make", [in_consultation, in_vote], ids=["in consultation", "without votes"])
def test_what_has_not_won_a_vote_is_not_published(make):
    candidate = make()

    with pytest.raises((NotPublishable, StepNotPossible)):
        published(candidate)

    assert CriterionVersion.objects.finals().count() == 1


def test_refusal_names_every_fault():
    candidate = in_vote(members=3)

    with pytest.raises(NotPublishable) as refused:
        published(candidate)

    assert [fault.name for fault in refused.value.faults] == ["quorum", "majority"]
    assert str(refused.value) == (
        f"{candidate} cannot be published yet: 0 of 3 members have voted; the quorum is 2."
        " 0 of 0 votes approve; the majority is 1. Settle this, then publish again."
    )


def test_draft_that_is_reworked_is_not_published_by_its_old_votes():
    candidate = carried()
    rework(candidate.draft_id, reason="A word is missing.", on=PUBLISHED, actor=secretary())

    with pytest.raises(StepNotPossible, match="being drafted"):
        published(candidate)


def test_lone_proposer_does_not_publish_even_as_a_superuser():
    proposer = secretary(is_superuser=True)
    candidate = carried(DraftFactory(proposers=[proposer]))

    with pytest.raises(PermissionDenied):
        published(candidate, actor=proposer)

    assert published(candidate).prerelease == ""


def test_proposer_may_publish_what_somebody_else_has_written_too():
    proposer = secretary()
    candidate = carried(DraftFactory(proposers=[proposer, UserFactory()]))

    assert published(candidate, actor=proposer).content_hash == candidate.version.content_hash


@pytest.mark.parametrize(
    "who",
    [
        UserFactory.create,
        lambda: UserFactory.create(is_superuser=True),
        lambda: MembershipFactory.create().user,
        city_editor,
        lambda: secretary(is_active=False),
    ],
    ids=["stranger", "superuser", "member", "editor", "coordinator who left"],
)
def test_only_coordinators_publish(who):
    candidate = carried()

    with pytest.raises(PermissionDenied):
        published(candidate, actor=who())


def test_final_may_take_effect_later():
    candidate = carried()
    later = PUBLISHED + timedelta(days=30)

    final = publish(
        candidate.draft_id, seen=candidate.version.content_hash, effective_on=later, on=PUBLISHED, actor=secretary()
    )

    assert final.events.get().effective_on == later
    assert candidate.version.events.last().effective_on == PUBLISHED
