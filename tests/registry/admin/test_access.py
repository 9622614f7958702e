"""Who gets to the pages about drafts. Model permissions and superusers open nothing."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.admin.menu import admin_menu

from registry.models import DraftStep
from registry.wagtail_hooks import criteria_menu
from tests.factories.accounts import UserFactory, city_editor, sign_in_with_second_factor
from tests.factories.drafts import DraftFactory
from tests.registry.admin.drafters import drafter, listing, page_of, preview_of, several, start

pytestmark = pytest.mark.django_db


def editor_of_pages():
    """Somebody with every permission of the models here and none of the roles, who gets into the admin."""
    user, group = city_editor(), Group.objects.create(name="Editors of pages")
    wanted = Permission.objects.filter(content_type__app_label="registry")
    group.permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    user.groups.add(group)
    return user


STRANGERS = {"editor of pages": editor_of_pages, "superuser": lambda: UserFactory(is_superuser=True, is_staff=True)}
PAGES = ["edit", "lock", "revisions", "compare-revisions", "same-bids"]


@pytest.fixture
def draft():
    return DraftFactory()


def addresses_of(draft):
    return [listing(), start(), several(), *(page_of(draft, name) for name in PAGES), page_of(draft, "restore", 1)]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, draft, who, method):
    sign_in_with_second_factor(client, STRANGERS[who]())

    answers = [getattr(client, method)(address, {"reason": "x", "seen": "1"}) for address in addresses_of(draft)]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/admin/")}
    assert DraftStep.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitor_is_led_to_the_sign_in_page(client, draft, method):
    answers = [getattr(client, method)(address) for address in addresses_of(draft)]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


def test_coordinator_gets_to_every_page_that_is_read(client, draft):
    drafter(client)
    read = [listing(), start(), several(), *(page_of(draft, name) for name in ("edit", "revisions", "same-bids"))]

    assert [client.get(address).status_code for address in read] == [200] * 6


def test_draft_that_is_not_there_is_not_found(client, draft):
    drafter(client)

    assert client.get(page_of(draft).replace(f"/{draft.pk}/", "/999/")).status_code == 404


@pytest.mark.parametrize(("who", "is_shown"), [(drafter, True), (None, False)])
def test_menu_has_a_place_for_criteria_only_for_those_who_may_write_them(rf, client, who, is_shown):
    request = rf.get("/admin/")
    request.user = who(client) if who else editor_of_pages()

    names = [item.name for item in admin_menu.menu_items_for_request(request)]

    assert ("criteria" in names) is is_shown
    assert "drafts" in [item.name for item in criteria_menu.menu_items_for_request(request)]


def test_preview_is_for_coordinators_and_the_proposing_city(client, draft):
    proposer, other = city_editor(draft.proposed_by), city_editor()
    superuser = UserFactory(is_superuser=True)
    answers = {"visitor": client.get(preview_of(draft)).status_code}
    for name, user in {"proposer": proposer, "other city": other, "superuser": superuser}.items():
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answers[name] = client.get(preview_of(draft)).status_code
    drafter(client)
    answers["coordinator"] = client.get(preview_of(draft)).status_code

    assert answers == {"visitor": 302, "proposer": 200, "other city": 403, "superuser": 403, "coordinator": 200}
