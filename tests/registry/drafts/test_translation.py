"""What the database itself asks of a translation, and the table of its steps: each from each state by each person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from portal.core.access import can
from registry.drafts.transitions import TRANSLATING
from registry.enums import OPEN_TRANSLATIONS, TranslationState
from registry.errors import RegistryError, StepNotPossible
from registry.models import TranslationDraft, TranslationStep
from registry.services.translating import abandon, confirm, hand_in, send_back
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.factories.translations import TranslationDraftFactory, handed_in, sealed_by_two, written

pytestmark = pytest.mark.django_db

MAKE = {
    TranslationState.DRAFTING: lambda: written(VersionFactory.create()),
    TranslationState.WAITING: lambda: handed_in(VersionFactory.create()),
    TranslationState.SEALED: lambda: sealed_by_two(VersionFactory.create()).draft,
    TranslationState.ABANDONED: lambda: abandon(
        written(VersionFactory.create()).pk, reason="Not now.", actor=secretary()
    ),
}
STEPS = {
    "hand_in": lambda draft, actor: hand_in(draft.pk, seen=draft.lock_version, actor=actor),
    "confirm": lambda draft, actor: confirm(draft.pk, seen=draft.lock_version, actor=actor),
    "send_back": lambda draft, actor: send_back(draft.pk, reason="The title.", actor=actor),
    "abandon": lambda draft, actor: abandon(draft.pk, reason="Not now.", actor=actor),
}
PEOPLE = {
    "stranger": UserFactory.create,
    "superuser": lambda: UserFactory.create(is_superuser=True),
    "member": lambda: MembershipFactory.create().user,
    "editor": city_editor,
    "coordinator": secretary,
}


def refused(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        TranslationDraftFactory(**fields)


# ---- the rows


@pytest.mark.parametrize("state", OPEN_TRANSLATIONS)
def test_database_holds_one_open_translation_of_a_version_and_a_language(state):
    first = TranslationDraftFactory(state=state)

    refused(version=first.version)
    assert TranslationDraftFactory(version=first.version, language="fi").pk


@pytest.mark.parametrize("state", [TranslationState.ABANDONED])
def test_closed_translations_make_room(state):
    first = TranslationDraftFactory(state=state)

    assert TranslationDraftFactory(version=first.version).pk


def test_sealed_one_has_its_revision_and_no_other_has():
    revision = TranslationFactory()

    refused(version=revision.version, state=TranslationState.SEALED)
    refused(version=revision.version, sealed_as=revision)
    assert TranslationDraftFactory(version=revision.version, state=TranslationState.SEALED, sealed_as=revision).pk


def test_revision_comes_from_one_translation():
    revision = TranslationFactory()
    made = {"version": revision.version, "state": TranslationState.SEALED, "sealed_as": revision}
    TranslationDraftFactory(**made)

    refused(**made)


def test_state_that_nobody_knows_is_refused():
    refused(state="lost")


def test_version_that_is_translated_stays():
    draft = TranslationDraftFactory()

    with pytest.raises(Exception, match=r"sealed|protected") as caught:
        draft.version.delete()
    assert caught.type.__name__ in ("AlreadySealed", ProtectedError.__name__)


def test_source_is_the_first_authoritative_text():
    draft = TranslationDraftFactory()

    assert draft.source == draft.version.parsed.texts["en"]
    assert str(draft) == f"{draft.version}/sv"


def test_writers_who_leave_are_forgotten_and_their_words_stay():
    writer = secretary()
    draft = TranslationDraftFactory(writers=[writer])
    step = TranslationStep.objects.create(draft=draft, name="begin", user=writer)

    writer.delete()

    step.refresh_from_db()
    assert (draft.writers.count(), step.user, str(step)) == (0, None, f"{draft}: begin")
    assert TranslationDraft.objects.get().blocks == draft.blocks


# ---- the table of steps


def test_table_lists_the_steps_that_there_are():
    assert list(TRANSLATING) == list(STEPS)


def test_every_open_state_leads_on_and_no_other_does():
    sources = {state for transition in TRANSLATING.values() for state in transition.sources}

    assert sources == set(OPEN_TRANSLATIONS)
    assert {transition.target for transition in TRANSLATING.values()} == set(TranslationState)


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("name", STEPS)
def test_step_leads_from_its_sources_to_its_target_and_from_nowhere_else(name, state):
    draft, actor, transition = MAKE[state](), secretary(), TRANSLATING[name]
    is_repeat = (name, state) == ("confirm", TranslationState.SEALED)  # harmless

    if state in transition.sources or is_repeat:
        STEPS[name](draft, actor)
    else:
        with pytest.raises(StepNotPossible):
            STEPS[name](draft, actor)

    draft.refresh_from_db()
    assert draft.state == (transition.target if state in transition.sources else state)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", STEPS)
def test_step_is_taken_by_whoever_the_rule_names(name, who):
    draft, actor = MAKE[TRANSLATING[name].sources[0]](), PEOPLE[who]()

    may = can(actor, TRANSLATING[name].permission, draft)
    if may:
        STEPS[name](draft, actor)
    else:
        with pytest.raises(PermissionDenied):
            STEPS[name](draft, actor)

    assert may is (who == "coordinator")


@pytest.mark.parametrize("state", MAKE)
@pytest.mark.parametrize("name", STEPS)
def test_refused_step_changes_nothing(name, state):
    draft = MAKE[state]()
    before = TranslationDraft.objects.filter(pk=draft.pk).values().get()

    with pytest.raises((PermissionDenied, RegistryError)):
        STEPS[name](draft, UserFactory())

    assert TranslationDraft.objects.filter(pk=draft.pk).values().get() == before
    assert draft.steps.filter(name=name, user__name="Stranger").count() == 0


@pytest.mark.parametrize("name", [name for name, each in TRANSLATING.items() if each.needs_reason])
def test_step_with_a_reason_keeps_it(name):
    draft = MAKE[TRANSLATING[name].sources[-1]]()

    STEPS[name](draft, secretary())

    assert draft.steps.get(name=name).reason in ("The title.", "Not now.")
