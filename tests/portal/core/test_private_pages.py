"""Pages of one visitor alone say so to caches, search engines and the next site."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.core.private_pages import MailedLinkPage, PrivatePage


class Own(PrivatePage):
    def get(self, request):
        return HttpResponse("Yours.")


class Linked(MailedLinkPage):
    def get(self, request):
        return HttpResponse("Yours.")


@pytest.mark.parametrize("view", [Own, Linked])
def test_no_cache_and_no_search_engine_keeps_it(view):
    response = view.as_view()(RequestFactory().get("/"))

    assert (response.content, response["X-Robots-Tag"]) == (b"Yours.", "noindex")
    assert "no-store" in response["Cache-Control"]


def test_refusal_of_a_method_is_private_too():
    response = Own.as_view()(RequestFactory().put("/"))

    assert (response.status_code, response["X-Robots-Tag"]) == (405, "noindex")


def test_path_with_a_token_is_given_to_nobody_and_forms_on_the_page_still_work():
    response = Linked.as_view()(RequestFactory().get("/"))

    assert response["Referrer-Policy"] == "strict-origin"
