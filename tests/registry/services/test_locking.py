"""A draft is kept to oneself for a while: nobody else saves it, coordinators can take the lock off."""

import pytest
from django.core.exceptions import PermissionDenied

from registry.errors import DraftLocked, StepNotPossible
from registry.models import DraftStep
from registry.services.drafting import save
from registry.services.locking import lock_draft, unlock_draft
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import DraftFactory, in_consultation, secretary
from tests.factories.registry import battery_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


def steps_of(draft):
    return list(DraftStep.objects.filter(draft=draft).values_list("name", "user"))


def test_lock_keeps_the_others_out_but_not_who_set_it(draft):
    holder = secretary()
    lock_draft(draft.pk, actor=holder)

    with pytest.raises(DraftLocked):
        save(draft.pk, content=battery_content(), summary={}, seen=1, actor=secretary())

    assert save(draft.pk, content=battery_content(), summary={}, seen=1, actor=holder).lock_version == 2


def test_lock_says_who_and_since_when_and_stands_in_the_log(draft):
    holder = city_editor(draft.proposed_by)

    locked = lock_draft(draft.pk, actor=holder)

    assert (locked.locked, locked.locked_by, locked.locked_at is not None) == (True, holder, True)
    assert steps_of(draft) == [("lock", holder.pk)]


def test_repeated_lock_and_unlock_are_harmless(draft):
    holder = secretary()
    for step in (lock_draft, lock_draft, unlock_draft, unlock_draft):
        step(draft.pk, actor=holder)

    draft.refresh_from_db()
    assert (draft.locked, draft.locked_by, draft.locked_at) == (False, None, None)
    assert steps_of(draft) == [("lock", holder.pk), ("unlock", holder.pk)]


def test_lock_changes_no_word_and_no_count(draft):
    lock_draft(draft.pk, actor=secretary())

    draft.refresh_from_db()
    assert (draft.lock_version, draft.revisions.count()) == (1, 0)


def test_lock_of_somebody_else_is_not_taken_over(draft):
    lock_draft(draft.pk, actor=secretary())

    with pytest.raises(DraftLocked):
        lock_draft(draft.pk, actor=secretary())


def test_coordinator_unlocks_for_somebody_else_and_a_city_does_not(draft):
    lock_draft(draft.pk, actor=secretary())

    with pytest.raises(DraftLocked):
        unlock_draft(draft.pk, actor=city_editor(draft.proposed_by))
    assert unlock_draft(draft.pk, actor=secretary()).locked is False


def test_text_before_the_members_is_not_locked_but_an_old_lock_comes_off():
    candidate = in_consultation()

    with pytest.raises(StepNotPossible):
        lock_draft(candidate.draft_id, actor=secretary())
    assert unlock_draft(candidate.draft_id, actor=secretary()).locked is False


@pytest.mark.parametrize("step", [lock_draft, unlock_draft])
@pytest.mark.parametrize("who", [city_editor, UserFactory, lambda: UserFactory(is_superuser=True)])
def test_stranger_neither_locks_nor_unlocks(draft, step, who):
    with pytest.raises(PermissionDenied):
        step(draft.pk, actor=who())
