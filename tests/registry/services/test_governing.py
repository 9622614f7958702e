"""The rules of a register: coordinators change them, Wagtail's log says who did, senseless ones are refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from registry.drafts.voting import tally_of
from registry.errors import SettingsChanged
from registry.models import Register
from registry.services.governing import CHANGED, change_rules, rules_of, rules_seen
from registry.services.voting import first_day_of_vote
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import CONSULTED, in_consultation, in_vote, secretary
from tests.factories.registry import RegisterFactory

pytestmark = pytest.mark.django_db


def change(register, *, actor=None, seen=None, **rules):
    wanted = {**rules_of(register), **rules}
    return change_rules(register.pk, wanted, seen=seen or rules_seen(register), actor=actor or secretary())


def log():
    return ModelLogEntry.objects.filter(action=CHANGED)


def test_coordinator_changes_the_rules_and_the_log_says_so():
    register, actor = RegisterFactory(), secretary()

    changed = change(register, consultation_min_days=30, translations_percent=50, actor=actor)

    assert (changed.consultation_min_days, changed.translations_percent) == (30, 50)
    assert Register.objects.get() == changed
    entry = log().get()
    assert (entry.user, entry.object_id, entry.label) == (actor, str(register.pk), "joint-demand")
    assert entry.data["before"]["consultation_min_days"] == 14
    assert entry.data["after"] == rules_of(changed)


def test_saving_what_stands_there_is_no_change():
    change(RegisterFactory())

    assert log().count() == 0


def test_nobody_changes_over_what_somebody_else_has_changed():
    register = RegisterFactory()
    seen = rules_seen(register)
    change(register, consultation_min_days=30)

    with pytest.raises(SettingsChanged):
        change(register, consultation_min_days=7, seen=seen)

    assert Register.objects.get().consultation_min_days == 30


@pytest.mark.parametrize(
    "rules",
    [
        {"quorum_numerator": 3, "quorum_denominator": 2},
        {"majority_numerator": 1, "majority_denominator": 2},
        {"translations_percent": 101},
        {"quorum_numerator": 0},
    ],
    ids=["quorum over the whole", "half is no majority", "more than all languages", "no quorum"],
)
def test_rules_that_make_no_sense_are_refused(rules):
    register = RegisterFactory()

    with pytest.raises(ValidationError):
        change(register, **rules)

    assert (rules_of(Register.objects.get()), log().count()) == (rules_of(RegisterFactory()), 0)


@pytest.mark.parametrize(
    "who", [city_editor, lambda: UserFactory(is_superuser=True, is_staff=True)], ids=["editor", "superuser"]
)
def test_only_coordinators_change_the_rules(who):
    with pytest.raises(PermissionDenied):
        change(RegisterFactory(), consultation_min_days=1, actor=who())

    assert Register.objects.get().consultation_min_days == 14


def test_consultation_that_is_open_lasts_as_the_rules_now_say():
    candidate = in_consultation()

    change(candidate.draft.register, consultation_min_days=30)

    candidate.draft.refresh_from_db()
    assert (first_day_of_vote(candidate.draft, candidate) - CONSULTED).days == 30


def test_vote_that_is_open_keeps_its_quorum_and_majority():
    candidate = in_vote(members=4)
    before = tally_of(candidate)

    change(candidate.draft.register, quorum_numerator=2, majority_numerator=3)

    assert tally_of(candidate) == before
