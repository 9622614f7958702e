"""The pages of an adaptation in the members' area: whoever may not read it learns nothing, each step asks its rule."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from portal.core.access import can
from tests.access.test_pages import OF_A_SEALED_ADAPTATION, OF_AN_ADAPTATION, USERS, ways
from tests.access.world import Role, Thing, World
from tests.factories.accounts import sign_in_with_second_factor

pytestmark = pytest.mark.django_db

DRAFTS = [Thing.ADAPTATION_DRAFT, Thing.ADAPTATION_SAVED_BY_EDITOR, Thing.ADAPTATION_DRAFT_WITHOUT_EDITOR]
SEALED = [Thing.ADAPTATION, Thing.ADAPTATION_WITHOUT_EDITOR]
READ, EDIT, PUBLISH = (
    f"registry.{verb}_adaptation{end}" for verb, end in (("read", "_draft"), ("edit", ""), ("publish", ""))
)
ASKED = {  # beyond reading the draft
    ("registry:adapt-criterion", "get"): EDIT,
    ("registry:adapt-criterion", "post"): EDIT,
    ("registry:move-adaptation", "get"): EDIT,
    ("registry:move-adaptation", "post"): EDIT,
    ("registry:abandon-adaptation", "get"): EDIT,
    ("registry:abandon-adaptation", "post"): EDIT,
    ("registry:check-adaptation", "post"): PUBLISH,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def address_of(name, pk):
    further = {"slug": "bat-01"} if name == "registry:adapt-criterion" else {}
    with translation.override("en"):
        return reverse(name, kwargs={"pk": pk, **further})


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("thing", DRAFTS, ids=lambda thing: thing.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_AN_ADAPTATION))
def test_page_of_a_draft_of_an_adaptation_asks_its_rule(client, world, name, method, thing, role):
    user, draft = world.users[role], world.adaptations[thing]
    sign_in_with_second_factor(client, user)

    response = getattr(client, method)(address_of(name, draft.pk))

    if not user.is_active:
        assert response.url.startswith("/accounts/")
    elif not can(user, READ, draft):
        assert response.status_code == 404
    else:
        asked = ASKED.get((name, method))
        assert (response.status_code != 403) is (asked is None or can(user, asked, draft))


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("thing", SEALED, ids=lambda thing: thing.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_A_SEALED_ADAPTATION))
def test_page_of_a_sealed_adaptation_asks_its_rule(client, world, name, method, thing, role):
    user, adaptation = world.users[role], world.adaptations[thing]
    sign_in_with_second_factor(client, user)

    response = getattr(client, method)(address_of(name, adaptation.pk))

    goes_on = name == "registry:next-adaptation"
    asked = (
        ("registry.start_adaptation", adaptation.organisation)
        if goes_on
        else (
            "registry.withdraw_adaptation",
            adaptation,
        )
    )
    if not user.is_active:
        assert response.url.startswith("/accounts/")
    elif not can(user, "members.see_organisation", adaptation.organisation):
        assert response.status_code == 404
    else:
        assert (response.status_code != 403) is can(user, *asked)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR], ids=lambda role: role.value)
def test_draft_that_never_was_is_as_absent_as_one_that_one_may_not_read(client, world, role):
    sign_in_with_second_factor(client, world.users[role])

    assert client.get(address_of("registry:adaptation-draft", 987_654)).status_code == 404


def test_visitor_is_led_to_sign_in(client, world):
    names = [*ways(OF_AN_ADAPTATION), *ways(OF_A_SEALED_ADAPTATION)]

    statuses = {getattr(client, method)(address_of(name, 1)).status_code for name, method in names}

    assert statuses == {302}
