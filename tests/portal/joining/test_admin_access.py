"""Who gets into the reviewers' pages: coordinators. Model permissions and superusers open nothing."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from portal.joining.enums import State
from portal.joining.models import JoinRequest, JoinStep, Recusal
from portal.joining.services.reviewing import recuse
from tests.factories.accounts import UserFactory, city_editor, coordinator, sign_in_with_second_factor
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory
from tests.portal.joining.reviewers import inbox, page_of, reviewer, step_of

pytestmark = pytest.mark.django_db


def editor_of_pages():
    """Somebody with every permission of joining's models and none of its roles, who gets into the admin."""
    user, group = city_editor(), Group.objects.create(name="Editors of pages")
    wanted = Permission.objects.filter(content_type__app_label="joining")
    group.permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    user.groups.add(group)
    return user


STRANGERS = {"editor of pages": editor_of_pages, "superuser": lambda: UserFactory(is_superuser=True, is_staff=True)}


def addresses_of(join_request):
    document = EvidenceFactory(join_request=join_request)
    return [
        inbox(),
        reverse("joining_admin:inbox_results"),
        page_of(join_request),
        reverse("joining_admin:evidence", args=[join_request.pk, document.pk]),
        reverse("joining_admin:recuse", args=[join_request.pk]),
        reverse("joining_admin:note", args=[join_request.pk]),
        *(step_of(join_request, name) for name in ("start_review", "ask", "hold", "resume", "approve", "decline")),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, who, method):
    sign_in_with_second_factor(client, STRANGERS[who]())
    addresses = addresses_of(JoinRequestFactory(state=State.IN_REVIEW))

    answers = [getattr(client, method)(address, {"reason_text": "x", "text": "x"}) for address in addresses]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/admin/")}
    assert "you do not have permission" in client.get("/admin/").content.decode()
    assert (JoinStep.objects.count(), Recusal.objects.count()) == (0, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitor_is_led_to_the_sign_in_page(client, method):
    addresses = addresses_of(JoinRequestFactory(state=State.IN_REVIEW))

    answers = [getattr(client, method)(address) for address in addresses]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


def test_coordinator_who_lost_the_role_is_out_on_the_next_request(client):
    user = reviewer(client)
    assert client.get(inbox()).status_code == 200

    user.memberships.all().delete()

    assert client.get(inbox()).status_code == 403


def test_draft_is_not_found_even_by_its_number(client):
    reviewer(client)
    drafts = [DraftFactory(), JoinRequestFactory(state=State.WITHDRAWN, submission=0)]

    answers = [
        client.get(address(draft)).status_code for draft in drafts for address in (page_of, addresses_of_approve)
    ]

    assert answers == [404] * 4


def addresses_of_approve(join_request):
    return step_of(join_request, "approve")


@pytest.mark.parametrize("name", ["submit", "withdraw", "nonsense"])
def test_step_that_is_not_the_reviewers_has_no_page(client, name):
    reviewer(client)

    assert client.get(step_of(JoinRequestFactory(state=State.IN_REVIEW), name)).status_code == 404


def test_reviewer_who_stays_out_sees_neither_documents_nor_notes(client):
    user = reviewer(client)
    join_request = JoinRequestFactory(state=State.IN_REVIEW)
    recuse(join_request.pk, actor=user, reason="I worked there.")
    document = join_request.evidence.get()

    page = client.get(page_of(join_request))
    download = client.get(reverse("joining_admin:evidence", args=[join_request.pk, document.pk]))

    assert "You stay out of this request." in page.content.decode()
    assert (page.context["evidence"], page.context["notes"], page.context["buttons"]) == ([], [], [])
    assert (download.status_code, download["Location"]) == (302, "/admin/")


def menu_of(client):
    request = client.get("/admin/").wsgi_request
    return [item.label for item in admin_menu.render_component(request) if item.name == "join-requests"]


def test_menu_counts_the_open_requests(client):
    reviewer(client)
    assert menu_of(client) == ["Requests to join"]
    for state in (State.SUBMITTED, State.IN_REVIEW, State.DECLINED, State.DRAFT):
        JoinRequestFactory(state=state, answers=False)

    assert menu_of(client) == ["Requests to join (2)"]


@pytest.mark.parametrize("who", STRANGERS)
def test_menu_and_first_page_tell_strangers_nothing(client, who):
    sign_in_with_second_factor(client, STRANGERS[who]())
    JoinRequestFactory(state=State.SUBMITTED, name="City of Example")

    assert menu_of(client) == []
    assert "City of Example" not in client.get("/admin/").content.decode()


def test_first_page_lists_what_waits_for_the_reviewer(client):
    user = reviewer(client)
    for number in range(7):
        JoinRequestFactory(state=State.SUBMITTED, name=f"City {number}", answers=False)
    recuse(JoinRequest.objects.order_by("pk").first().pk, actor=user)
    coordinator()

    page = client.get("/admin/").content.decode()

    assert [f"City {number}" in page for number in range(7)] == [False, True, True, True, True, True, False]
    assert "6 requests to join are waiting" in page
