"""The handbook: complete in five languages, made once, read by coordinators alone."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.users.models import UserProfile

from portal.cms import handbook as handbook_module
from portal.cms import services
from portal.cms.handbook import handbook_page, set_up_handbook
from portal.cms.services import set_up_pages
from portal.cms.starter_files import CHAPTERS, FOLDER, HANDBOOK, read_page
from search.sources.pages import readable
from tests.factories.accounts import city_editor, sign_in_with_second_factor
from tests.factories.drafts import secretary

VOTING = "handbook/voting"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGES = (HANDBOOK, *CHAPTERS)
db = pytest.mark.django_db


@pytest.fixture
def handbook(db, monkeypatch):
    """Its first page and one chapter: how many there are is nothing to most tests."""
    monkeypatch.setattr(services, "SLUGS", ())
    monkeypatch.setattr(handbook_module, "CHAPTERS", (VOTING,))
    set_up_pages()
    return set_up_handbook()


def paths(language, slugs=(HANDBOOK, VOTING)):
    return [f"/{language}/{slug}/" for slug in slugs]


def test_every_file_is_a_page_and_every_page_has_a_file():
    found = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("handbook*/*.yaml")}

    assert found == set(CHAPTERS)


@pytest.mark.parametrize("slug", PAGES)
def test_page_has_its_own_words_and_the_same_blocks_in_every_language(slug):
    texts = [read_page(slug).fields(language) for language in LANGUAGES]

    for name in ("lead", "search_description"):
        assert len({text[name] for text in texts}) == len(LANGUAGES), name
    assert len({tuple(block["type"] for block in text["body"]) for text in texts}) == 1


@pytest.mark.parametrize("slug", PAGES)
def test_page_has_as_many_points_in_every_language(slug):
    """So that no language lacks what another one says."""
    points = [str(read_page(slug).fields(language)["body"]).count("<li>") for language in LANGUAGES]

    assert points[0] > 0
    assert len(set(points)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_page_leads_to_every_chapter(language):
    body = str(read_page(HANDBOOK).fields(language)["body"])

    assert re.findall(r'href="([^"]*)"', body) == paths(language, CHAPTERS)


@db
def test_coordinator_reads_every_page_in_every_language(client, monkeypatch):
    monkeypatch.setattr(services, "SLUGS", ())
    set_up_pages()
    handbook = set_up_handbook()
    sign_in_with_second_factor(client, secretary())

    answers = {path: client.get(path).status_code for language in LANGUAGES for path in paths(language, PAGES)}

    assert len(handbook) == len(PAGES) * len(LANGUAGES)
    assert set(answers.values()) == {200}


@pytest.mark.parametrize("make", [None, city_editor], ids=["visitor", "editor"])
def test_nobody_else_reads_any_of_it(client, handbook, make):
    if make:
        client.force_login(make())

    answers = [client.get(path) for path in paths("en")]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith("/accounts/login/") for answer in answers)


def test_it_is_in_no_menu_no_sitemap_and_no_search(client, handbook):
    assert not Page.objects.filter(pk__in=[page.pk for page in handbook], show_in_menus=True).exists()
    assert "handbook" not in client.get("/sitemap-pages.xml").content.decode()
    assert not readable(Page.objects.filter(pk__in=[page.pk for page in handbook])).exists()


def test_second_run_makes_nothing_and_leaves_who_may_read_it(handbook):
    PageViewRestriction.objects.filter(page__locale__language_code="sv").delete()

    assert set_up_handbook() == []
    assert PageViewRestriction.objects.count() == len(LANGUAGES) - 1


def test_page_that_was_deleted_comes_back_below_its_own(handbook):
    Page.objects.get(locale__language_code="fi", slug="voting").delete()

    [page] = set_up_handbook()

    assert page.get_url() == "/fi/handbook/voting/"


def test_chapters_are_translations_of_each_other(handbook):
    english = Page.objects.get(locale__language_code="en", slug="voting")

    assert english.get_translations(inclusive=True).count() == len(LANGUAGES)


@pytest.mark.parametrize(("chosen", "path"), [("fi", "/fi/handbook/"), ("", "/en/handbook/")])
def test_menu_of_help_leads_to_it_in_the_language_of_the_admin(client, handbook, chosen, path):
    user = secretary()
    UserProfile.objects.create(user=user, preferred_language=chosen)
    sign_in_with_second_factor(client, user)

    assert reverse("handbook") in client.get("/admin/").content.decode()
    assert client.get(reverse("handbook"))["Location"] == path


def test_language_in_which_it_is_not_published_reads_english(client, handbook):
    Page.objects.get(locale__language_code="en", slug=HANDBOOK).unpublish()
    user = secretary()
    sign_in_with_second_factor(client, user)

    assert handbook_page() is None
    assert client.get(reverse("handbook")).status_code == 404


def test_others_are_not_led_to_it(client, handbook):
    client.force_login(city_editor())

    assert client.get(reverse("handbook")).status_code == 403
