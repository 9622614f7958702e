"""The list of drafts: what it shows, what it can be narrowed to, how many queries it takes."""

import pytest

from tests.factories.drafts import DraftFactory, in_consultation
from tests.factories.registry import battery_content
from tests.registry.admin.drafters import drafter, listing, registry_tables_asked

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    return [draft.pk for draft in client.get(listing(query)).context["object_list"]]


def test_newest_change_comes_first(client):
    drafter(client)
    first, second = DraftFactory(), DraftFactory()
    first.save()

    assert listed(client) == [first.pk, second.pk]


def test_row_shows_code_title_and_state_and_leads_to_the_editor(client):
    drafter(client)
    draft = DraftFactory()

    page = client.get(listing()).content.decode()

    assert f'href="/admin/drafts/{draft.pk}/"' in page
    assert '<span lang="en">Battery that lasts</span>' in page
    assert "being drafted" in page


def test_list_is_narrowed_by_state_theme_and_writer(client):
    user = drafter(client)
    own, other = DraftFactory(proposers=[user]), DraftFactory(body=battery_content(theme="climate"))
    put = in_consultation().draft

    assert listed(client, "?state=consultation") == [put.pk]
    assert listed(client, "?theme=climate") == [other.pk]
    assert listed(client, "?written_by=me") == [own.pk]
    assert listed(client, f"?q={own.code}") == [own.pk]


def test_empty_list_says_so(client):
    drafter(client)

    assert "There are no drafts to display" in client.get(listing()).content.decode()


def test_list_is_cut_into_pages(client):
    drafter(client)
    DraftFactory.create_batch(26)

    assert (len(listed(client)), len(listed(client, "?p=2"))) == (25, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_two_queries_for_any_number_of_drafts(client, rows):
    drafter(client)
    DraftFactory.create_batch(rows)

    assert registry_tables_asked(client, listing()) == ["registry_draft", "registry_draft"]
