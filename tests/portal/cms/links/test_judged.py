"""Which links fail: by what this site knows, and never by asking another host."""

from datetime import date

import pytest

from portal.cms.links.found import Link
from portal.cms.links.judged import failing, fault_of, read_site
from registry.services.withdrawing import withdraw
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import published
from tests.factories.registry import CriteriaSetFactory, CriterionFactory, ReleaseFactory, VersionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 23)
NOTHING = "Nothing is there."
NO_ADDRESS = "This is no address."
WITHDRAWN = "It leads to something that is withdrawn."


@pytest.fixture
def site():
    """Two pages, one criterion in force, one withdrawn, one with a candidate alone, one release."""
    home = home_in()
    page_under(home, slug="versions")
    page_under(home, slug="hidden", live=False)
    page_under(home_in("sv"), slug="versions")
    version = VersionFactory(criterion__code="BAT-01")
    VersionFactory(criterion=CriterionFactory(code="NEW-01"), number="1.0.0-rc.1", published=None)
    gone = VersionFactory(criterion__code="OLD-01")
    withdraw(gone, reason={"en": "Obsolete."}, use_instead=None, effective_on=TODAY, origin="test")
    ReleaseFactory(members=[version])
    CriteriaSetFactory(slug="laptops")
    return read_site(on=TODAY)


@pytest.mark.parametrize(
    "address",
    [
        "https://eur-lex.europa.eu/eli/reg/2023/1670",
        "https://example.org:8443/a?b=c#d",
        "mailto:info@example.org",
        "tel:+46401234567",
        "/",
        "/en/",
        "/en/versions/",
        "/sv/versions",
        "/versions/",
        "/en/versions/#main",
        "/en/criteria/",
        "/en/criteria/smartphones/",
        "/en/criteria/smartphones/1.0.0/",
        "/sv/criterion/bat-01/",
        "/sv/criterion/BAT-01/1.0.0/?level=2#level-2",
        "/id/criterion/bat-01",
        "/id/criterion/bat-01/v1.0.0",
        "/id/criterion/bat-01/v1.0.0.json",
        "/id/criterion/bat-01/v1.0.0/sv",
        "/id/set/smartphones/v1.0.0",
        "/en/criterion/new-01/1.0.0-rc.1/",
        "http://127.0.0.1:8000/en/versions/",
        "http://127.0.0.1:8000",
        "/accounts/login/",
        "/en/experiences/",
    ],
)
def test_link_that_leads_somewhere_is_fine(site, address):
    assert fault_of(address, site) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("/en/nowhere/", NOTHING),
        ("/en/hidden/", NOTHING),
        ("/xx/versions/", NOTHING),
        ("/en/criteria/phones/", NOTHING),
        ("/en/criteria/smartphones/9.0.0/", NOTHING),
        ("/id/set/smartphones/v9.0.0", NOTHING),
        ("/en/criterion/nil-01/", NOTHING),
        ("/en/criterion/bat-01/1.0.1/", NOTHING),
        ("/id/criterion/bat-01/v1.0.1", NOTHING),
        ("/id/criterion/bat-01/v1.0.1.json", NOTHING),
        ("/id/anything", NOTHING),
        ("http://127.0.0.1:8000/en/nowhere/", NOTHING),
        ("/en/experiences/nothing/", NOTHING),
        ("page:999999", NOTHING),
        ("page:", NOTHING),
        ("/en/versions/#levels", "There is no such place on the page."),
        ("/en/criterion/old-01/1.0.0/", WITHDRAWN),
        ("/id/criterion/old-01/v1.0.0", WITHDRAWN),
        ("/id/criterion/old-01/v1.0.0/L1", WITHDRAWN),
        ("/en/criterion/old-01/", "No version of it is in force."),
        ("/id/criterion/new-01", "No version of it is in force."),
        ("http://example.org/", "It begins with http: write https, if the other side has it."),
        ("", NO_ADDRESS),
        ("www.example.org", NO_ADDRESS),
        ("https:/example.org", NO_ADDRESS),
        ("https://example", NO_ADDRESS),
        ("https://exa mple.org/", NO_ADDRESS),
        ("https://example.org/a b", NO_ADDRESS),
        ("https://[::1", NO_ADDRESS),
        ("//example.org/", NO_ADDRESS),
        ("mailto:", NO_ADDRESS),
        ("javascript:alert(1)", NO_ADDRESS),
        ("ftp://example.org/", NO_ADDRESS),
    ],
)
def test_link_that_fails_says_why(site, address, fault):
    assert fault_of(address, site) == fault


def test_withdrawal_that_is_announced_is_none_yet(site):
    version = VersionFactory(criterion__code="LAW-01")
    withdraw(version, reason={"en": "A law."}, use_instead=None, effective_on=date(2027, 1, 1), origin="test")

    assert fault_of("/en/criterion/law-01/1.0.0/", read_site(on=TODAY)) == ""
    assert fault_of("/en/criterion/law-01/1.0.0/", read_site(on=date(2027, 1, 1))) == WITHDRAWN


def test_experience_is_there_for_whom_everybody_may_read_it():
    experience = published()

    assert fault_of(experience.get_absolute_url(), read_site(on=TODAY)) == ""


def test_link_to_a_page_by_its_id_leads_to_a_published_one():
    home = home_in()
    shown, hidden = page_under(home, slug="a"), page_under(home, slug="b", live=False)

    site = read_site(on=TODAY)

    assert [fault_of(f"page:{page.pk}", site) for page in (shown, hidden)] == ["", NOTHING]


def test_those_that_fail_keep_their_order_and_their_place(site):
    links = [Link("A page", "/en/a/", address) for address in ("/en/x/", "/en/versions/", "www")]

    assert [(each.address, each.fault, each.place) for each in failing(links, site)] == [
        ("/en/x/", NOTHING, "A page"),
        ("www", NO_ADDRESS, "A page"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_site_is_read_in_six_queries(django_assert_num_queries, count):
    home = home_in()
    for number in range(count):
        page_under(home, slug=f"page-{number}")
        ReleaseFactory(number=f"{number}.0.0", members=[VersionFactory()])

    with django_assert_num_queries(6):
        read_site(on=TODAY)
