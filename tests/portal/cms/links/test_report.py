"""The report on links that fail: a page, a sheet, for coordinators alone."""

import csv

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.cms.links.report import LinksReport
from tests.factories.accounts import UserFactory
from tests.factories.cms import block, home_in, page_under
from tests.registry.admin.coordinators import signed_in

pytestmark = pytest.mark.django_db
LINKS = '<p><a href="/en/nowhere/">a</a> <a linktype="page" id="999999">b</a> <a href="/en/">c</a></p>'


@pytest.fixture
def page():
    return page_under(home_in(), title="Versions", slug="versions", body=[block("text", LINKS)])


def report(client, query="", name="list"):
    return client.get(reverse(f"links-report:{name}") + query)


def test_report_names_the_place_the_address_and_the_fault(client, page):
    signed_in(client)

    text = report(client).content.decode()

    assert '<a href="/en/versions/">Versions, English</a>' in text
    assert ("/en/nowhere/" in text, text.count("Nothing is there.")) == (True, 2)


def test_sheet_holds_them_all(client, page):
    signed_in(client)

    answer = report(client, "?export=csv")

    assert list(csv.reader(answer.getvalue().decode().splitlines())) == [
        ["Where", "Address", "What is wrong"],
        ["Versions, English", "/en/nowhere/", "Nothing is there."],
        ["Versions, English", "–", "Nothing is there."],
    ]
    assert report(client, "?export=xlsx").status_code == 200


def test_report_without_rows_says_so(client):
    home_in()
    signed_in(client)

    assert "There are no links that fail to display." in report(client).content.decode()


def test_long_report_is_paginated(client):
    links = "".join(f'<a href="/en/{number}/">x</a>' for number in range(51))
    page_under(home_in(), slug="versions", body=[block("text", f"<p>{links}</p>")])
    signed_in(client)

    assert [len(report(client, query).context["object_list"]) for query in ("", "?p=2")] == [50, 1]
    assert "<html" not in report(client, name="results").content.decode()


def test_reports_lead_to_it(client):
    signed_in(client)

    assert reverse("links-report:list") in client.get("/admin/").content.decode()


def test_only_coordinators_read_it(rf):
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True, is_staff=True)

    with pytest.raises(PermissionDenied):
        LinksReport.as_view()(request)
