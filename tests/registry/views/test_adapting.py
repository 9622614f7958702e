"""Adapting in the members' area: the list, how a draft begins and ends, and who sees what of it."""

import pytest

from portal.members.enums import Role
from registry.enums import DraftState
from registry.models import AdaptationDraft
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.adaptations import AdaptationDraftFactory, changes, published_adaptation, smartphones
from tests.factories.drafts import secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db

LIST = "/en/me/adaptations/"
START = f"{LIST}start/"


@pytest.fixture
def city():
    return OrganisationFactory(name="Examplehaven", slug="examplehaven")


@pytest.fixture
def editor(client, city):
    user = city_editor(city)
    client.force_login(user)
    return user


def links(response, inside="//main"):
    return [(a.text_content().strip(), a.get("href")) for a in parsed(response).xpath(f"{inside}//a")]


def newer(release):
    return ReleaseFactory(
        criteria_set=release.criteria_set, number="1.1.0", members=[row.version for row in release.members.all()][:1]
    )


def test_list_without_anything_says_how_an_adaptation_begins(client, editor):
    response = client.get(LIST)

    assert all_words(response, "//div[@class='empty-state']/h2") == ["No draft is open"]
    assert ("Adapt a release", START) in links(response)


def test_list_is_not_for_visitors(client):
    response = client.get(LIST)

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={LIST}")


def test_list_shows_the_drafts_of_ones_own_city_only(client, editor, city):
    own = AdaptationDraftFactory(organisation=city)
    AdaptationDraftFactory(release=own.release)

    response = client.get(LIST)

    assert links(response, "//section[@aria-labelledby='drafts']") == [
        ("Examplehaven: Circular and fair smartphones", f"{LIST}{own.pk}/")
    ]


def test_list_shows_coordinators_every_draft_because_one_may_wait_for_them(client, city):
    draft = AdaptationDraftFactory(organisation=city)
    client.force_login(secretary())

    shown = links(client.get(LIST), "//section[@aria-labelledby='drafts']")

    assert [address for _text, address in shown] == [f"{LIST}{draft.pk}/"]


def test_list_says_that_there_is_a_newer_release(client, editor, city):
    adaptation = published_adaptation(organisation=city)
    newer(adaptation.release)

    [card] = all_words(client.get(LIST), "//section[@aria-labelledby='sealed']//li")

    assert card.startswith(
        "examplehaven/smartphones@1.0.0 published Examplehaven: Circular and fair smartphones."
        " Adapted from smartphones@1.0.0. There is a newer release: smartphones@1.1.0."
    )


def test_list_offers_nobody_but_editors_to_go_on_or_to_withdraw(client, city):
    published_adaptation(organisation=city)
    client.force_login(MembershipFactory.create(organisation=city, role=Role.MEMBER).user)

    response = client.get(LIST)

    assert parsed(response).xpath("//section[@aria-labelledby='sealed']//button") == []
    assert "Adapt a release" not in dict(links(response))


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_whatever_its_length(client, editor, city, count, django_assert_num_queries):
    release = smartphones()
    for _ in range(count):
        AdaptationDraftFactory(organisation=OrganisationFactory(), release=release)
        organisation = OrganisationFactory()
        published_adaptation(organisation=organisation, release=release)
        MembershipFactory.create(organisation=organisation, user=editor, role=Role.CITY_EDITOR)
    client.force_login(editor)

    with django_assert_num_queries(9):
        client.get(LIST)


def test_start_offers_the_releases_newest_first_and_ones_own_city(client, editor, city):
    newer(smartphones())

    page = parsed(client.get(f"{START}?release=smartphones@1.1.0"))

    options = [[option.text for option in select] for select in page.xpath("//main//form//select")]
    assert options[:2] == [
        ["Examplehaven"],
        ["Circular and fair smartphones 1.1.0", "Circular and fair smartphones 1.0.0"],
    ]


def test_start_leads_to_the_new_draft(client, editor, city):
    smartphones()
    form = form_of(client.get(START))

    response = client.post(START, form)

    draft = AdaptationDraft.objects.get()
    assert response["Location"] == f"{LIST}{draft.pk}/"
    assert (draft.organisation, str(draft.release), draft.language) == (city, "smartphones@1.0.0", "en")


def test_start_of_a_second_draft_says_that_there_is_one(client, editor, city):
    draft = AdaptationDraftFactory(organisation=city)
    form = form_of(client.get(START))

    response = client.post(START, form)

    [error] = all_words(response, "//div[contains(@class, 'ds-error-summary')]//li")
    assert "examplehaven/smartphones" in error
    assert AdaptationDraft.objects.get() == draft


def test_start_for_the_city_of_somebody_else_is_no_choice(client, editor):
    smartphones()
    other = OrganisationFactory()

    response = client.post(START, {"organisation": other.pk, "release": "smartphones@1.0.0", "language": "en"})

    assert response.status_code == 200
    assert AdaptationDraft.objects.count() == 0


def test_next_adaptation_begins_with_all_that_the_newest_one_changes(client, editor, city):
    adaptation = published_adaptation(organisation=city)

    response = client.post(f"{LIST}sealed/{adaptation.pk}/next/")

    draft = AdaptationDraft.objects.get(state=DraftState.DRAFTING)
    assert response["Location"] == f"{LIST}{draft.pk}/"
    assert draft.parsed == adaptation.parsed.overrides


def test_next_adaptation_is_refused_while_a_draft_is_open(client, editor, city):
    adaptation = published_adaptation(organisation=city)
    client.post(f"{LIST}sealed/{adaptation.pk}/next/")

    response = client.post(f"{LIST}sealed/{adaptation.pk}/next/", follow=True)

    assert len(messages_of(response)) == 1
    assert AdaptationDraft.objects.filter(state=DraftState.DRAFTING).count() == 1


def test_giving_up_needs_a_reason_and_leaves_the_draft_readable(client, editor, city):
    draft = AdaptationDraftFactory(organisation=city)

    refused = client.post(f"{LIST}{draft.pk}/abandon/", {"reason": ""})
    client.post(f"{LIST}{draft.pk}/abandon/", {"reason": "Not needed."})

    assert refused.status_code == 200
    draft.refresh_from_db()
    assert draft.state == DraftState.ABANDONED
    steps = all_words(client.get(f"{LIST}{draft.pk}/"), "//section[@aria-labelledby='steps']//li")
    assert steps[-1].endswith(f"given up, {editor}: Not needed.")


def test_giving_up_what_is_published_says_so(client, editor, city):
    draft = published_adaptation(AdaptationDraftFactory(organisation=city, changed=changes())).draft

    response = client.post(f"{LIST}{draft.pk}/abandon/", {"reason": "Too late."})

    assert len(all_words(response, "//div[contains(@class, 'ds-error-summary')]//li")) == 1
