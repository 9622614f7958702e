"""Pages as a reader meets them."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection

from portal.cms.models import CityPage, ContentPage, HomePage, MembersPage, StatementPage
from tests.factories.cms import block, home_in, page_under
from tests.factories.members import VolumeFactory
from tests.factories.registry import ReleaseFactory, VersionFactory

pytestmark = pytest.mark.django_db
DOORS = [
    block("door", {"leads_to": leads_to, "heading": leads_to, "text": "Text.", "label": f"To {leads_to}"})
    for leads_to in ("criteria", "changes", "join")
]


def html_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def test_front_page_of_an_empty_site_answers(client):
    home_in(heading="Ready wording")

    html = html_of(client, "/en/")

    assert "<h1>Ready wording</h1>" in html
    assert 'id="newest"' not in html


def test_front_page_searches_with_a_plain_form(client):
    home_in("en")
    home_in("sv")

    html = html_of(client, "/sv/")

    assert '<form class="search-box" role="search" action="/sv/search/"' in html
    assert 'name="q"' in html


def test_front_page_speaks_the_language_of_its_address(client):
    home_in("en")
    home_in("fi", heading="Valmiit tekstit")

    html = html_of(client, "/fi/")

    assert '<html lang="fi">' in html
    assert "<h1>Valmiit tekstit</h1>" in html


def test_doors_of_an_empty_site_lead_to_the_criteria(client):
    page_under(home_in(doors=DOORS), slug="call-to-join")

    html = html_of(client, "/en/")

    assert '<a href="/en/criteria/smartphones/">To criteria</a>' in html
    assert '<a href="/en/criteria/smartphones/">To changes</a>' in html
    assert '<a href="/en/call-to-join/">To join</a>' in html


def test_door_to_the_changes_leads_to_the_comparison_of_the_newest_releases(client):
    home_in(doors=DOORS)
    version = VersionFactory()
    ReleaseFactory(number="1.0.0", members=[version])
    ReleaseFactory(number="1.1.0", members=[version, VersionFactory()])

    html = html_of(client, "/en/")

    assert '<a href="/en/criteria/smartphones/compare/1.0.0...1.1.0/">To changes</a>' in html
    assert "Since 1.0.0: 1 new." in html
    assert '<a href="/en/criteria/smartphones/1.1.0/">Circular and fair smartphones 1.1.0</a>' in html


def test_numbers_of_the_front_page_lead_to_their_tables(client):
    page_under(home_in(), MembersPage, slug="members")
    VolumeFactory(low=24_500, high=30_000)

    html = html_of(client, "/en/")

    assert '<a class="stat" href="/en/members/volumes/"><span class="stat-number">24,500–30,000</span>' in html
    assert '<a class="stat" href="/en/members/"><span class="stat-number">1</span>' in html


@pytest.mark.parametrize("count", [1, 3])
def test_front_page_takes_fourteen_queries(client, django_assert_num_queries, count):
    home = home_in(doors=DOORS, body=[block("heading", f"Heading {n}") for n in range(count)])
    for number in range(count):
        page_under(home, slug=f"page-{number}")
    VolumeFactory.create_batch(count)
    ReleaseFactory(number="1.0.0", members=VersionFactory.create_batch(count))
    ReleaseFactory(number="1.1.0", members=VersionFactory.create_batch(count))
    client.get("/en/")  # fills Wagtail's cache of site paths

    with django_assert_num_queries(14):  # six of front.py; the site, its languages and the way to the page
        client.get("/en/")


def test_ambitions_that_follow_each_other_stand_beside_each_other(client):
    ambitions = [block("ambition", {"key": key, "title": f"Title {key}", "text": "Text."}) for key in ("A1", "A2")]
    body = [block("heading", "Ambitions"), *ambitions, block("text", "<p>After</p>")]
    page_under(home_in(), StatementPage, slug="statement", body=body)

    html = html_of(client, "/en/statement/")

    [grid] = html.split('<div class="grid ambitions">')[1:]
    assert grid.index("Title A1") < grid.index("Title A2") < grid.index('<div class="prose"><p>After</p></div>')
    assert html.count('<div class="grid ambitions">') == 1


def test_page_names_itself_and_the_way_to_it(client):
    parent = page_under(home_in(), title="Help", slug="help")
    page_under(parent, title="Versions", slug="versions", search_description="How versions work.")

    html = html_of(client, "/en/help/versions/")

    assert "<title>Versions – Joint Demand</title>" in html
    assert '<meta name="description" content="How versions work.">' in html
    assert '<a href="/en/help/">Help</a>' in html
    assert '<span aria-current="page">Versions</span>' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/help/versions/">' in html


def test_page_is_offered_in_the_languages_that_it_has(client):
    page = page_under(home_in("en"), slug="help")
    page_under(home_in("nb"), slug="help", translation_key=page.translation_key)
    page_under(home_in("da"), slug="help", translation_key=page.translation_key, live=False)
    home_in("sv")

    response = client.get("/nb/help/")

    assert [(each.code, each.url) for each in response.context["alternates"]] == [
        ("en", "/en/help/"),
        ("nb", "/nb/help/"),
    ]


def test_citation_says_as_of_when(client):
    page_under(home_in(), title="Help", slug="help", last_published_at=datetime(2026, 5, 1, 12, tzinfo=UTC))

    html = html_of(client, "/en/help/")

    assert "Help. Joint Demand, as of 1 May 2026. http://127.0.0.1:8000/en/help/" in html


def test_unpublished_page_is_not_found(client):
    page_under(home_in(), slug="secret", live=False)

    assert client.get("/en/secret/").status_code == 404


def test_address_without_language_leads_to_one(client):
    home_in()

    response = client.get("/", headers={"accept-language": "en"})

    assert (response.status_code, response["Location"]) == (302, "/en/")


def test_page_asks_no_other_host_and_has_no_inline_script(client):
    page_under(home_in(), slug="help", body=[block("text", "<p>Words</p>")])

    html = html_of(client, "/en/help/")

    assert "<script>" not in html
    assert "style=" not in html
    assert 'src="http' not in html


def test_text_for_the_search_has_no_markup_and_keeps_its_parts_apart():
    body = [
        block("heading", "Versions"),
        block("text", "<p>Sealed for <b>ever</b></p><h3>How</h3><ol><li>Hashes</li><li>Guards.</li></ol>"),
        block("quote", {"text": "Yes"}),
    ]
    page = page_under(home_in(), lead="In short.", body=body)

    assert page.plain_text() == "In short. Versions. Sealed for ever. How. Hashes. Guards. Yes."


def test_tree_holds_each_kind_of_page_where_it_belongs():
    assert [model.__name__ for model in HomePage.allowed_subpage_models()] == [
        "StatementPage",
        "MembersPage",
        "ContentPage",
    ]
    assert StatementPage.allowed_subpage_models() == []
    assert MembersPage.allowed_subpage_models() == [CityPage]
    assert CityPage.allowed_subpage_models() == []
    assert ContentPage.allowed_subpage_models() == [ContentPage]


def test_rich_text_that_reached_the_database_uncleaned_is_shown_cleaned(client):
    page = page_under(home_in(), slug="help")
    hostile = [{"type": "text", "id": "1", "value": '<p onclick="x()">kept</p><script>alert(1)</script>'}]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cms_contentpage SET body = %s WHERE page_ptr_id = %s", [json.dumps(hostile), page.pk])

    html = html_of(client, "/en/help/")

    assert '<div class="prose"><p>kept</p></div>' in html
    assert "alert(1)" not in html


def test_rich_text_is_cleaned_when_it_is_stored():
    page = page_under(home_in(), body=[block("text", "<p>kept</p><script>alert(1)</script>")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM cms_contentpage WHERE page_ptr_id = %s", [page.pk])
        [stored] = cursor.fetchone()

    assert "<p>kept</p>" in str(stored)
    assert "alert" not in str(stored)


def test_link_to_a_page_follows_it_to_its_new_address(client):
    home = home_in()
    goal = page_under(home, slug="goal")
    page_under(home, slug="help", body=[block("text", f'<p><a linktype="page" id="{goal.pk}">there</a></p>')])
    goal.slug = "elsewhere"
    goal.save()

    assert '<p><a href="/en/elsewhere/">there</a></p>' in html_of(client, "/en/help/")
