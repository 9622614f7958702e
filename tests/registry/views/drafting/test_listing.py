"""The drafts of one's own cities, with how far each is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.enums import Disposition
from registry.models import Draft
from registry.services.asking import ask_for_consultation
from registry.services.consulting import dispose
from registry.services.drafting import abandon
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import (
    CONSULTED,
    CommentFactory,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.factories.members import OrganisationFactory
from tests.registry.views.drafting.writers import LIST, START, page_of
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return OrganisationFactory(name="Aarhus")


@pytest.fixture
def editor(client, city):
    user = city_editor(city)
    client.force_login(user)
    return user


def rows(client, query=""):
    return all_words(client.get(LIST + query), "//ul[@class='task-list']/li")


def addresses(client, query=""):
    return parsed(client.get(LIST + query)).xpath("//ul[@class='task-list']/li/a/@href")


def test_drafts_of_the_own_city_are_listed_and_no_others(client, city, editor):
    own = DraftFactory(proposed_by=city)
    DraftFactory()

    assert addresses(client) == [page_of(own)]


def test_colleague_without_a_role_sees_them_too(client, city):
    draft = DraftFactory(proposed_by=city)
    client.force_login(MembershipFactory(organisation=city).user)

    assert addresses(client) == [page_of(draft)]


def test_draft_says_its_title_state_and_day(client, city, editor):
    draft = DraftFactory(proposed_by=city)
    Draft.objects.update(changed_at=timezone.now() - timedelta(days=3))

    assert rows(client) == [f"{draft} Battery that lasts being drafted Changed on 20 November 2026."]


def test_title_has_its_own_language(client, city, editor):
    DraftFactory(proposed_by=city)

    assert parsed(client.get(LIST)).xpath("//ul[@class='task-list']//a/span/@lang") == ["en"]


def test_those_changed_last_stand_on_top(client, city, editor):
    first, second = DraftFactory(proposed_by=city), DraftFactory(proposed_by=city)
    Draft.objects.filter(pk=second.pk).update(changed_at=timezone.now() - timedelta(days=1))

    assert addresses(client) == [page_of(first), page_of(second)]


def test_request_that_waits_is_said(client, city, editor):
    draft = DraftFactory(proposed_by=city)
    ask_for_consultation(draft.pk, note="", seen=1, actor=editor)

    assert "Waits for the coordinators." in rows(client)[0]


def test_consultation_says_its_dates_and_comments(client, city, editor):
    candidate = in_consultation(DraftFactory(proposed_by=city))
    first, _second = CommentFactory(candidate=candidate), CommentFactory(candidate=candidate)
    CommentFactory(candidate=candidate, verified_at=None)
    dispose(first.pk, disposition=Disposition.ACCEPTED, answer="Yes.", actor=secretary())

    assert "Open for comments since 1 September 2026." in rows(client)[0]
    assert "2 comments. 1 comment waits for an answer." in rows(client)[0]


def test_vote_says_how_many_have_voted(client, city, editor):
    candidate = in_vote(DraftFactory(proposed_by=city), members=3)
    votes(candidate, ["approve", "reject"])

    assert "So far 2 of 3 have voted." in rows(client)[0]


def test_votes_on_an_earlier_candidate_do_not_count(client, city, editor):
    draft = DraftFactory(proposed_by=city)
    in_consultation(draft)

    assert "have voted" not in rows(client)[0]


def test_adopted_draft_says_so(client, city, editor):
    published(carried(DraftFactory(proposed_by=city)))

    assert "published" in rows(client)[0]


def test_draft_that_was_given_up_stays_in_the_list(client, city, editor):
    draft = DraftFactory(proposed_by=city)
    abandon(draft.pk, reason="Not needed.", on=CONSULTED, actor=editor)

    assert "abandoned" in rows(client)[0]


def test_city_is_named_only_to_who_works_for_several(client, city, editor):
    DraftFactory(proposed_by=city)
    assert "Aarhus" not in rows(client)[0]

    MembershipFactory(user=editor)

    assert "Aarhus." in rows(client)[0]


def test_city_without_drafts_is_led_to_start_one(client, editor):
    page = client.get(LIST)

    assert all_words(page, "//div[@class='empty-state']/h2") == ["Your city has no draft yet"]
    assert START in parsed(page).xpath("//main//a/@href")


@pytest.mark.parametrize(
    "who", [UserFactory, lambda: city_editor(OrganisationFactory(kind="supporter", legal_type=""))]
)
def test_whoever_works_for_no_buyer_reads_who_proposes(client, who):
    client.force_login(who())
    DraftFactory()

    page = client.get(LIST)

    assert all_words(page, "//div[@class='empty-state']/h2") == ["You work for no public buyer here"]
    assert START not in parsed(page).xpath("//main//a/@href")


def test_long_list_has_pages(client, city, editor):
    for _number in range(21):
        DraftFactory(proposed_by=city)

    assert (len(addresses(client)), len(addresses(client, "?page=2"))) == (20, 1)
    assert len(addresses(client, "?page=nonsense")) == 20


@pytest.mark.parametrize("page", [LIST, "/en/me/votes/"])
def test_drafts_and_votes_lead_to_each_other(client, editor, page):
    tabs = parsed(client.get(page)).xpath("//nav[@class='link-tabs']//a")

    assert [tab.get("href") for tab in tabs] == [LIST, "/en/me/votes/"]
    assert [tab.get("href") for tab in tabs if tab.get("aria-current")] == [page]


def test_first_page_of_the_area_leads_to_all_work_on_criteria(client, editor):
    links = parsed(client.get("/en/me/")).xpath("//section[@aria-labelledby='criteria']//a/@href")

    assert links == [LIST, "/en/me/votes/", "/en/me/adaptations/", "/en/criteria/consultations/"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_nine_queries(client, city, editor, django_assert_num_queries, count):
    for _number in range(count):
        CommentFactory(candidate=in_consultation(DraftFactory(proposed_by=city)))
        DraftFactory(proposed_by=city)
    in_vote(DraftFactory(proposed_by=city))
    client.get(LIST)

    with django_assert_num_queries(9):
        client.get(LIST)
