"""The page that compares two versions of a criterion."""

from dataclasses import replace

import pytest
from django.test import Client
from lxml.html import HtmlElement, fromstring
from pytest_django import DjangoAssertNumQueries

from registry.models import Criterion, CriterionVersion
from registry.sealed.canonical import canonical
from registry.sealed.content import ProofRoute
from tests.factories.registry import (
    CriterionFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
    translated,
)
from tests.registry.views.pages import words

pytestmark = pytest.mark.django_db

OLD = battery_content()
NEW = battery_content(
    levels={1: {"cycles": "1000", "share": "75"}, 2: OLD.levels[2]},
    blocks={"purpose": "A battery that lasts keeps a <good> phone in use."},
)
MEANING = "//section[@aria-labelledby='meaning']"
ALERT = "//main//div[@class='ds-alert']"


@pytest.fixture
def criterion() -> Criterion:
    return CriterionFactory.create(code="BAT-01")


@pytest.fixture
def old(criterion: Criterion) -> CriterionVersion:
    return VersionFactory.create(criterion=criterion, body=OLD)


@pytest.fixture
def new(criterion: Criterion, old: CriterionVersion) -> CriterionVersion:
    return VersionFactory.create(criterion=criterion, number="2.0.0", body=NEW, base_version=old)


def _get(client: Client, path: str, *, status: int = 200) -> HtmlElement:
    response = client.get(path)
    assert response.status_code == status
    return fromstring(response.content.decode())


def _text(page: HtmlElement, xpath: str) -> list[str]:
    return [words(element) for element in page.xpath(xpath)]


def _pair(a: str, b: str) -> str:
    return f"/en/criterion/bat-01/compare/{a}...{b}/"


def test_compare_says_first_what_it_means_for_bids(client: Client, new: CriterionVersion):
    page = _get(client, "/en/criterion/bat-01/compare/1.0.0...2.0.0/")

    assert _text(page, "//h1") == ["What changed from 1.0.0 to 2.0.0"]
    assert _text(page, "//h2")[0] == "What it means for bids"
    assert _text(page, MEANING + "/p[@class='lead']") == [
        "Bidders must check again: a bid that complied may not comply now, or may score otherwise."
    ]
    assert _text(page, MEANING + "//h3") == ["Stricter (1)", "Relaxed (1)", "Editorial (1)"]
    assert _text(page, MEANING + "//li") == [
        "Level 1, stricter: 800 → 1,000 cycles (full charge cycles)",
        "Level 1, looser: 80 → 75 % (remaining capacity, in percent)",
        "Explained otherwise: Purpose (English)",
    ]


def test_compare_links_each_effect_to_its_field(client: Client, new: CriterionVersion):
    page = _get(client, _pair("1.0.0", "2.0.0"))

    anchors = [link.get("href").removeprefix("#") for link in page.xpath(MEANING + "//li/a")]

    assert anchors == ["requirement.1", "requirement.1", "purpose"]
    assert all(page.get_element_by_id(anchor).tag == "section" for anchor in anchors)


def test_compare_shows_words_with_marks_and_escapes_them(client: Client, new: CriterionVersion):
    page = _get(client, _pair("1.0.0", "2.0.0"))

    requirement, purpose = page.get_element_by_id("requirement.1"), page.get_element_by_id("purpose")
    assert _text(requirement, ".//del") == ["removed: 80 %", "removed: 800"]
    assert _text(requirement, ".//ins") == ["added: 75 %", "added: 1,000"]
    assert _text(purpose, ".//ins") == ["added: <good>"]


def test_compare_folds_what_is_the_same(client: Client, new: CriterionVersion):
    page = _get(client, _pair("1.0.0", "2.0.0"))

    assert _text(page, "//main//details/summary") == ["17 fields are the same in both"]
    assert page.xpath("//main//details//*[self::ins or self::del]") == []


def test_compare_in_the_readers_language(client: Client, old: CriterionVersion, new: CriterionVersion):
    for version in (old, new):
        TranslationFactory(version=version)

    requirement = _get(client, "/sv/criterion/bat-01/compare/1.0.0...2.0.0/").get_element_by_id("requirement.1")

    assert requirement.xpath("./div[@lang='sv']")
    assert _text(requirement, ".//ins")[1].endswith("1 000")


def test_compare_falls_back_for_both_and_says_so(client: Client, old: CriterionVersion, new: CriterionVersion):
    TranslationFactory(version=old)

    page = _get(client, "/fi/criterion/bat-01/compare/1.0.0...2.0.0/")

    assert set(page.xpath("//main//section/div/@lang")) == {"en"}
    assert len(page.xpath(ALERT)) == 1


def test_compare_the_other_way_round(client: Client, new: CriterionVersion):
    page = _get(client, _pair("2.0.0", "1.0.0"))

    assert _text(page, MEANING + "//li")[0] == "Level 1, stricter: 75 → 80 % (remaining capacity, in percent)"
    assert _text(page, ALERT) == ["You are looking back: from the newer version to the older one."]
    assert _pair("1.0.0", "2.0.0") in page.xpath("//main//form/a/@href")


def test_compare_with_itself_is_answered_kindly(client: Client, new: CriterionVersion):
    page = _get(client, _pair("2.0.0", "2.0.0"))

    assert _text(page, ALERT) == [
        "You are comparing a version with itself, so nothing differs. Pick another one above."
    ]
    assert page.xpath("//ins | //del") == []


def test_picker_offers_every_version_with_its_status(client: Client, new: CriterionVersion):
    page = _get(client, _pair("1.0.0", "2.0.0"))

    assert _text(page, "//select[@id='compare-to']/option") == ["2.0.0 (published)", "1.0.0 (published)"]
    assert page.xpath("//option[@selected]/@value") == ["1.0.0", "2.0.0"]


def test_picker_leads_to_the_address_of_the_pair(client: Client, new: CriterionVersion):
    response = client.get(_pair("1.0.0", "2.0.0"), {"from": "2.0.0", "to": "1.0.0"})

    assert (response.status_code, response["Location"]) == (302, _pair("2.0.0", "1.0.0"))


@pytest.mark.parametrize("wrong", ["9.9.9", "banana", "1.0"])
def test_unknown_version_names_those_that_exist(client: Client, new: CriterionVersion, wrong: str):
    page = _get(client, _pair("1.0.0", wrong), status=404)

    assert _text(page, "//h1") == [f"There is no BAT-01@{wrong}"]
    assert _text(page, "//main//li/a") == ["BAT-01@2.0.0", "BAT-01@1.0.0"]


def test_unknown_choice_in_the_picker_names_those_that_exist(client: Client, new: CriterionVersion):
    page = _get(client, _pair("1.0.0", "2.0.0") + "?from=1.0.0&to=%3Cb%3E", status=404)

    assert _text(page, "//h1") == ["There is no BAT-01@<b>"]


def test_unknown_criterion_names_the_nearest_code(client: Client, new: CriterionVersion):
    page = _get(client, "/en/criterion/bat-10/compare/1.0.0...2.0.0/", status=404)

    assert _text(page, "//main//li/a") == ["BAT-01"]


def test_compare_tells_a_declaration_with_its_reason(client: Client, old: CriterionVersion):
    declaration = {"reason": "Typing error.", "declared_by": "lead city", "confirmed_by": "secretariat"}
    change = canonical({"same_bids_comply": declaration})
    body = battery_content(blocks={"follow_up": "The buyer reads the cycle count."})
    VersionFactory(criterion=old.criterion, number="1.0.1", body=body, base_version=old, change=change)

    meaning = _text(_get(client, _pair("1.0.0", "1.0.1")), MEANING)[0]

    assert "The same bids comply, with the same scores." in meaning
    assert "Reason: Typing error. Declared by: lead city. Confirmed by: secretariat." in meaning


@pytest.mark.parametrize("count", [1, 5])
def test_compare_takes_seven_queries(
    client: Client,
    old: CriterionVersion,
    new: CriterionVersion,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
):
    for language in ("sv", "fi", "da")[:count]:
        TranslationFactory(version=new, language=language)
    for minor in range(1, count):
        VersionFactory(criterion=new.criterion, number=f"1.{minor}.0")

    with django_assert_num_queries(7):  # the criterion, each version and its translations, the line and its events
        client.get(_pair("1.0.0", "2.0.0"))


def test_compare_tells_when_coordinators_raised_the_step(client: Client, old: CriterionVersion):
    VersionFactory(criterion=old.criterion, number="1.1.0", body=battery_content(theme="climate"), base_version=old)

    meaning = _text(_get(client, _pair("1.0.0", "1.1.0")), MEANING)[0]

    assert "The coordinators raised the step of the version to minor." in meaning


def test_compare_shows_the_editors_words_in_the_readers_language(client: Client, old: CriterionVersion):
    change = canonical({"summary": {"en": "The purpose is clearer.", "sv": "Syftet är tydligare."}})
    body = battery_content(blocks={"purpose": "Clear."})
    VersionFactory(criterion=old.criterion, number="1.0.1", body=body, base_version=old, change=change)

    page = _get(client, "/sv/criterion/bat-01/compare/1.0.0...1.0.1/")

    assert _text(page, MEANING + "//span[@lang='sv']") == ["Syftet är tydligare."]


def test_compare_marks_whole_fields_that_came_and_went(client: Client, old: CriterionVersion):
    eprel, _label = OLD.proof
    plan = ProofRoute(id="plan", type="tenderer_declaration", moment="with_tender")
    texts = {block: text for block, text in OLD.texts["en"].items() if block != "proof.label"}
    body = replace(OLD, proof=(eprel, plan), texts={"en": {**texts, "proof.plan": "A plan for the years of use."}})
    VersionFactory(criterion=old.criterion, number="2.0.0", body=body, base_version=old)

    page = _get(client, _pair("1.0.0", "2.0.0"))

    assert _text(page, "//section[@id='proof.plan']/div/*[self::h3 or @class='ds-tag']") == [
        "Means of proof: Tenderer's declaration",
        "added",
    ]
    assert _text(page, "//section[@id='proof.plan']/div//ins") == ["added: A plan for the years of use."]
    assert _text(page, "//section[@id='proof.label']/div/*[@class='ds-tag']") == ["removed"]
    assert _text(page, "//section[@id='proof.label']//dd/del")[:2] == [
        "removed: Label or equivalent",
        "removed: with the tender",
    ]


def test_compare_says_where_only_a_translation_moved(client: Client, old: CriterionVersion):
    new = VersionFactory(
        criterion=old.criterion, number="1.0.1", body=battery_content(theme="climate"), base_version=old
    )
    TranslationFactory(version=old, blocks={**translated(old, "sv"), "purpose": "Därför."})
    TranslationFactory(version=new, blocks={**translated(old, "sv"), "purpose": "Just därför."})

    page = _get(client, "/sv/criterion/bat-01/compare/1.0.0...1.0.1/")

    assert len(page.xpath("//section[@id='purpose']/p[@class='hint']")) == 1
    assert page.xpath("//section[@id='theme']/p[@class='hint']") == []


@pytest.mark.parametrize("path", [_pair("1.0.0", "2.0.0"), _pair("2.0.0", "2.0.0"), _pair("1.0.0", "7.0.0")])
def test_compare_has_no_inline_style_or_script_and_ids_once(client: Client, new: CriterionVersion, path: str):
    page: HtmlElement = fromstring(client.get(path).content.decode())
    ids = page.xpath("//@id")

    assert page.xpath("//@style | //@onclick | //script[not(@src)]") == []
    assert len(ids) == len(set(ids))


def test_compare_names_itself_for_citation(client: Client, new: CriterionVersion):
    page = _get(client, _pair("1.0.0", "2.0.0"))

    (citation,) = _text(page, "//*[@id='citation']")
    assert citation.startswith("Joint Demand: BAT-01, 1.0.0 and 2.0.0 compared. http")
    assert citation.endswith("/en/criterion/bat-01/compare/1.0.0...2.0.0/")
