"""Whether the frame of a page leads to one's own pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from portal.members.context_processors import my_pages
from tests.factories.accounts import UserFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


class Untouchable:
    """A session or user that must not be asked."""

    def __getattr__(self, name):
        raise AssertionError(f"{name} was read")


def request_of(user, *, cookie="a-session"):
    request = RequestFactory().get("/")
    if cookie:
        request.COOKIES["sessionid"] = cookie
    request.user = user
    return request


def test_visitor_without_session_is_not_asked_who_they_are():
    assert my_pages(request_of(Untouchable(), cookie="")) == {"signed_in": False}


def test_visitor_with_a_basket_has_not_signed_in():
    assert my_pages(request_of(AnonymousUser())) == {"signed_in": False}


def test_user_has_signed_in():
    assert my_pages(request_of(UserFactory())) == {"signed_in": True}


def test_request_that_failed_before_anybody_was_asked_has_no_user():
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"] = "a-session"

    assert my_pages(request) == {"signed_in": False}


def test_permanent_page_is_sent_anew_to_somebody_who_has_signed_in_since(client):
    version = VersionFactory(criterion__code="BAT-01")
    path = version.get_permanent_path()
    before = client.get(path)["ETag"]

    client.force_login(UserFactory())
    response = client.get(path, headers={"if-none-match": before})

    assert response.status_code == 200
    assert "My pages" in response.content.decode()
    assert client.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304
