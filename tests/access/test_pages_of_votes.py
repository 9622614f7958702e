"""The pages of a vote open to whoever may see its organisation; voting asks the rule of its own."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from portal.core.access import can
from portal.policies import POLICIES
from tests.access.test_pages import OF_A_VOTE, USERS, ways
from tests.access.world import World
from tests.factories.accounts import sign_in_with_second_factor
from tests.factories.drafts import in_vote

pytestmark = pytest.mark.django_db

SEE, VOTE, SEND = "members.see_organisation", "registry.vote", "registry.send_ballot"
ASKED = {  # beyond seeing the organisation
    ("registry:vote", "post"): VOTE,
    ("registry:withdraw-vote", "post"): VOTE,
    ("registry:send-ballot", "get"): SEND,
    ("registry:send-ballot", "post"): SEND,
    ("registry:take-back-ballot", "post"): SEND,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        made.candidate = in_vote()
        yield made
        transaction.set_rollback(True)


def address_of(name, elector):
    with translation.override("en"):
        return reverse(name, args=[elector.pk])


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("whose", ["own", "other"])
@pytest.mark.parametrize(("name", "method"), ways(OF_A_VOTE))
def test_page_of_a_vote_asks_its_rule(client, world, name, method, whose, role):
    user = world.users[role]
    elector = world.candidate.electors.get(organisation=getattr(world, whose))
    sign_in_with_second_factor(client, user)

    response = getattr(client, method)(address_of(name, elector))

    if not user.is_active:
        assert response.url.startswith("/accounts/")
    elif not can(user, SEE, elector.organisation):
        assert response.status_code == 404
    else:
        asked = ASKED.get((name, method))
        allowed = asked is None or can(user, asked, elector)
        assert (response.status_code != 403) is allowed


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
def test_vote_that_never_was_is_as_absent_as_one_that_one_may_not_see(client, world, role):
    sign_in_with_second_factor(client, world.users[role])

    with translation.override("en"):
        response = client.get(reverse("registry:vote", args=[987_654]))

    assert response.status_code == (404 if world.users[role].is_active else 302)


def test_visitor_is_led_to_sign_in(client, world):
    elector = world.candidate.electors.first()

    statuses = {
        (name, getattr(client, method)(address_of(name, elector)).status_code) for name, method in ways(OF_A_VOTE)
    }

    assert statuses == {(name, 302) for name in OF_A_VOTE}


def test_ballot_is_open_to_whoever_has_its_link():
    assert POLICIES["registry:ballot"].who.name == "GRANT"
