"""Adaptations at the same moment. Run on whichever database the tests run on."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.outbox.models import OutboxEvent
from registry.enums import DraftState, StatusKind
from registry.errors import DraftExists, NotInForce, StaleDraft, StepNotPossible, WithdrawalWaits
from registry.models import Adaptation, AdaptationDraft, StatusEvent
from registry.services.adaptations import preview_of, publish_adaptation
from registry.services.adapting import (
    abandon_adaptation,
    rebase_adaptation,
    save_adaptation,
    start_adaptation,
    start_next_adaptation,
)
from registry.services.ending import ask_withdrawal, confirm_withdrawal, take_back_withdrawal
from registry.services.sealing import seal_next
from tests.factories.accounts import city_editor
from tests.factories.adaptations import (
    ADAPTED_ON,
    AdaptationDraftFactory,
    changes,
    cycles,
    published_adaptation,
    smartphones,
)
from tests.factories.drafts import secretary
from tests.factories.registry import ReleaseFactory, battery_content
from tests.races import race
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db(transaction=True)

REASON = {"en": "We rent our phones."}


@pytest.fixture(autouse=True)
def _promises():
    """Whatever happened at once: the register verifies, one adaptation of a city and set is in force, and no draft
    is published without its adaptation."""
    yield
    assert broken_promises() == []
    in_force = list(Adaptation.objects.in_force(on=ADAPTED_ON).values_list("organisation", "criteria_set"))
    assert len(in_force) == len(set(in_force))
    published = AdaptationDraft.objects.filter(state=DraftState.PUBLISHED).count()
    assert Adaptation.objects.count() == published == OutboxEvent.objects.filter(name="registry.adapted").count()


@pytest.fixture
def draft():
    return AdaptationDraftFactory(organisation__slug="malmo")


@pytest.fixture
def editors(draft):
    return [city_editor(draft.organisation) for _ in range(2)]


def losers(results) -> list[type]:
    return sorted((type(each) for each in results if isinstance(each, Exception)), key=str)


def publishing(draft, actor):
    """A call that publishes the draft as it stands now."""
    seen = preview_of(draft, on=ADAPTED_ON).content_hash
    return lambda: publish_adaptation(draft.pk, seen=seen, effective_on=ADAPTED_ON, on=ADAPTED_ON, actor=actor)


def saving(draft, actor, value):
    return lambda: save_adaptation(
        draft.pk, overrides=changes(cycles(value)), language="en", seen=draft.lock_version, actor=actor
    )


def next_draft(adaptation, value="1500") -> AdaptationDraft:
    """The draft of the next adaptation, saved by somebody who publishes nothing here."""
    editor = city_editor(adaptation.organisation)
    draft = start_next_adaptation(adaptation, actor=editor)
    return save_adaptation(draft.pk, overrides=changes(cycles(value)), language="en", seen=1, actor=editor)


def test_two_publishers_seal_once(draft, editors):
    results = race(*(publishing(draft, editor) for editor in editors))

    assert losers(results) == []
    assert [str(each) for each in results] == ["malmo/smartphones@1.0.0"] * 2
    assert StatusEvent.objects.exclude(adaptation=None).count() == 1


def test_four_retries_seal_once(draft, editors):
    results = race(*[publishing(draft, editors[0])] * 4)

    assert len({each.pk for each in results}) == 1


def test_two_publishers_of_the_next_one_supersede_once():
    first = published_adaptation(organisation__slug="malmo")
    draft = next_draft(first)
    readers = [city_editor(first.organisation) for _ in range(2)]

    results = race(*(publishing(draft, reader) for reader in readers))

    assert (losers(results), {str(each) for each in results}) == ([], {"malmo/smartphones@2.0.0"})
    assert first.events.filter(kind=StatusKind.SUPERSEDED).count() == 1


def test_what_is_saved_during_publishing_is_published_or_refused(draft, editors):
    writer, reader = editors

    results = race(saving(draft, writer, "1900"), publishing(draft, reader))

    if losers(results) == [StepNotPossible]:  # published first
        assert Adaptation.objects.get().parsed.overrides == changes(cycles())
    else:
        assert losers(results) == [StaleDraft]
        assert AdaptationDraft.objects.get().parsed == changes(cycles("1900"))


def test_of_two_savings_one_is_kept_and_the_other_told(draft, editors):
    results = race(saving(draft, editors[0], "1400"), saving(draft, editors[1], "1900"))

    assert losers(results) == [StaleDraft]
    [kept] = [each for each in results if not isinstance(each, Exception)]
    assert AdaptationDraft.objects.get().parsed == kept.parsed


def test_of_two_beginnings_one_is_the_draft():
    release, editor = smartphones(), city_editor()
    city = editor.memberships.get().organisation
    call = lambda: start_adaptation(release, organisation=city, language="en", on=ADAPTED_ON, actor=editor)  # noqa: E731

    assert losers(race(call, call)) == [DraftExists]
    assert AdaptationDraft.objects.count() == 1


def test_abandoning_and_publishing_exclude_each_other(draft, editors):
    give_up = lambda: abandon_adaptation(draft.pk, reason="No.", actor=editors[0])  # noqa: E731

    results = race(give_up, publishing(draft, editors[1]))

    assert losers(results) == [StepNotPossible]


def test_rebasing_and_publishing_exclude_each_other(draft, editors):
    pinned = [row.version for row in draft.release.members.all()]
    release = ReleaseFactory(number="1.0.1", members=pinned[::-1])

    def rebase():
        facts = {"decisions": {}, "values": {}, "seen": 1, "on": ADAPTED_ON, "actor": editors[0]}
        return rebase_adaptation(draft.pk, release, **facts)

    results = race(rebase, publishing(draft, editors[1]))

    assert losers(results) in ([StepNotPossible], [StaleDraft])


def asked_to_end(adaptation):
    """An editor has asked to withdraw it; returns the call with which another one does."""
    first, second = (city_editor(adaptation.organisation) for _ in range(2))
    asked = ask_withdrawal(adaptation.pk, reason=REASON, on=ADAPTED_ON, actor=first)
    return lambda: confirm_withdrawal(asked.pk, on=ADAPTED_ON, actor=second)


def test_of_two_confirmations_of_a_withdrawal_one_is_sealed():
    adaptation = published_adaptation()
    end = asked_to_end(adaptation)

    assert losers(race(end, end)) == []
    assert adaptation.events.filter(kind=StatusKind.WITHDRAWN).count() == 1


def test_of_two_who_ask_for_a_withdrawal_one_is_told_that_it_waits():
    adaptation = published_adaptation()
    editor = city_editor(adaptation.organisation)
    ask = lambda: ask_withdrawal(adaptation.pk, reason=REASON, on=ADAPTED_ON, actor=editor)  # noqa: E731

    assert losers(race(ask, ask)) == [WithdrawalWaits]
    assert adaptation.withdrawals.count() == 1


def test_withdrawal_and_the_next_one_come_one_after_the_other():
    """Withdrawn first, it is followed; followed first, it is superseded and no more withdrawn."""
    first = published_adaptation()
    draft, end = next_draft(first), asked_to_end(first)

    results = race(end, publishing(draft, city_editor(first.organisation)))

    kinds = list(first.events.order_by("sequence").values_list("kind", flat=True))
    assert losers(results) == ([NotInForce] if kinds[1] == "superseded" else [])
    assert (len(kinds), Adaptation.objects.count()) == (2, 2)
    closed = first.draft.steps.filter(name="close_withdrawal").count()
    assert (first.withdrawals.get().state, closed) == (
        ("taken_back", 1) if kinds[1] == "superseded" else ("confirmed", 0)
    )


def test_withdrawal_asked_for_while_it_is_superseded_waits_for_nobody():
    """Asked first, it is closed by the next one; followed first, whoever asks is told."""
    first = published_adaptation()
    draft, editor = next_draft(first), city_editor(first.organisation)
    ask = lambda: ask_withdrawal(first.pk, reason=REASON, on=ADAPTED_ON, actor=editor)  # noqa: E731

    results = race(ask, publishing(draft, city_editor(first.organisation)))

    states = list(first.withdrawals.values_list("state", flat=True))
    assert (losers(results), states) in (([], ["taken_back"]), ([NotInForce], []))


def test_withdrawal_that_is_taken_back_while_it_is_superseded_is_closed_once():
    first = published_adaptation()
    draft, editors = next_draft(first), [city_editor(first.organisation) for _ in range(2)]
    asked = ask_withdrawal(first.pk, reason=REASON, on=ADAPTED_ON, actor=editors[0])

    results = race(lambda: take_back_withdrawal(asked.pk, actor=editors[0]), publishing(draft, editors[1]))

    closing = list(first.draft.steps.filter(name__in=("keep", "close_withdrawal")).values_list("name", flat=True))
    assert (losers(results), closing) in (([], ["keep"]), ([NotInForce], ["close_withdrawal"]))
    assert first.withdrawals.get().state == "taken_back"


def test_several_cities_seal_in_one_chain():
    release = smartphones()
    drafts = AdaptationDraftFactory.create_batch(4, release=release)

    results = race(*(publishing(draft, city_editor(draft.organisation)) for draft in drafts))

    assert losers(results) == []
    assert sorted(StatusEvent.objects.values_list("sequence", flat=True)) == list(range(1, 3 + 1 + 4))


def test_adaptation_and_the_next_version_of_its_criterion_do_not_wait_for_each_other(draft, editors):
    base = draft.release.members.get(criterion__code="BAT-01").version
    wider = battery_content(applies_to=("new", "refurbished"))

    results = race(
        publishing(draft, editors[0]),
        lambda: seal_next(base, wider, change={}, effective_on=ADAPTED_ON, origin="import"),
    )

    assert losers(results) == []
    assert Adaptation.objects.get().parsed.criteria[0].version == "BAT-01@1.0.0"


def test_coordinator_who_is_needed_no_more_is_refused_while_the_editor_publishes(draft):
    coordinator = publishing(draft, secretary())
    editor = city_editor(draft.organisation)

    refused, adaptation = race(coordinator, publishing(draft, editor))

    assert (type(refused), str(adaptation)) == (PermissionDenied, "malmo/smartphones@1.0.0")
