"""What an editor sees beside the form while writing: the page, framed by the admin, with Wagtail's checker in it."""

import pytest
from django.urls import reverse

from portal.cms.models import ContentPage
from tests.factories.accounts import UserFactory, sign_in_with_second_factor
from tests.factories.cms import home_in, page_under
from tests.portal.cms.test_coordinators import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return page_under(home_in("en"), ContentPage, title="Help")


@pytest.fixture
def preview(client, page):
    sign_in_with_second_factor(client, UserFactory(is_superuser=True, is_staff=True))
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(address, posted(page, title="Help in writing"))
    return client.get(f"{address}?in_preview_panel=true")


def test_preview_may_be_framed_by_the_admin_alone(preview):
    assert "<h1>Help in writing</h1>" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_preview_carries_the_checker(preview):
    assert "checker-axe-configuration" in preview.content.decode()


def test_page_itself_may_not_be_framed_and_carries_no_checker(client, page, preview):
    response = client.get(page.url)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert "checker-axe-configuration" not in response.content.decode()
