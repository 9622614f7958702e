"""Who gets to the steps of drafts, the reports and the rules: coordinators alone, and nobody by way of permissions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.admin.menu import Menu, reports_menu

from registry.admin.menu import CRITERIA_MENU
from registry.models import Draft, DraftStep
from tests.factories.accounts import UserFactory, city_editor, sign_in_with_second_factor
from tests.factories.drafts import CommentFactory, in_vote
from tests.registry.admin.coordinators import signed_in, step_of

pytestmark = pytest.mark.django_db
OUR_PLACES = {
    "criteria-list",
    "after-publication",
    "publishing",
    "register-rules",
    "unreviewed",
    "below-floor",
    "translations-behind",
    "never-used",
}


def editor_of_pages():
    """Somebody with every permission of the models here and none of the roles, who gets into the admin."""
    user, group = city_editor(), Group.objects.create(name="Editors of pages")
    wanted = Permission.objects.filter(content_type__app_label="registry")
    group.permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    user.groups.add(group)
    return user


STRANGERS = {"editor of pages": editor_of_pages, "superuser": lambda: UserFactory(is_superuser=True, is_staff=True)}


def addresses():
    candidate = in_vote()
    comment = CommentFactory(candidate=candidate)
    of_a_draft = (
        "steps",
        "consult",
        "hand-back",
        "open-vote",
        "rework",
        "abandon",
        "publish",
        "comments",
        "comment-sheet",
        "votes",
    )
    reports = ("unreviewed", "below-floor", "behind")
    return [
        *(step_of(candidate, name) for name in of_a_draft),
        step_of(candidate, "answer", comment.pk),
        step_of(candidate, "send-ballot", candidate.electors.first().pk),
        step_of(candidate, "revoke-ballot", candidate.electors.first().pk),
        *(reverse(f"draft-steps:{name}") for name in ("log", "log-results")),
        *(reverse(f"registry-reports:{name}{more}") for name in reports for more in ("", "-results")),
        *(reverse(f"experiences-reports:{name}") for name in ("unused", "unused-results")),
        reverse("registry-rules:registers"),
        reverse("registry-rules:rules", args=[candidate.draft.register_id]),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, who, method):
    pages = addresses()
    sign_in_with_second_factor(client, STRANGERS[who]())
    before = (Draft.objects.get().state, DraftStep.objects.count())

    answers = [getattr(client, method)(page, {"reason": "x", "seen": "1"}) for page in pages]

    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/admin/")}
    assert (Draft.objects.get().state, DraftStep.objects.count()) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitor_is_led_to_the_sign_in_page(client, method):
    answers = [getattr(client, method)(page) for page in addresses()]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


def places(client):
    request = client.get("/admin/").wsgi_request
    menus = (Menu(register_hook_name=CRITERIA_MENU), reports_menu)
    return {item.name for menu in menus for item in menu.menu_items_for_request(request)} & OUR_PLACES


def test_coordinator_finds_everything_in_the_menus(client):
    signed_in(client)

    assert places(client) == OUR_PLACES


@pytest.mark.parametrize("who", STRANGERS)
def test_menus_and_first_page_tell_strangers_nothing(client, who):
    in_vote()
    sign_in_with_second_factor(client, STRANGERS[who]())

    assert places(client) == set()
    assert "Drafts of criteria" not in client.get("/admin/").content.decode()


def test_draft_that_is_not_there_is_not_found(client):
    signed_in(client)

    assert client.get(reverse("draft-steps:steps", args=[1])).status_code == 404
