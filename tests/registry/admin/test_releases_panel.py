"""The first page of the admin lists the releases that are put together, and says what each waits for."""

import pytest

from registry.admin.releases.panel import ReleasesPanel
from registry.services.assembling import abandon_release
from tests.factories.accounts import UserFactory, city_editor, sign_in_with_second_factor
from tests.factories.drafts import secretary
from tests.factories.registry import CriteriaSetFactory, VersionFactory
from tests.factories.releases import issued, note_proposed, noted, ready, release_draft
from tests.registry.admin.coordinators import signed_in
from tests.registry.admin.pages import parsed, texts_of
from tests.registry.admin.releasing import SETS, page_of

pytestmark = pytest.mark.django_db
PANEL = "//section[contains(@id, 'registry_releases')]"
SECOND = "It waits for a second coordinator: nobody publishes what only they wrote."


def first_page(client):
    return parsed(client.get("/admin/"))


def sentences():
    return [sentence for _address, _name, sentence in ReleasesPanel().get_context_data()["rows"]]


def of_set(slug, *members):
    return release_draft(*members, criteria_set=CriteriaSetFactory(slug=slug))


def test_nothing_is_shown_where_nothing_is_put_together(client):
    signed_in(client)
    issued(ready(VersionFactory()))
    abandon_release(of_set("laptops").pk, reason="Not now.", actor=secretary())

    assert first_page(client).xpath(PANEL) == []


def test_draft_leads_to_its_page_and_the_panel_to_all_sets(client):
    signed_in(client)
    draft = release_draft(VersionFactory())

    page = first_page(client)

    assert texts_of(page, f"{PANEL}//li/a") == ["Release of Circular and fair smartphones"]
    assert page.xpath(f"{PANEL}//a/@href")[-2:] == [page_of(draft), SETS]
    assert texts_of(page, f"{PANEL}//li/span") == ["Its notes are not written yet."]


def test_draft_without_members_says_so():
    release_draft()

    assert sentences() == ["It has no criteria yet."]


def test_draft_that_only_one_person_has_written_waits_for_a_second_one():
    author = secretary()
    noted(release_draft(VersionFactory(), actor=author), actor=author)

    assert sentences() == [SECOND]


def test_draft_of_two_writers_can_be_published():
    ready(VersionFactory())

    assert sentences() == ["Its criteria and notes are written: it can be published."]


def test_draft_whose_writers_have_all_left_waits_for_nobody():
    """As the rule has it: what nobody has written is nobody's own."""
    author = UserFactory()
    draft = ready(VersionFactory())
    draft.writers.set([author])
    author.delete()

    assert sentences() == ["Its criteria and notes are written: it can be published."]


def test_five_are_shown_the_longest_wait_first():
    drafts = [of_set(f"set-{count}") for count in range(6)]

    rows = ReleasesPanel().get_context_data()["rows"]

    assert [address for address, _name, _sentence in rows] == [page_of(draft) for draft in drafts[:5]]


def test_notes_that_wait_for_a_second_coordinator_lead_to_their_page(client):
    signed_in(client)
    release = issued(ready(VersionFactory()))
    note_proposed(release, "sv", {"lead": "Längre."})

    page = first_page(client)

    assert texts_of(page, f"{PANEL}//li") == [f"{release}/sv The release notes wait for a second coordinator."]
    assert page.xpath(f"{PANEL}//li/a/@href") == [f"{SETS}published/{release.pk}/notes/sv/"]


@pytest.mark.parametrize("count", [1, 3])
def test_panel_takes_two_queries(django_assert_num_queries, count):
    for each in range(count):
        of_set(f"set-{each}", VersionFactory())

    with django_assert_num_queries(2):
        assert len(sentences()) == count


def test_city_editor_sees_no_admin(client):
    sign_in_with_second_factor(client, city_editor())
    release_draft()

    assert client.get("/admin/").status_code == 403
