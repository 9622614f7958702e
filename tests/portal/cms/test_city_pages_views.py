"""Writing a city's page in the members' area."""

import pytest

from portal.cms.city_pages import draft_city_pages, draft_of, text_of
from portal.cms.models import CityPage, MembersPage
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.cms import block, home_in, page_under
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
STORED = "</div> <div><dt>Stored meanwhile</dt>"
START = "/en/me/organisations/example/page/"
ENGLISH = f"{START}en/"
TYPED = {"lead": "We buy fair phones.", "body": "First.\r\n\r\nSecond."}


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", own_name="Exempelstad", slug="example")


@pytest.fixture
def editor_client(client, organisation):
    client.force_login(city_editor(organisation))
    return client


@pytest.fixture
def pages(organisation):
    """The drafts in English and Swedish."""
    for language in ("en", "sv"):
        page_under(home_in(language), MembersPage, title="Members", slug="members")
    return {page.locale.language_code: page for page in draft_city_pages(organisation)}


def words_of(response):
    return " ".join(response.content.decode().split())


def messages_in(response):
    return [str(message) for message in response.context["messages"]]


def write(client, path=ENGLISH, **changes):
    seen = client.get(path).context["form"]["seen"].value()
    return client.post(path, {**TYPED, "seen": seen, **changes})


def newest(page):
    return text_of(draft_of(CityPage.objects.get(pk=page.pk)))


@pytest.mark.parametrize(("language", "leads_to"), [("en", "en"), ("sv", "sv"), ("fi", "en")])
def test_start_leads_to_the_readers_language_where_there_is_a_page(editor_client, pages, language, leads_to):
    start = START.replace("/en/", f"/{language}/")

    assert editor_client.get(start)["Location"] == f"{start}{leads_to}/"


def test_start_makes_the_pages_that_are_missing(editor_client, organisation):
    page_under(home_in("en"), MembersPage, title="Members", slug="members")
    asked = words_of(editor_client.get(START))

    response = editor_client.post(START, follow=True)

    assert "There is no page yet." in asked
    assert [url for url, _status in response.redirect_chain] == [START, ENGLISH]
    assert CityPage.objects.filter(organisation=organisation, live=False).count() == 1


def test_start_without_a_page_of_members_is_explained(editor_client):
    response = editor_client.post(START, follow=True)

    assert messages_in(response)[-1].startswith("No page could be made")
    assert not CityPage.objects.exists()


def test_tabs_show_which_languages_are_published(editor_client, pages):
    editor_client.post(f"{START}sv/publish/")

    html = words_of(editor_client.get(ENGLISH))

    assert (
        f'<a href="{ENGLISH}" aria-current="page" lang="en">English</a> <span class="ds-tag" data-color="neutral">draft'
        in html
    )
    assert f'<a href="{START}sv/" lang="sv">Svenska</a> <span class="ds-tag" data-color="success">published' in html


def test_draft_is_saved(editor_client, pages):
    response = write(editor_client)

    assert response["Location"] == ENGLISH
    assert (newest(pages["en"]).lead, newest(pages["en"]).body) == ("We buy fair phones.", "First.\n\nSecond.")
    assert newest(pages["sv"]).body == ""


def test_draft_is_saved_and_previewed(editor_client, pages):
    response = write(editor_client, preview="1")

    assert response["Location"] == f"{ENGLISH}preview/"
    html = words_of(editor_client.get(f"{ENGLISH}preview/"))
    assert "This is the draft, as readers will see it once it is published." in html
    assert "We buy fair phones." in html
    assert '<meta name="robots" content="noindex">' in html


def test_preview_is_in_the_language_of_the_page(editor_client, pages):
    html = words_of(editor_client.get(f"{START}sv/preview/"))

    assert '<html lang="sv">' in html
    assert "<h1>Exempelstad</h1>" in html


def test_lead_is_needed_and_the_text_kept_meanwhile(editor_client, pages):
    html = words_of(write(editor_client, lead=""))

    assert 'href="#id_lead"' in html
    assert "First. Second.</textarea>" in html
    assert newest(pages["en"]).body == ""


def test_two_windows_show_both_texts(editor_client, pages):
    seen = editor_client.get(ENGLISH).context["form"]["seen"].value()
    editor_client.post(ENGLISH, {**TYPED, "lead": "From the first.", "seen": seen})

    html = words_of(editor_client.post(ENGLISH, {**TYPED, "lead": "From the second.", "seen": seen}))

    assert f"<dd>From the second.</dd>{STORED}<dd>From the first.</dd>" in html
    assert "From the second.</textarea>" in html
    assert newest(pages["en"]).lead == "From the first."


def test_page_is_published_and_taken_back(client, editor_client, pages):
    write(editor_client)
    before = client.get("/en/members/example/").status_code

    published = editor_client.post(f"{ENGLISH}publish/", follow=True)
    seen = words_of(client.get("/en/members/example/"))
    taken = editor_client.post(f"{ENGLISH}unpublish/", follow=True)

    assert (before, client.get("/en/members/example/").status_code) == (404, 404)
    assert "We buy fair phones." in seen
    assert messages_in(published)[-1] == "The page is published: everybody can read it."
    assert messages_in(taken)[-1] == "The page is taken from the readers. Its draft stays."


def test_change_after_publishing_is_said_and_can_be_published(editor_client, pages):
    editor_client.post(f"{ENGLISH}publish/")
    published = words_of(editor_client.get(ENGLISH))

    write(editor_client)

    changed = words_of(editor_client.get(ENGLISH))
    assert (f'action="{ENGLISH}publish/"' in published, f'action="{ENGLISH}publish/"' in changed) == (False, True)
    assert ("The draft below differs" in published, "The draft below differs" in changed) == (False, True)


def test_page_that_a_coordinator_has_arranged_offers_the_lead_only(editor_client, pages):
    pages["en"].body = [block("heading", "A heading")]
    pages["en"].save_revision()

    html = words_of(editor_client.get(ENGLISH))

    assert 'name="lead"' in html
    assert 'name="body"' not in html
    assert "A coordinator has given the page headings" in html


def test_text_typed_before_a_coordinator_arranged_the_page_stays_in_sight(editor_client, pages):
    seen = editor_client.get(ENGLISH).context["form"]["seen"].value()
    pages["en"].body = [block("heading", "A heading")]
    pages["en"].save_revision()

    conflict = editor_client.post(ENGLISH, {**TYPED, "seen": seen})
    again = editor_client.post(ENGLISH, {**TYPED, "seen": conflict.context["form"]["seen"].value()})

    assert "Second.</textarea>" in words_of(conflict)
    assert "Copy your text" in again.context["form"].non_field_errors()[0]
    assert "Second.</textarea>" in words_of(again)
    assert newest(pages["en"]).body is None


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_locked_page_is_explained(editor_client, pages, action):
    CityPage.objects.update(locked=True)

    response = editor_client.post(f"{ENGLISH}{action}/", follow=True)

    assert "is locked by a coordinator" in messages_in(response)[-1]
    assert not CityPage.objects.live().exists()


def test_text_of_a_locked_page_is_explained_and_kept(editor_client, pages):
    CityPage.objects.update(locked=True)

    html = words_of(write(editor_client))

    assert "is locked by a coordinator" in html
    assert "Second.</textarea>" in html


@pytest.mark.parametrize("page", ["", "preview/"])
@pytest.mark.parametrize("language", ["fi", "nowhere"])
def test_language_without_a_page_is_not_found(editor_client, pages, page, language):
    assert editor_client.get(f"{START}{language}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "en/", "en/preview/"])
def test_member_who_does_not_edit_finds_nothing(client, organisation, pages, page):
    client.force_login(MembershipFactory(organisation=organisation).user)

    assert client.get(START + page).status_code == 404


@pytest.mark.parametrize("page", ["", "en/", "en/publish/", "en/unpublish/"])
def test_editor_of_another_city_posts_nothing(client, pages, page):
    client.force_login(city_editor())

    assert client.post(START + page, TYPED).status_code == 404
    assert not CityPage.objects.live().exists()


@pytest.mark.parametrize("languages", [("en",), ("en", "sv", "fi")])
def test_page_to_write_takes_seventeen_queries(editor_client, organisation, django_assert_num_queries, languages):
    for language in languages:
        page_under(home_in(language), MembersPage, title="Members", slug="members")
    draft_city_pages(organisation)
    editor_client.get(ENGLISH)

    with django_assert_num_queries(17):
        assert len(editor_client.get(ENGLISH).context["pages"]) == len(languages)
