"""The members' area: who gets in, what its front page shows."""

import pytest
from django.conf import settings

from portal.accounts.models import User
from portal.members.enums import Role
from tests.factories.accounts import (
    MembershipFactory,
    UserFactory,
    city_editor,
    coordinator,
    sign_in_with_second_factor,
    totp_for,
)
from tests.factories.cms import home_in
from tests.factories.members import OrganisationFactory, VolumeFactory

pytestmark = pytest.mark.django_db
OWN = "/en/me/organisations/example/"
PAGES = {
    "members": ["", "volumes/", "colleagues/"],
    "editors": [
        "profile/",
        "volumes/add/",
        "volumes/{volume}/",
        "commitments/",
        "page/",
        "colleagues/invite/",
        "colleagues/{other}/",
        "colleagues/{other}/remove/",
    ],
}


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", slug="example")


def html_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


@pytest.fixture
def rows(organisation):
    """A volume and a colleague whom the pages of editors are about."""
    return {
        "volume": VolumeFactory(organisation=organisation).pk,
        "other": MembershipFactory(organisation=organisation).pk,
    }


def paths(audience, rows):
    return [OWN + page.format(**rows) for page in PAGES[audience]]


@pytest.mark.parametrize("path", ["/en/me/", "/sv/me/notifications/", OWN, f"{OWN}profile/", f"{OWN}page/"])
def test_visitor_is_led_to_sign_in_and_back(client, organisation, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize(
    "make_user",
    [
        city_editor,
        lambda organisation: coordinator(),
    ],
    ids=["editor", "coordinator"],
)
def test_editor_and_coordinator_see_every_page(client, organisation, rows, make_user):
    sign_in_with_second_factor(client, make_user(organisation))

    every = [*paths("members", rows), *paths("editors", rows)]

    assert {path: client.get(path).status_code for path in every} == dict.fromkeys(every, 200)


def test_member_sees_and_changes_nothing(client, organisation, rows):
    client.force_login(MembershipFactory(organisation=organisation).user)

    seen = {client.get(path).status_code for path in paths("members", rows)}
    hidden = {client.get(path).status_code for path in paths("editors", rows)}

    assert (seen, hidden) == ({200}, {404})


@pytest.mark.parametrize(
    "make_user",
    [UserFactory, city_editor],
    ids=["nobody", "editor of another"],
)
def test_stranger_cannot_tell_an_organisation_from_none(client, organisation, make_user):
    client.force_login(make_user())
    pages = ["", "volumes/", "profile/", "commitments/", "page/", "colleagues/1/"]

    there = [client.get(OWN + page).status_code for page in pages]
    nowhere = [client.get(OWN.replace("example", "nowhere") + page).status_code for page in pages]

    assert there == nowhere == [404] * len(pages)


def test_administrator_looks_after_colleagues_and_changes_nothing_else(client, organisation, rows):
    sign_in_with_second_factor(client, UserFactory(is_superuser=True))
    every = [*paths("members", rows), *paths("editors", rows)]

    statuses = {path: client.get(path).status_code for path in every}

    assert {status for path, status in statuses.items() if "colleagues" in path} == {200}
    assert {status for path, status in statuses.items() if "colleagues" not in path} == {404}


def test_coordinator_without_a_second_factor_is_led_to_set_one_up(client, organisation, rows):
    client.force_login(coordinator())

    answers = {client.get(path)["Location"] for path in [*paths("members", rows), *paths("editors", rows)]}

    assert answers == {"/accounts/2fa/"}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_page_answers_in_every_language(client, organisation, rows, language):
    client.force_login(city_editor(organisation))
    own = ["/en/me/", "/en/me/security/", "/en/me/notifications/", *paths("members", rows), *paths("editors", rows)]
    here = [path.replace("/en/", f"/{language}/") for path in own]

    answers = {path: client.get(path).content.decode() for path in here}

    assert [path for path, html in answers.items() if f'<html lang="{language}">' not in html] == []
    assert [path for path, html in answers.items() if html.count("<h1>") != 1] == []


def test_titles_of_pages_are_told_apart(client, organisation, rows):
    client.force_login(city_editor(organisation))
    every = ["/en/me/", "/en/me/security/", "/en/me/notifications/", *paths("members", rows), *paths("editors", rows)]

    titles = [client.get(path).content.decode().split("<title>")[1].split("</title>")[0] for path in every]

    assert len(set(titles)) == len(titles)


def test_way_back_leads_over_the_organisation(client, organisation, rows):
    client.force_login(city_editor(organisation))

    crumbs = client.get(f"{OWN}volumes/{rows['volume']}/").context["trail"]

    assert [(crumb.label, crumb.url) for crumb in crumbs] == [
        ("Home", "/en/"),
        ("My pages", "/en/me/"),
        ("City of Example", OWN),
        ("Yearly volumes", f"{OWN}volumes/"),
        ("Change a volume", ""),
    ]


def test_page_of_the_area_is_cached_by_nobody_and_found_by_no_search(client, organisation):
    client.force_login(city_editor(organisation))

    response = client.get(OWN)

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_front_page_shows_duties_first_then_organisations_with_role(client, organisation):
    user = city_editor(organisation)
    MembershipFactory(user=user, organisation=OrganisationFactory(name="Region B", slug="b", is_fictional=True))
    client.force_login(user)

    html = html_of(client, "/en/me/")

    places = [html.index(text) for text in ('id="duties"', "City of Example</a>", "Region B</a>", 'id="account"')]
    assert places == sorted(places)
    assert f'<a href="{OWN}commitments/">' in html
    assert '<a href="/en/me/organisations/b/commitments/">' not in html
    assert html.count(">fictional</span>") == 1


def test_front_page_leads_to_the_pages_of_ones_account(client):
    client.force_login(UserFactory())

    html = html_of(client, "/en/me/")

    for path in (
        "/accounts/2fa/",
        "/accounts/email/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/en/me/notifications/",
    ):
        assert f'href="{path}"' in html


def test_whoever_works_for_nobody_is_shown_the_way(client):
    client.force_login(UserFactory())

    html = html_of(client, "/en/me/")

    assert "You work for no organisation here" in html
    assert '<a href="/en/join/">Join with your organisation</a>' in html


def test_removal_takes_effect_on_the_next_request(client, organisation):
    membership = MembershipFactory(organisation=organisation)
    client.force_login(membership.user)
    before = client.get(OWN).status_code

    membership.delete()

    assert (before, client.get(OWN).status_code) == (200, 404)


def test_account_that_was_closed_is_led_to_sign_in(client, organisation):
    user = city_editor(organisation)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(OWN).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_front_page_takes_ten_queries(client, django_assert_num_queries, count):
    user = UserFactory()
    MembershipFactory.create_batch(count, user=user, role=Role.CITY_EDITOR)
    client.force_login(user)
    client.get("/en/me/")

    with django_assert_num_queries(10):
        assert len(client.get("/en/me/").context["memberships"]) == count


@pytest.mark.parametrize("has_factor", [False, True])
def test_page_about_security_knows_whether_there_is_a_second_factor(client, has_factor):
    user = UserFactory()
    if has_factor:
        totp_for(user)
    client.force_login(user)

    html = html_of(client, "/en/me/security/")

    assert ("You have a second factor" in html) is has_factor
    assert ("You sign in without a second factor so far" in html) is not has_factor


def test_header_and_footer_lead_members_to_their_pages(client):
    home_in("en")
    client.force_login(UserFactory())

    html = html_of(client, "/en/")

    assert html.count('href="/en/me/"') == 2
    assert ">Sign in</a>" not in html


def test_header_of_a_visitor_touches_no_session(client):
    home_in("en")

    response = client.get("/en/")

    assert ">Sign in</a>" in response.content.decode()
    assert 'href="/en/me/"' not in response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
