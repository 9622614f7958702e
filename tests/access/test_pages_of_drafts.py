"""The pages of a draft open to whoever may write in it; asking and giving up ask rules of their own."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from portal.core.access import can
from registry.models import Draft
from tests.access.test_pages import OF_A_DRAFT, OF_PROPOSERS, USERS, ways
from tests.access.world import Role, World
from tests.factories.accounts import sign_in_with_second_factor

pytestmark = pytest.mark.django_db

WRITE, ASK, ABANDON = "registry.edit_draft", "registry.ask_consultation", "registry.abandon"
ASKED = {"registry:draft-ask": ASK, "registry:draft-abandon": ABANDON}  # beyond writing


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        made.proposal.save_revision(clean=False)
        yield made
        transaction.set_rollback(True)


def address_of(name, draft):
    more = [draft.revisions.first().pk] if name == "registry:draft-restore" else []
    with translation.override("en"):
        address = reverse(name, args=[draft.pk, *more])
    return f"{address}?from={draft.revisions.first().pk}" if name == "registry:draft-compare" else address


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_A_DRAFT))
def test_page_of_a_draft_asks_its_rule(client, world, name, method, role):
    user, draft = world.users[role], world.proposal
    sign_in_with_second_factor(client, user)

    response = getattr(client, method)(address_of(name, draft))

    if not user.is_active:
        assert response.url.startswith("/accounts/")
    elif not can(user, WRITE, draft):
        assert response.status_code == 404
    elif name in ASKED:
        assert (response.status_code == 403) is not can(user, ASKED[name], draft)
    else:
        assert response.status_code in (200, 302)


@pytest.mark.parametrize("role", [Role.EDITOR_ELSEWHERE, Role.SUPPORTER, Role.ADMINISTRATOR], ids=lambda r: r.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_A_DRAFT))
def test_draft_of_others_is_as_absent_as_one_that_never_was(client, world, name, method, role):
    sign_in_with_second_factor(client, world.users[role])
    address = address_of(name, world.proposal)

    theirs = getattr(client, method)(address)
    none = getattr(client, method)(address.replace(f"/drafts/{world.proposal.pk}/", "/drafts/987654/"))

    assert (theirs.status_code, none.status_code) == (404, 404)
    assert Draft.objects.get(pk=world.proposal.pk).lock_version == 1


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_PROPOSERS))
def test_start_opens_to_whoever_may_propose_for_an_own_city(client, world, name, method, role):
    user = world.users[role]
    sign_in_with_second_factor(client, user)

    with translation.override("en"):
        response = getattr(client, method)(reverse(name))

    works_for = [membership.organisation for membership in user.memberships.all()]
    allowed = any(can(user, "registry.start_draft", organisation) for organisation in works_for)
    assert (response.status_code == 200) is allowed
    assert (response.status_code == 404) is (user.is_active and not allowed)


def test_visitor_is_led_to_sign_in(client, world):
    pages = ways({*OF_A_DRAFT, *OF_PROPOSERS} - {"registry:draft-start"})

    answers = {getattr(client, method)(address_of(name, world.proposal)).url.split("?")[0] for name, method in pages}

    assert answers == {"/accounts/login/"}
