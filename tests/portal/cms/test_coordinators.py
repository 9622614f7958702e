"""What a coordinator can do in the Wagtail admin, and that allauth is the only way in."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from portal.accounts.models import User
from portal.accounts.services import address_verified
from portal.cms.models import ContentPage
from portal.members.coordinators import coordinators_group
from portal.members.models import Organisation, ProcurementVolume
from tests.factories.accounts import totp_code, totp_for
from tests.factories.cms import block, home_in, page_under
from tests.factories.members import VolumeFactory

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "someone@example.org", "a-long-password-of-hers"


@pytest.fixture
def coordinator(client):
    """Signed in through allauth's own pages, with password and second factor."""
    user = User.objects.create_user(EMAIL, PASSWORD)
    address_verified(user)
    user.groups.add(coordinators_group())
    secret = totp_for(user)
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD, "next": "/admin/"})
    response = client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    return user


def posted(page, **changes):
    """The form of a page's edit view as a browser sends it back."""
    empty = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {"title": page.title, "slug": page.slug, "lead": page.lead, "seo_title": "", **empty, **changes}


def test_coordinator_reaches_the_admin(client, coordinator):
    assert client.get("/admin/").status_code == 200
    assert coordinator.is_superuser is False


def test_coordinator_edits_and_publishes_a_page(client, coordinator):
    page = page_under(home_in(), title="Help", body=[block("heading", "Old")])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert client.get(address).status_code == 200
    answer = client.post(address, posted(page, title="Better help", **{"action-publish": "1"}))

    assert answer.status_code == 302
    assert ContentPage.objects.get().title == "Better help"
    assert b"Better help" in client.get("/en/a-page/").content


def test_text_that_arrives_with_script_is_kept_without_it(client, coordinator):
    page = page_under(home_in())
    body = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "<script>alert(1)</script>",
    }

    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **body, **{"action-publish": "Publish"})
    )

    assert b"<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>" in client.get("/en/a-page/").content


def test_coordinator_changes_an_organisation_and_its_volume(client, coordinator):
    volume = VolumeFactory(organisation__name="City of Malmö", organisation__slug="malmo", low=1, high=2)
    organisation = volume.organisation
    address = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[organisation.pk])
    form = {
        **{name: getattr(organisation, name) for name in ("name", "own_name", "slug", "kind", "country", "legal_type")},
        "website": "",
        "volumes-TOTAL_FORMS": "1",
        "volumes-INITIAL_FORMS": "1",
        "volumes-0-id": volume.pk,
        **{f"volumes-0-{name}": getattr(volume, name) for name in ("category", "low", "source")},
        "volumes-0-high": "9000",
        "commitments-TOTAL_FORMS": "0",
        "commitments-INITIAL_FORMS": "0",
    }

    assert client.get(address).status_code == 200
    answer = client.post(address, form)

    assert answer.status_code == 302
    assert ProcurementVolume.objects.get().high == 9000


def test_coordinator_may_not_manage_accounts_or_sites(client, coordinator):
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302
    assert client.get(reverse("wagtailsites:index")).status_code == 302


def test_group_that_was_narrowed_is_not_widened_again():
    group = coordinators_group()
    group.permissions.clear()

    coordinators_group()

    assert not group.permissions.exists()


def test_group_works_on_the_whole_tree():
    group = coordinators_group()

    permissions = group.page_permissions.select_related("permission")
    assert {each.page for each in permissions} == {Page.get_first_root_node()}
    assert {each.permission.codename for each in permissions} == {
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
    }


def test_visitor_is_led_to_allauths_page(client):
    assert client.get("/admin/")["Location"] == "/accounts/login/?next=/admin/"


@pytest.mark.parametrize(("method", "status"), [("get", 302), ("post", 405)])
def test_wagtails_own_log_in_cannot_be_reached(client, method, status):
    User.objects.create_superuser(EMAIL, PASSWORD)

    answer = getattr(client, method)("/admin/login/", {"username": EMAIL, "password": PASSWORD})

    assert answer.status_code == status
    assert answer.get("Location", "/accounts/login/").startswith("/accounts/login/")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", ["", "done/", "confirm/MQ/token/", "complete/"])
def test_wagtails_own_password_reset_cannot_be_used(client, path):
    answer = client.post(f"/admin/password_reset/{path}", {"email": EMAIL})

    assert answer.status_code in {302, 404}
    assert not answer.get("Location", "/accounts/login/").startswith("/admin/password_reset/")


def test_wagtails_own_change_of_password_is_off(client, coordinator):
    assert b"password" not in client.get(reverse("wagtailadmin_account")).content.lower()


def test_djangos_admin_is_not_mounted():
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_coordinator_sees_a_draft_before_it_is_published(client, coordinator):
    page = page_under(home_in(), title="Help", live=False)
    page.title = "Draft of help"
    page.save_revision()

    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "<h1>Draft of help</h1>" in answer.content.decode()


def test_coordinator_makes_a_page_below_the_front_page(client, coordinator):
    home = home_in()
    address = reverse("wagtailadmin_pages:add", args=["cms", "contentpage", home.pk])

    assert client.get(address).status_code == 200
    answer = client.post(address, posted(ContentPage(title="News", slug="news"), **{"action-publish": "1"}))

    assert answer.status_code == 302
    assert client.get("/en/news/").status_code == 200


def test_coordinator_is_told_of_a_volume_the_wrong_way_round(client, coordinator):
    form = {
        "name": "Region X",
        "own_name": "",
        "slug": "region-x",
        "kind": "public_buyer",
        "country": "DK",
        "legal_type": "ra",
        "website": "",
        "volumes-TOTAL_FORMS": "1",
        "volumes-INITIAL_FORMS": "0",
        "volumes-0-category": "smartphones",
        "volumes-0-low": "9",
        "volumes-0-high": "1",
        "volumes-0-source": "S",
    }

    answer = client.post(reverse(Organisation.snippet_viewset.get_url_name("add")), form)

    assert answer.status_code == 200
    assert "“From” is more than “to”: exchange the two." in answer.content.decode()
    assert not Organisation.objects.exists()


def test_coordinator_starts_a_translation(client, coordinator):
    page = page_under(home_in("en"), title="Help", slug="help")
    swedish = home_in("sv")

    answer = client.post(
        reverse("simple_translation:submit_page_translation", args=[page.pk]), {"locales": [swedish.locale_id]}
    )

    translation = page.get_translations().get()
    assert answer.status_code == 302
    assert (translation.locale.language_code, translation.slug, translation.live) == ("sv", "help", False)
