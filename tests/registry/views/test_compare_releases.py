"""The page that compares two releases of a set."""

import pytest
from django.test import Client
from lxml.html import HtmlElement, fromstring
from pytest_django import DjangoAssertNumQueries

from registry.models import CriterionVersion
from registry.sealed.canonical import canonical
from registry.views import compare
from tests.factories.registry import ReleaseFactory, TranslationFactory, VersionFactory, battery_content
from tests.registry.views.pages import words

pytestmark = pytest.mark.django_db

OLD = battery_content()
NEW = battery_content(
    levels={1: {"cycles": "1000", "share": "75"}, 2: OLD.levels[2]},
    blocks={"purpose": "A battery that lasts keeps a <good> phone in use."},
)
MEANING = "//section[@aria-labelledby='meaning']"
ALERT = "//main//div[@class='ds-alert']"
CHANGED = "//section[@aria-labelledby='changed']"


def _get(client: Client, path: str, *, status: int = 200) -> HtmlElement:
    response = client.get(path)
    assert response.status_code == status
    return fromstring(response.content.decode())


def _text(page: HtmlElement, xpath: str) -> list[str]:
    return [words(element) for element in page.xpath(xpath)]


def _next(base: CriterionVersion, number: str, **fields: object) -> CriterionVersion:
    return VersionFactory.create(criterion=base.criterion, base_version=base, number=number, **fields)


@pytest.fixture
def old() -> CriterionVersion:
    return VersionFactory.create(criterion__code="BAT-01")


@pytest.fixture
def new(old: CriterionVersion) -> CriterionVersion:
    return _next(old, "2.0.0", body=NEW)


@pytest.fixture
def releases(old: CriterionVersion, new: CriterionVersion) -> list[CriterionVersion]:
    """smartphones 1.0.0 and 2.0.0: BAT-01 changes, BAT-02 stays, BAT-03 goes, a mandatory BAT-04 comes."""
    stays, goes, comes = (VersionFactory.create(criterion__code=f"BAT-0{n}") for n in (2, 3, 4))
    ReleaseFactory(members=[old, stays, goes])
    ReleaseFactory(number="2.0.0", members=[new, stays, comes], mandatory=[comes])
    return [old, new, stays, goes, comes]


RELEASES = "/en/criteria/smartphones/compare/1.0.0...2.0.0/"


def test_releases_compared_member_by_member(client: Client, releases: list[CriterionVersion]):
    page = _get(client, RELEASES)

    assert _text(page, "//h2")[:4] == ["What it means for bids", "Removed (1)", "Added (1)", "Changed (1)"]
    assert _text(page, "//*[@aria-labelledby='removed']//li") == ["BAT-03@1.0.0 Battery that lasts"]
    assert _text(page, "//*[@aria-labelledby='added']//li") == ["BAT-04@1.0.0 Battery that lasts (mandatory)"]
    assert _text(page, "//main//details/summary") == ["1 criterion is the same in both"]
    assert _text(page, "//main//details//li") == ["BAT-02@1.0.0"]


def test_release_member_that_changed_leads_to_its_own_comparison(client: Client, releases: list[CriterionVersion]):
    changed = _get(client, RELEASES).xpath("//*[@aria-labelledby='changed']//li")[0]

    assert changed.xpath(".//a/@href") == ["/en/criterion/bat-01/compare/1.0.0...2.0.0/"]
    assert _text(changed, ".//p")[-2:] == [
        "Bidders must check again: a bid that complied may not comply now, or may score otherwise.",
        "Level 1, stricter: 800 → 1,000 cycles and 2 more changes",
    ]


def test_releases_the_other_way_round(client: Client, releases: list[CriterionVersion]):
    page = _get(client, "/en/criteria/smartphones/compare/2.0.0...1.0.0/")

    assert _text(page, "//*[@aria-labelledby='added']//li") == ["BAT-03@1.0.0 Battery that lasts"]
    assert _text(page, ALERT) == ["You are looking back: from the newer release to the older one."]
    assert RELEASES in page.xpath("//main//form/a/@href")


def test_release_compared_with_itself_is_answered_kindly(client: Client, releases: list[CriterionVersion]):
    page = _get(client, "/en/criteria/smartphones/compare/2.0.0...2.0.0/")

    assert _text(page, ALERT) == [
        "You are comparing a release with itself, so nothing differs. Pick another one above."
    ]


def test_release_picker_leads_to_the_address_of_the_pair(client: Client, releases: list[CriterionVersion]):
    response = client.get(RELEASES, {"from": "2.0.0", "to": "1.0.0"})

    assert response["Location"] == "/en/criteria/smartphones/compare/2.0.0...1.0.0/"


def test_unknown_release_names_those_that_exist(client: Client, releases: list[CriterionVersion]):
    page = _get(client, "/en/criteria/smartphones/compare/1.0.0...3.0.0/", status=404)

    assert _text(page, "//h1") == ["There is no smartphones@3.0.0"]
    assert _text(page, "//main//li/a") == ["smartphones@2.0.0", "smartphones@1.0.0"]


@pytest.mark.parametrize("count", [1, 4])
def test_releases_take_nine_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int):
    before = [VersionFactory.create(criterion__code=f"CLI-{n:02}") for n in range(count)]
    after = [VersionFactory.create(criterion=v.criterion, number="2.0.0", body=NEW, base_version=v) for v in before]
    ReleaseFactory(members=before)
    ReleaseFactory(number="2.0.0", members=after)

    with django_assert_num_queries(9):  # the set, two releases, five of releases_beside, the picker
        client.get(RELEASES)


def test_releases_compared_count_their_members(client: Client, releases: list[CriterionVersion]):
    assert _text(_get(client, RELEASES), MEANING + "//li") == ["Added: 1", "Removed: 1", "Changed: 1", "Unchanged: 1"]


def test_release_that_makes_a_member_mandatory_says_so(client: Client, old: CriterionVersion):
    ReleaseFactory(members=[old])
    ReleaseFactory(number="2.0.0", members=[old], mandatory=[old])

    (member,) = _get(client, RELEASES).xpath(CHANGED + "//li")
    (back,) = _get(client, "/en/criteria/smartphones/compare/2.0.0...1.0.0/").xpath(CHANGED + "//li")

    assert _text(member, ".//strong") == ["Now mandatory: every tender takes it."]
    assert member.xpath(".//a/@href") == ["/en/criterion/bat-01/1.0.0/"]
    assert _text(back, ".//strong") == ["No longer mandatory."]


def test_releases_that_differ_in_order_only_say_so(client: Client, old: CriterionVersion):
    other = VersionFactory.create(criterion__code="BAT-02")
    ReleaseFactory(members=[old, other])
    ReleaseFactory(number="2.0.0", members=[other, old])

    page = _get(client, RELEASES)

    assert _text(page, MEANING + "/p") == ["Both releases hold the same versions; only their order differs."]
    assert page.xpath(CHANGED) == []


def test_release_members_are_named_in_the_readers_language(client: Client, releases: list[CriterionVersion]):
    for version in releases:
        TranslationFactory(version=version, blocks={"title": "Batteri som håller"})

    page = _get(client, "/sv/criteria/smartphones/compare/1.0.0...2.0.0/")

    assert _text(page, CHANGED + "//h3/span[@lang='sv']") == ["Batteri som håller"]
    assert _text(page, "//section[@aria-labelledby='added']//li/span[@lang='sv']") == ["Batteri som håller"]


def test_release_members_come_with_the_editors_words_gravest_first(client: Client, old: CriterionVersion):
    other = VersionFactory.create(criterion__code="BAT-02")
    graver = _next(other, "2.0.0", body=NEW, change=canonical({"summary": {"en": "Level 1 asks for more."}}))
    ReleaseFactory(members=[old, other])
    ReleaseFactory(number="2.0.0", members=[_next(old, "1.0.1", body=battery_content(theme="climate")), graver])

    page = _get(client, RELEASES)

    assert _text(page, CHANGED + "//h3/span[@class='code']") == ["BAT-02", "BAT-01"]
    assert _text(page, CHANGED + "//li[1]/p[@lang='en']") == ["Level 1 asks for more."]
    assert _text(page, CHANGED + "//span[@class='ds-tag']") == ["major change", "patch"]


def test_many_changed_members_are_on_pages(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compare, "PAGE_SIZE", 2)
    before = [VersionFactory.create(criterion__code=f"CLI-{n:02}") for n in range(3)]
    ReleaseFactory(members=before)
    ReleaseFactory(number="2.0.0", members=[_next(version, "2.0.0", body=NEW) for version in before])

    first, second = (_get(client, f"{RELEASES}?page={number}") for number in (1, 2))

    assert _text(first, CHANGED + "//h3/span[@class='code']") == ["CLI-00", "CLI-01"]
    assert _text(second, CHANGED + "//h3/span[@class='code']") == ["CLI-02"]
    assert _text(first, CHANGED + "/h2") == _text(second, CHANGED + "/h2") == ["Changed (3)"]


def test_unknown_set_names_those_that_exist(client: Client, releases: list[CriterionVersion]):
    page = _get(client, "/en/criteria/laptops/compare/1.0.0...2.0.0/", status=404)

    assert page.xpath("//main//li/a/@href") == ["/en/criteria/smartphones/"]


def test_releases_page_has_no_inline_style_or_script_and_ids_once(client: Client, releases: list[CriterionVersion]):
    page = _get(client, RELEASES)
    ids = page.xpath("//@id")

    assert page.xpath("//@style | //@onclick | //script[not(@src)]") == []
    assert len(ids) == len(set(ids))
