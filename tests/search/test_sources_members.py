"""Members are found by their own pages: one entry a member, in the languages of its pages."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from portal.cms.city_pages import draft_city_pages
from portal.cms.models import CityPage, MembersPage
from portal.members.enums import OrganisationKind
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from search.database import writing
from search.entries import Entry, EntryKind, member_key
from search.finding import find
from search.sources import SOURCES
from search.sync import refresh
from tests.factories.cms import home_in, page_under
from tests.factories.members import OrganisationFactory
from tests.factories.search import asked, keys, rebuild

pytestmark = pytest.mark.django_db

SOURCE = SOURCES[EntryKind.MEMBER]
TODAY = date(2026, 11, 23)


def lists(*languages):
    """The page of members in each language."""
    return [page_under(home_in(language), MembersPage, title="Members", slug="members") for language in languages]


def page_of(parent, organisation, **fields):
    given = {"title": organisation.name, "slug": organisation.slug, **fields}
    return page_under(parent, CityPage, organisation=organisation, **given)


def entries_of(*organisations) -> list[Entry]:
    return SOURCE.read([member_key(each.pk) for each in organisations], on=TODAY)


def found(text="", language="en", **fields):
    return keys(find(asked(text, language, kinds=("member",), **fields)))


def test_member_is_found_once_in_the_languages_of_its_pages():
    city = OrganisationFactory(name="City of Example", own_name="Exempels stad", slug="example", nuts="SE224")
    english, swedish = lists("en", "sv")
    page_of(english, city, lead="We repair.")
    page_of(swedish, city, title="Exempels stad", lead="Vi lagar.")

    (entry,) = entries_of(city)

    assert (entry.key, entry.kind, entry.path) == (f"member:{city.pk}", "member", "/members/example/")
    assert entry.title == {"en": "City of Example", "sv": "Exempels stad"}
    assert entry.text["en"] == "We repair. City of Example, Exempels stad, Sweden. Public buyer. Local authority."
    assert entry.text["sv"].startswith("Vi lagar. City of Example, Exempels stad, Sverige. ")
    assert (entry.codes, entry.visible_to) == (("SE224",), ("everyone",))


def test_member_is_found_by_country_and_kind():
    (parent,) = lists("en")
    buyer, supporter = OrganisationFactory(), OrganisationFactory(kind=OrganisationKind.SUPPORTER, country="DE")
    for each in (buyer, supporter):
        page_of(parent, each)

    assert {each.key: each.facets for each in entries_of(buyer, supporter)} == {
        member_key(buyer.pk): {"country": ("SE",), "member_kind": ("public_buyer",)},
        member_key(supporter.pk): {"country": ("DE",), "member_kind": ("supporter",)},
    }


def test_fictional_member_is_found_and_said_to_be_fictional():
    (parent,) = lists("en")
    city = OrganisationFactory(is_fictional=True)
    page_of(parent, city)

    assert entries_of(city)[0].facets["origin"] == ("fictional",)


def test_newest_publication_counts():
    english, swedish = lists("en", "sv")
    city = OrganisationFactory()
    page_of(english, city, last_published_at=datetime(2026, 3, 1, tzinfo=UTC))
    page_of(swedish, city, last_published_at=datetime(2026, 4, 1, tzinfo=UTC))

    assert entries_of(city)[0].updated == datetime(2026, 4, 1, tzinfo=UTC)


def test_member_without_a_page_that_everyone_may_read_is_not_found():
    (parent,) = lists("en")
    nothing, drafted, closed = OrganisationFactory.create_batch(3)
    page_of(parent, drafted, live=False)
    page_of(parent, closed).view_restrictions.create(restriction_type="login")

    assert entries_of(nothing, drafted, closed) == []
    assert list(SOURCE.batches()) == []


def test_language_whose_page_is_a_draft_is_not_found():
    english, swedish = lists("en", "sv")
    city = OrganisationFactory()
    page_of(english, city)
    page_of(swedish, city, live=False)

    assert set(entries_of(city)[0].title) == {"en"}


def test_page_of_a_member_is_not_found_as_a_page_too(backend):
    (parent,) = lists("en")
    city = OrganisationFactory(name="Exampletown")
    page = page_of(parent, city)
    list(rebuild())

    assert keys(find(asked("Exampletown"))) == [f"member:{city.pk}"]
    assert SOURCES[EntryKind.PAGE].concerned({"cms.citypage": [page.pk]}) == set()
    assert [hit.address("fi") for hit in find(asked("Exampletown", "fi")).hits] == [f"/en/members/{city.slug}/"]


def test_member_vanishes_before_the_index_knows(backend):
    (parent,) = lists("en")
    city = OrganisationFactory(name="Exampletown")
    page = page_of(parent, city)
    list(rebuild())
    CityPage.objects.filter(pk=page.pk).update(live=False)

    assert found("Exampletown") == []


def test_change_of_a_page_or_an_organisation_concerns_the_member():
    (parent,) = lists("en")
    city, other = OrganisationFactory.create_batch(2)
    page = page_of(parent, city)
    page_of(parent, other)

    assert SOURCE.concerned({"cms.citypage": [page.pk]}) == {member_key(city.pk)}
    assert SOURCE.concerned({"members.organisation": [other.pk]}) == {member_key(other.pk)}
    assert SOURCE.concerned({"cms.contentpage": [page.pk]}) == set()


def test_page_that_is_gone_concerns_all_members_that_are_found():
    (parent,) = lists("en")
    city, other = OrganisationFactory.create_batch(2)
    pages = [page_of(parent, each) for each in (city, other)]
    refresh({member_key(city.pk), member_key(other.pk)})
    pk = pages[0].pk
    pages[0].delete()

    assert SOURCE.concerned({"cms.citypage": [pk]}) == {member_key(city.pk), member_key(other.pk)}


def test_restricting_the_page_of_members_makes_all_of_them_forgotten():
    (parent,) = lists("en")
    page_of(parent, OrganisationFactory())
    list(rebuild())
    assert len(writing.keys(EntryKind.MEMBER)) == 1

    parent.view_restrictions.create(restriction_type="login")
    deliver_waiting()

    assert (writing.keys(EntryKind.MEMBER), writing.keys(EntryKind.PAGE)) == (set(), {_home_key(parent)})


def _home_key(page) -> str:
    return f"page:{page.get_parent().translation_key}"


@pytest.mark.parametrize("count", [1, 3])
def test_members_are_read_in_as_many_queries_for_many(count, django_assert_max_num_queries):
    english, swedish = lists("en", "sv")
    cities = OrganisationFactory.create_batch(count)
    for city in cities:
        page_of(english, city)
        page_of(swedish, city)
    entries_of(*cities)

    with django_assert_max_num_queries(4):  # restrictions, pages, and what Wagtail remembers of sites
        assert len(entries_of(*cities)) == count


def test_page_that_is_published_is_found_by_the_outbox():
    lists("en")
    city = OrganisationFactory(name="Exampletown")
    with override("en"):
        (page,) = draft_city_pages(city)
    deliver_waiting()
    assert writing.keys(EntryKind.MEMBER) == set()

    page.get_latest_revision().publish()
    assert OutboxEvent.objects.filter(label="cms.citypage", object_id=page.pk).exists()
    deliver_waiting()

    assert writing.keys(EntryKind.MEMBER) == {member_key(city.pk)}
