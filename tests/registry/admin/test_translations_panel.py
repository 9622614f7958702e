"""The first page of the admin lists translations that wait for a second person."""

import pytest

from registry.admin.translating_hooks import TranslationsPanel
from tests.factories.accounts import city_editor, sign_in_with_second_factor
from tests.factories.registry import VersionFactory
from tests.factories.translations import TranslationDraftFactory, handed_in
from tests.registry.admin.coordinators import signed_in
from tests.registry.admin.pages import parsed, texts_of
from tests.registry.admin.translators import page_of

pytestmark = pytest.mark.django_db
PANEL = "//section[contains(@id, 'registry_translations')]"


def first_page(client):
    return parsed(client.get("/admin/"))


def test_nothing_that_is_still_written_is_listed(client):
    signed_in(client)
    TranslationDraftFactory()

    assert first_page(client).xpath(PANEL) == []


def test_translation_that_waits_is_listed_with_its_language_and_leads_to_its_page(client):
    signed_in(client)
    draft = handed_in(VersionFactory())

    page = first_page(client)

    assert texts_of(page, f"{PANEL}//li/a") == [str(draft.version)]
    assert page.xpath(f"{PANEL}//li/a/@href") == [page_of(draft)]
    assert [text.split(",")[0] for text in texts_of(page, f"{PANEL}//li/span")] == ["Swedish"]


def test_five_are_shown_the_longest_wait_first(client):
    signed_in(client)
    drafts = [handed_in(VersionFactory()) for _ in range(6)]

    assert texts_of(first_page(client), f"{PANEL}//li/a") == [str(draft.version) for draft in drafts[:5]]


@pytest.mark.parametrize("count", [1, 3])
def test_panel_takes_one_query(client, django_assert_num_queries, count):
    for _ in range(count):
        handed_in(VersionFactory())

    with django_assert_num_queries(1):
        context = TranslationsPanel().get_context_data()

    assert [language for _draft, language in context["rows"]] == ["Swedish"] * count


def test_city_editor_sees_no_admin(client):
    sign_in_with_second_factor(client, city_editor())
    handed_in(VersionFactory())

    assert client.get("/admin/").status_code == 403
