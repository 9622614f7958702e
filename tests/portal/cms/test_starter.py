"""The starter pages: complete in five languages, made once, never written over."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from portal.cms import handbook, services
from portal.cms.models import PAGE_MODELS, ContentPage, StatementPage
from portal.cms.services import set_up_pages
from portal.cms.starter_files import FOLDER, HANDBOOK, HOME, SLUGS, StarterFileFault, StarterPage, read_page
from portal.core.ambitions import Ambition
from portal.members.models import Organisation

LANGUAGES = [code for code, _name in settings.LANGUAGES]
db = pytest.mark.django_db


@pytest.fixture
def few_pages(monkeypatch):
    """Only one page below each front page, for tests to which the number of pages is nothing."""
    monkeypatch.setattr(services, "SLUGS", ("statement",))
    monkeypatch.setattr(handbook, "CHAPTERS", ())


def test_every_file_is_a_page_and_every_page_has_a_file():
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted([HOME, HANDBOOK, *SLUGS])


@pytest.mark.parametrize("slug", [HOME, *SLUGS])
def test_page_has_the_same_blocks_in_every_language(slug):
    page = read_page(slug)

    kinds = {language: [each["type"] for each in page.fields(language)["body"]] for language in LANGUAGES}

    assert list(kinds) == ["en", "sv", "nb", "fi", "da"]
    assert len({tuple(each) for each in kinds.values()}) == 1


@pytest.mark.parametrize("slug", [HOME, *SLUGS])
def test_page_has_its_own_title_text_and_description_in_every_language(slug):
    page = read_page(slug)

    texts = [page.fields(language) for language in LANGUAGES]

    for name in ("lead", "search_description"):
        assert len({text[name] for text in texts}) == len(LANGUAGES)
    assert all(text["title"] for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_statement_has_the_nine_ambitions_in_order(language):
    body = read_page("statement").fields(language)["body"]

    assert [each["value"]["key"] for each in body if each["type"] == "ambition"] == list(Ambition)


def test_markdown_becomes_rich_text_with_links_in_the_language():
    content = {
        "type": "content",
        "title": {"sv": "Titel"},
        "description": {"sv": "Om."},
        "body": [{"text": {"sv": "Se [köparna](/members/) **nu** <script>x</script>"}}, {"heading": {"sv": "Rubrik"}}],
    }

    fields = StarterPage("help", content).fields("sv")

    assert fields == {
        "title": "Titel",
        "search_description": "Om.",
        "body": [
            {
                "type": "text",
                "value": '<p>Se <a href="/sv/members/">köparna</a> <strong>nu</strong> '
                "&lt;script&gt;x&lt;/script&gt;</p>\n",
            },
            {"type": "heading", "value": "Rubrik"},
        ],
    }


def test_missing_text_names_file_place_and_language():
    page = StarterPage("help", {"type": "content", "description": {"en": "A"}, "body": [{"heading": {"en": "Words"}}]})

    with pytest.raises(StarterFileFault) as fault:
        page.fields("fi")

    assert str(fault.value) == "help.yaml: body[0].heading has no text in “fi”. Write one."


@db
def test_every_page_answers_in_every_language(client):
    made = set_up_pages()

    assert len(made) == len(LANGUAGES) * (1 + len(SLUGS))
    for language in LANGUAGES:
        for path in ("", *(f"{slug}/" for slug in SLUGS)):
            response = client.get(f"/{language}/{path}")
            assert (response.status_code, response["Content-Language"]) == (200, language), path
            assert f'<html lang="{language}">' in response.content.decode()
            assert [each.code for each in response.context["alternates"]] == LANGUAGES


@db
def test_buyers_and_front_page_show_the_founders_together(client):
    set_up_pages()

    buyers, front = (" ".join(client.get(path).content.decode().split()) for path in ("/en/members/", "/en/"))

    assert '<td class="number">24,500</td><td class="number">30,000</td>' in buyers
    assert '<span class="stat-number">24,500–30,000</span>' in front
    assert '<span class="stat-number">4</span>' in front


@db
def test_second_run_makes_nothing(few_pages, django_assert_max_num_queries):
    set_up_pages()
    before = list(Page.objects.order_by("pk").values())

    with django_assert_max_num_queries(12):
        made = set_up_pages()

    assert made == []
    assert list(Page.objects.order_by("pk").values()) == before
    assert Organisation.objects.count() == 4
    assert Locale.objects.count() == len(LANGUAGES)


@db
def test_edited_page_survives_another_run(few_pages):
    set_up_pages()
    page = StatementPage.objects.get(locale__language_code="sv")
    page.title, page.slug = "Vårt uttalande", "vart-uttalande"
    page.save_revision().publish()

    set_up_pages()

    survivor = StatementPage.objects.get(locale__language_code="sv")
    assert (survivor.pk, survivor.title, survivor.slug) == (page.pk, "Vårt uttalande", "vart-uttalande")


@db
def test_unpublished_page_is_not_published_again(few_pages):
    set_up_pages()
    StatementPage.objects.get(locale__language_code="da").unpublish()

    set_up_pages()

    assert StatementPage.objects.get(locale__language_code="da").live is False


@db
def test_run_that_fails_leaves_nothing_behind(few_pages, monkeypatch):
    monkeypatch.setattr(services, "SLUGS", ("statement", "no-such-page"))

    with pytest.raises(FileNotFoundError):
        set_up_pages()

    assert not Page.objects.type(*PAGE_MODELS).exists()
    assert not Organisation.objects.exists()


@db
def test_translations_are_linked(few_pages):
    set_up_pages()

    english = StatementPage.objects.get(locale__language_code="en")

    assert sorted(page.locale.language_code for page in english.get_translations(inclusive=True)) == sorted(LANGUAGES)


@db
@pytest.mark.parametrize(
    ("base_url", "host", "port"),
    [("http://127.0.0.1:8000", "127.0.0.1", 8000), ("https://demand.example.org", "demand.example.org", 443)],
)
def test_site_follows_the_base_url(few_pages, settings, base_url, host, port):
    set_up_pages()
    settings.BASE_URL = base_url

    set_up_pages()

    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == (host, port, True)
    assert site.root_page.slug == "en"


@db
def test_wagtails_welcome_page_is_gone(few_pages):
    set_up_pages()

    assert [page.slug for page in Page.objects.filter(depth=2)] == LANGUAGES


@db
def test_page_of_an_editor_beside_the_starter_pages_is_left_alone(few_pages):
    set_up_pages()
    home = Page.objects.get(depth=2, slug="en")
    mine = ContentPage(title="News", slug="news", locale=home.locale)
    home.add_child(instance=mine)

    set_up_pages()

    assert ContentPage.objects.get() == mine


@db
def test_command_tells_what_it_made(few_pages, capsys):
    call_command("starter_pages")
    call_command("starter_pages")

    assert capsys.readouterr().out.splitlines() == ["15 starter pages made", "starter pages: all there"]
    assert Group.objects.filter(name="Coordinators").count() == 1
