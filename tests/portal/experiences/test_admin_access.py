"""Who gets into the coordinators' pages of tender experiences. Model permissions and superusers open nothing."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from portal.experiences.enums import State
from portal.experiences.models import ExperienceStep
from portal.experiences.services.moving import take_back
from tests.factories.accounts import UserFactory, city_editor, coordinator, sign_in_with_second_factor
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, published
from tests.portal.experiences.moderators import (
    correction,
    inbox,
    moderator,
    page_of,
    publish_of,
    retract_of,
    send_back_of,
    sent,
)

pytestmark = pytest.mark.django_db


def editor_of_pages():
    """Somebody with every permission of the models here and none of the roles, who gets into the admin."""
    user, group = city_editor(), Group.objects.create(name="Editors of pages")
    wanted = Permission.objects.filter(content_type__app_label="experiences")
    group.permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    user.groups.add(group)
    return user


STRANGERS = {"editor of pages": editor_of_pages, "superuser": lambda: UserFactory(is_superuser=True, is_staff=True)}


def document_of(document):
    return reverse("experiences-admin:document", args=[document.edition.experience_id, document.pk])


def addresses_of(edition):
    document = ExperienceDocumentFactory(edition=edition)
    return [
        inbox(),
        reverse("experiences-admin:inbox-results"),
        page_of(edition),
        document_of(document),
        publish_of(edition),
        send_back_of(edition),
        retract_of(edition),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, who, method):
    sign_in_with_second_factor(client, STRANGERS[who]())
    addresses = addresses_of(sent())

    answers = [getattr(client, method)(address, {"reason": "x", "seen": "1"}) for address in addresses]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/admin/")}
    assert ExperienceStep.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitor_is_led_to_the_sign_in_page(client, method):
    addresses = addresses_of(sent())

    answers = [getattr(client, method)(address) for address in addresses]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


def test_coordinator_without_the_second_factor_of_this_session_is_led_to_it(client):
    client.force_login(coordinator(), backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(inbox())

    assert (answer.status_code, answer["Location"].startswith("/admin/")) == (302, False)


def test_coordinator_who_lost_the_role_is_out_on_the_next_request(client):
    user = moderator(client)
    assert client.get(inbox()).status_code == 200

    user.memberships.all().delete()

    assert client.get(inbox()).status_code == 403


def test_draft_that_was_never_sent_is_not_found_even_by_its_number(client):
    moderator(client)
    draft = EditionFactory()

    answers = [client.get(address(draft)).status_code for address in (page_of, send_back_of, retract_of)]

    assert (answers, client.post(publish_of(draft)).status_code) == ([404] * 3, 404)


def test_correction_that_is_not_sent_yet_shows_nothing_of_itself(client):
    moderator(client)
    draft = correction(is_sent=False, title="Half a thought")
    document = ExperienceDocumentFactory(edition=draft)

    page = client.get(page_of(draft))

    assert page.context["edition"].number == 1
    assert "Half a thought" not in page.content.decode()
    assert client.get(document_of(document)).status_code == 404


def test_what_its_authors_took_back_is_theirs_again(client):
    moderator(client)
    edition = sent(title="Sent too early")
    document = ExperienceDocumentFactory(edition=edition)
    take_back(edition.experience_id, actor=edition.submitted_by)

    page = client.get(page_of(edition))

    assert page.context["edition"] is None
    assert "Its authors are writing. You read it when they send it." in page.content.decode()
    assert "Sent too early" not in page.content.decode()
    assert client.get(document_of(document)).status_code == 404


def test_document_of_what_waits_is_a_download(client):
    moderator(client)
    document = ExperienceDocumentFactory(edition=sent())

    answer = client.get(document_of(document))

    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7\n")
    assert answer["Content-Disposition"] == 'attachment; filename="annex.pdf"'


def test_document_is_not_found_under_another_record(client):
    moderator(client)
    document, other = ExperienceDocumentFactory(edition=sent()), sent()

    address = reverse("experiences-admin:document", args=[other.experience_id, document.pk])

    assert client.get(address).status_code == 404


def test_superuser_who_coordinates_too_reads_and_decides_nothing(client):
    moderator(client, is_superuser=True, is_staff=True)
    edition = sent()

    page = client.get(page_of(edition))
    answer = client.post(publish_of(edition), {"seen": 1})

    assert "You keep this installation running, so you decide on no record." in page.content.decode()
    assert (page.context["may_moderate"], page.context["may_retract"]) == (False, False)
    assert answer["Location"] == "/admin/"
    edition.refresh_from_db()
    assert edition.state == State.SUBMITTED


def test_whoever_sent_a_record_is_told_that_another_coordinator_decides(client):
    user = moderator(client)
    edition = sent()
    edition.submitted_by = user
    edition.save()

    page = client.get(page_of(edition))
    answers = [client.post(publish_of(edition), {"seen": 1}), client.get(send_back_of(edition))]

    assert "You sent this record yourself, so another coordinator decides on it." in page.content.decode()
    assert (page.context["may_moderate"], page.context["edition"]) == (False, edition)
    assert [answer["Location"] for answer in answers] == ["/admin/"] * 2
    edition.refresh_from_db()
    assert edition.state == State.SUBMITTED


def menu_of(client):
    request = client.get("/admin/").wsgi_request
    return [item.label for item in admin_menu.render_component(request) if item.name == "tender-experiences"]


def test_menu_counts_what_waits(client):
    moderator(client)
    assert menu_of(client) == ["Tender experiences"]
    sent()
    correction()
    published()
    EditionFactory()

    assert menu_of(client) == ["Tender experiences (2)"]


@pytest.mark.parametrize("who", STRANGERS)
def test_menu_and_first_page_tell_strangers_nothing(client, who):
    sign_in_with_second_factor(client, STRANGERS[who]())
    sent(title="Phones for the example city")

    assert menu_of(client) == []
    assert "Phones for the example city" not in client.get("/admin/").content.decode()


def test_first_page_lists_what_waits_for_the_coordinator_oldest_first(client):
    user = moderator(client)
    for number in range(7):
        edition = sent(days=number, title=f"Tender {number}.")
        if number == 6:
            edition.submitted_by = user
            edition.save()

    page = client.get("/admin/").content.decode()

    assert [f"Tender {number}." in page for number in range(7)] == [False, True, True, True, True, True, False]
    assert page.index("Tender 5.") < page.index("Tender 1.")
    assert "6 tender experiences are waiting" in page


def test_first_page_has_no_panel_when_nothing_waits(client):
    moderator(client)
    published()

    assert "Tender experiences that wait" not in client.get("/admin/").content.decode()
