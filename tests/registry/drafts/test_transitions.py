"""The table of steps: each from each state, by each kind of person; what it does not list is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.core.access import can
from registry.drafts.transitions import TRANSITIONS
from registry.enums import OPEN_STATES, DraftState
from registry.errors import RegistryError, StepNotPossible
from registry.models import Draft
from registry.services.candidates import open_consultation, rework
from registry.services.drafting import abandon
from registry.services.publishing import publish
from registry.services.voting import open_vote
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import PUBLISHED, VOTED, DraftFactory, carried, in_consultation, published, secretary

pytestmark = pytest.mark.django_db


def abandoned():
    return abandon(DraftFactory().pk, reason="Not now.", on=VOTED, actor=secretary())


MAKE = {
    DraftState.DRAFTING: DraftFactory,
    DraftState.CONSULTATION: lambda: in_consultation().draft,
    DraftState.VOTING: lambda: carried().draft,
    DraftState.PUBLISHED: lambda: published(carried()).draft,
    DraftState.ABANDONED: abandoned,
}
STEPS = {
    "consult": lambda pk, actor: open_consultation(pk, on=VOTED, actor=actor),
    "open_vote": lambda pk, actor: open_vote(pk, on=VOTED, actor=actor),
    "rework": lambda pk, actor: rework(pk, reason="More.", on=PUBLISHED, actor=actor),
    "publish": lambda pk, actor: publish(pk, seen=seen(pk), effective_on=PUBLISHED, on=PUBLISHED, actor=actor),
    "abandon": lambda pk, actor: abandon(pk, reason="Not now.", on=PUBLISHED, actor=actor),
}
PEOPLE = {
    "stranger": lambda draft: UserFactory.create(),
    "superuser": lambda draft: UserFactory.create(is_superuser=True),
    "member": lambda draft: MembershipFactory.create(organisation=draft.proposed_by).user,
    "editor": lambda draft: city_editor(draft.proposed_by),
    "editor elsewhere": lambda draft: city_editor(),
    "coordinator": lambda draft: secretary(),
}
MAY_ABANDON_A_DRAFT = ("member", "editor", "coordinator")


def seen(pk):
    """The hash that a publisher has read; one that fits nothing before there is a candidate."""
    draft = Draft.objects.get(pk=pk)
    return draft.candidate.version.content_hash if draft.candidate else "0" * 64


def test_table_lists_the_steps_that_there_are():
    assert list(TRANSITIONS) == list(STEPS)


def test_every_open_state_leads_on_and_no_other_does():
    sources = {state for transition in TRANSITIONS.values() for state in transition.sources}

    assert sources == set(OPEN_STATES)
    assert {transition.target for transition in TRANSITIONS.values()} == set(DraftState)


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("name", STEPS)
def test_step_leads_from_its_sources_to_its_target_and_from_nowhere_else(name, state):
    draft, actor = MAKE[state](), secretary()
    transition = TRANSITIONS[name]

    if state in transition.sources:
        STEPS[name](draft.pk, actor)
        expected = transition.target
    else:
        with pytest.raises(StepNotPossible):
            STEPS[name](draft.pk, actor)
        expected = state

    assert Draft.objects.get(pk=draft.pk).state == expected


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", STEPS)
def test_step_is_taken_by_a_coordinator_alone(name, who):
    """Superusers get no way around it. Whose city proposes a draft may abandon it while it is being drafted."""
    state = TRANSITIONS[name].sources[0]
    draft = MAKE[state]()
    actor = PEOPLE[who](draft)
    allowed = MAY_ABANDON_A_DRAFT if name == "abandon" else ("coordinator",)

    if who in allowed:
        STEPS[name](draft.pk, actor)
        expected = TRANSITIONS[name].target
    else:
        with pytest.raises(PermissionDenied):
            STEPS[name](draft.pk, actor)
        expected = state

    assert Draft.objects.get(pk=draft.pk).state == expected


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "coordinator"])
def test_candidate_is_abandoned_by_a_coordinator_alone(who):
    draft = MAKE[DraftState.VOTING]()

    with pytest.raises(PermissionDenied):
        STEPS["abandon"](draft.pk, PEOPLE[who](draft))


@pytest.mark.parametrize("name", STEPS)
def test_step_that_is_refused_leaves_no_trace(name):
    draft = abandoned()
    steps = draft.steps.count()

    with pytest.raises(RegistryError):
        STEPS[name](draft.pk, secretary())

    assert (draft.steps.count(), Draft.objects.get().lock_version) == (steps, 1)


@pytest.mark.parametrize("name", STEPS)
def test_step_is_logged_with_its_name(name):
    draft = MAKE[TRANSITIONS[name].sources[0]]()
    actor = secretary()

    STEPS[name](draft.pk, actor)

    last = draft.steps.last()
    assert (last.name, last.user) == (name, actor)


def test_unknown_rule_says_no():
    assert can(secretary(), "registry.overrule", DraftFactory()) is False
