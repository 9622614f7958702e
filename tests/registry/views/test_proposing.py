"""The way from the page of a criterion to a change of it: members propose, everybody else suggests."""

import pytest

from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db

PROPOSE, SUGGEST = "Propose a change", "Suggest a change"


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def ways(client, version):
    page = client.get(version.get_absolute_url())
    return {
        text: link.get("href")
        for link, text in zip(parsed(page).xpath("//main//a"), all_words(page, "//main//a"), strict=True)
        if text in (PROPOSE, SUGGEST)
    }


@pytest.mark.parametrize("who", [city_editor, lambda: MembershipFactory().user], ids=["editor", "colleague"])
def test_member_of_a_public_buyer_proposes(client, version, who):
    client.force_login(who())

    assert ways(client, version) == {PROPOSE: "/en/me/drafts/start/?criterion=bat-01"}


def test_guest_suggests_through_a_form_about_the_criterion(client, version):
    assert ways(client, version) == {SUGGEST: "/en/criterion/bat-01/1.0.0/suggest/"}


@pytest.mark.parametrize(
    "who",
    [UserFactory, lambda: city_editor(OrganisationFactory(kind="supporter", legal_type=""))],
    ids=["nobody's", "supporter"],
)
def test_whoever_works_for_no_buyer_suggests_like_a_guest(client, version, who):
    client.force_login(who())

    assert ways(client, version) == {SUGGEST: "/en/criterion/bat-01/1.0.0/suggest/"}


def test_version_that_was_followed_is_changed_no_more(client, version):
    newer = VersionFactory(criterion=version.criterion, number="1.1.0", base_version=version)
    client.force_login(city_editor())

    assert (ways(client, version), list(ways(client, newer))) == ({}, [PROPOSE])


def test_version_that_is_not_in_force_is_not_changed(client):
    client.force_login(city_editor())

    assert ways(client, VersionFactory(published=None)) == {}


def test_permanent_page_which_caches_keep_says_nothing_of_it(client, version):
    client.force_login(city_editor())

    page = client.get("/id/criterion/bat-01/v1.0.0")

    assert [text for text in all_words(page, "//main//a") if text in (PROPOSE, SUGGEST)] == []
