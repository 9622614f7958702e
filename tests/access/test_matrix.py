"""The rules say what the table says, of everybody, about everything."""

import pytest
from django.db import transaction
from rules.permissions import permissions

from portal.core.access import can
from tests.access.matrix import LETTERS, NEED_A_THING, actions, cells
from tests.access.world import Role, Thing, World

pytestmark = pytest.mark.django_db
OF_ADMINISTRATORS = {"members.see_colleagues", "members.manage_colleagues"}
OTHERS = ("wagtail", "account", "auth")  # packages that might register rules of their own


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all cells: asking a rule changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("action", "thing", "role", "allowed"),
    cells(),
    ids=lambda value: value if isinstance(value, str) else getattr(value, "value", None),
)
def test_rule_answers_as_the_table_says(world, action, thing, role, allowed):
    assert can(world.actor(role, thing), action, world.thing(thing)) is allowed


def test_every_rule_is_in_the_table():
    ours = {name for name in permissions if not name.startswith(OTHERS)}

    assert sorted(ours - actions()) == [], "add a row to tests/access/matrix.py"
    assert sorted(actions() - ours) == []


def test_every_role_has_a_letter():
    assert set(LETTERS.values()) == set(Role)


@pytest.mark.parametrize("action", NEED_A_THING)
def test_action_on_nothing_in_particular_is_everybodys_no(world, action):
    """Coordinators are asked without a thing where a whole list is theirs; nobody else is let in by forgetting it."""
    answers = {role for role in Role if can(world.actor(role, Thing.NOTHING), action)}

    coordinators = {Role.COORDINATOR, Role.RECUSED_COORDINATOR}
    assert answers <= coordinators | ({Role.ADMINISTRATOR} if action in OF_ADMINISTRATORS else set())


def test_rule_that_nobody_wrote_is_everybodys_no(world):
    assert {can(world.actor(role, Thing.NOTHING), "joining.unheard_of") for role in Role} == {False}
