"""Reports on the criteria in force: pages and sheets."""

import csv
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registry.services.sealing import seal_translation
from tests.factories.registry import VersionFactory, battery_content, translated
from tests.registry.admin.coordinators import at_noon, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2027, 9, 1)
LOW = battery_content(levels={1: {"cycles": "700", "share": "80"}, 2: {"cycles": "1000", "share": "80"}})
REPORTS = ["unreviewed", "below-floor", "behind"]


@pytest.fixture(autouse=True)
def _day():
    with at_noon(TODAY):
        yield


def report(client, name, query=""):
    return client.get(reverse(f"registry-reports:{name}") + query)


def sheet(client, name):
    return list(csv.reader(report(client, name, "?export=csv").getvalue().decode().splitlines()))


@pytest.mark.parametrize("name", REPORTS)
def test_report_without_rows_says_so(client, name):
    signed_in(client)

    assert "There are no criteria to display." in report(client, name).content.decode()


@pytest.mark.parametrize("name", REPORTS)
def test_report_leads_to_the_version_and_names_it(client, name):
    signed_in(client)
    version = VersionFactory(published=date(2024, 1, 1), body=LOW)

    page = report(client, name).content.decode()

    assert f'<a href="{version.get_absolute_url()}">{version}</a>' in page
    assert '<span lang="en">Battery that lasts</span>' in page


def test_review_that_is_due_says_since_when_the_text_is_in_force(client):
    signed_in(client)
    version = VersionFactory(published=date(2024, 1, 1))
    VersionFactory(published=date(2027, 1, 1))

    assert sheet(client, "unreviewed") == [
        ["Version", "Title", "Since"],
        [str(version), "Battery that lasts", "2024-01-01"],
    ]


def test_value_below_the_law_is_shown_beside_it(client):
    signed_in(client)
    version = VersionFactory(body=LOW)
    VersionFactory()

    assert sheet(client, "below-floor") == [
        ["Version", "Title", "Values below the law"],
        [str(version), "Battery that lasts", "1 Baseline: 700 cycles, by law 800 cycles since 20 June 2025"],
    ]


def test_languages_that_are_not_complete_are_named(client):
    signed_in(client)
    version = VersionFactory()
    for language in ("sv", "nb"):
        seal_translation(version, language, translated(version, language))

    assert sheet(client, "behind") == [
        ["Version", "Title", "Not complete in"],
        [str(version), "Battery that lasts", "Finnish, Danish"],
    ]


def test_report_is_had_as_a_workbook_without_formulas(client):
    signed_in(client)
    VersionFactory(body=battery_content(blocks={"title": "=1+1"}))

    answer = report(client, "behind", "?export=xlsx").getvalue()

    [_heading, row] = load_workbook(BytesIO(answer)).active.iter_rows()
    assert (row[1].value, row[1].data_type) == ("=1+1", "s")


def test_long_report_is_paginated_on_the_page_and_whole_in_the_sheet(client):
    signed_in(client)
    for _number in range(51):
        VersionFactory()

    assert [len(report(client, "behind", query).context["object_list"]) for query in ("", "?p=2")] == [50, 1]
    assert len(sheet(client, "behind")) == 52


@pytest.mark.parametrize("name", REPORTS)
def test_results_alone_are_served(client, name):
    signed_in(client)

    assert "<html" not in report(client, f"{name}-results").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("unreviewed", 21), ("below-floor", 22), ("behind", 23)])
def test_report_takes_the_same_queries_for_one_and_for_three(client, django_assert_num_queries, name, queries, count):
    signed_in(client)
    for _number in range(count):
        VersionFactory(published=date(2024, 1, 1), body=LOW)
    report(client, name)

    with django_assert_num_queries(queries):
        report(client, name)
