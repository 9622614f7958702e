"""The page of a criterion version: text with fields, what to look at, where it stands, how to cite it."""

import pytest

from registry.enums import LineageKind, StatusKind
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import (
    LineageEdgeFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db
PAGE = "/en/criterion/bat-01/1.0.0/"


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


def strip(response):
    return all_words(response, "//p[@class='status-strip']")


def plain(response, level):
    return parsed(response).get_element_by_id(f"plain-{level}").text


def test_page_shows_each_level_with_fields_and_text_to_select(client, battery):
    response = client.get(PAGE)

    assert all_words(response, "//h1") == ["Battery that lasts"]
    assert [each.get("name") for each in parsed(response).xpath("//input[@class='parameter']")] == [
        "1.share",
        "1.cycles",
        "2.share",
        "2.cycles",
    ]
    assert plain(response, 2).strip() == (
        "The battery shall\n\n"
        "1. keep at least 80 % of its capacity after 1,000 full charge cycles;\n"
        "2. tell its user how many cycles it has been through.\n\n"
        "BAT-01@1.0.0, level 2, en"
    )


def test_page_tells_law_proof_and_follow_up(client, battery):
    text = " ".join(all_words(client.get(PAGE), "//main"))

    assert "Law: 800 cycles since 20 June 2025. This asks for level 1: 800 cycles, level 2: 1,000 cycles." in text
    assert "The product information sheet in EPREL, or equivalent technical documentation." in text
    assert "The buyer reads the cycle count of a sample of devices once a year." in text
    assert "Smartphones with batteries made for a long service life." in text


def test_value_out_of_its_bounds_is_shown_with_them_and_kept(client, battery):
    response = client.get(PAGE, {"2.cycles": "9,000"})

    [field] = parsed(response).xpath("//input[@aria-invalid='true']")
    fault = parsed(response).get_element_by_id(field.get("aria-describedby"))
    assert field.get("value") == "9000"
    assert fault.text_content() == ("full charge cycles: 9,000 is outside the bounds. Enter a value from 800 to 2,000.")
    assert "after 1,000 full charge cycles" in plain(response, 2)


def test_given_values_stand_in_the_text_that_is_copied(client, battery):
    response = client.get(PAGE, {"2.cycles": "1,200"})

    assert "after 1,200 full charge cycles" in plain(response, 2)


def test_button_without_script_shows_the_values_in_the_text(client, battery):
    form = form_of(client.get(PAGE), "//section[@id='level-2']//form")

    response = client.post("/en/basket/add/", form | {"2.cycles": "1,200", "do": "show"})

    assert response.url == f"{PAGE}?2.share=80&2.cycles=1%2C200#level-2"
    assert "basket" not in client.session


def test_level_goes_into_the_basket_with_its_values(client, battery):
    form = form_of(client.get(PAGE), "//section[@id='level-2']//form")

    response = client.post("/en/basket/add/", form | {"2.cycles": "1,200"}, follow=True)

    assert messages_of(response) == ["1 criterion is in the basket."]
    assert client.session["basket"]["items"][0]["values"] == {"cycles": "1200"}
    assert response.redirect_chain == [(PAGE, 302)]


def test_published_version_is_in_force(client, battery):
    assert strip(client.get(PAGE)) == ["In force since 2 February 2026."]


def test_superseded_version_leads_to_the_one_in_force_and_to_what_changed(client, battery):
    followed_by(battery, "2.0.0")

    response = client.get(PAGE)

    assert strip(response) == ["Superseded since 4 May 2026: a newer version is in force. Use 2.0.0 now"]
    assert parsed(response).xpath("//p[@class='status-strip']//a/@href") == ["/en/criterion/bat-01/2.0.0/"]
    assert parsed(response).xpath("//a[.='What changed from 1.0.0 to 2.0.0']/@href") == [
        "/en/criterion/bat-01/compare/1.0.0...2.0.0/"
    ]


def test_withdrawn_version_says_why_and_what_to_use_instead(client, battery):
    withdrawn(battery, use_instead=VersionFactory(criterion__code="BAT-02").criterion)

    response = client.get(PAGE)

    assert strip(response) == ["Withdrawn since 4 May 2026: do not use it in a new tender."]
    assert "Nobody could prove it." in all_words(response, "//main//p")
    assert all_words(response, "//section[@aria-labelledby='use-now']//a")[0] == "BAT-02@1.0.0 Battery that lasts"


def test_reason_is_in_the_readers_language(client, battery):
    withdrawn(battery)

    assert "Ingen kunde visa det." in all_words(client.get(PAGE.replace("/en/", "/sv/")), "//main//p[@lang='sv']")


def test_erratum_is_shown_as_a_note(client, battery):
    happened(battery, StatusKind.ERRATUM, note={"en": "Read 80 % for 8 %."})

    response = client.get(PAGE)

    assert strip(response) == ["In force since 2 February 2026."]
    assert "Read 80 % for 8 %." in all_words(response, "//div[@class='ds-alert']/p")


def test_address_without_a_number_leads_to_the_version_in_force(client, battery):
    followed_by(battery, "1.1.0")
    VersionFactory(criterion=battery.criterion, number="2.0.0-rc.1", published=None)

    assert client.get("/en/criterion/bat-01/").url == "/en/criterion/bat-01/1.1.0/"


def test_address_of_a_withdrawn_criterion_leads_to_its_newest_version(client, battery):
    withdrawn(followed_by(battery, "1.1.0"))

    assert client.get("/en/criterion/bat-01/").url == "/en/criterion/bat-01/1.1.0/"


def test_history_lists_every_version_with_a_comparison(client, battery):
    followed_by(battery, "1.1.0", change='{"summary":{"en":"More cycles."}}')

    response = client.get(PAGE)

    assert all_words(response, "//section[@id='history']//h3") == ["1.1.0", "1.0.0 (this version)"]
    assert parsed(response).xpath("//section[@id='history']//li/p/a/@href") == [
        "/en/criterion/bat-01/compare/1.0.0...1.1.0/"
    ]
    assert "More cycles." in all_words(response, "//section[@id='history']//p")


def test_relations_are_told_from_both_sides(client, battery):
    LineageEdgeFactory(kind=LineageKind.REQUIRES, source=battery.criterion, target__code="REP-01")
    LineageEdgeFactory(kind=LineageKind.ESCALATES, source__code="BAT-02", target=battery.criterion)

    assert all_words(client.get(PAGE), "//section[@aria-labelledby='lineage']//li") == [
        "This criterion requires REP-01",
        "BAT-02 escalates this criterion",
    ]


def test_translated_page_is_in_the_readers_language(client, battery):
    TranslationFactory(version=battery, language="fi")

    response = client.get(PAGE.replace("/en/", "/fi/"))

    assert all_words(response, "//h1[@lang='fi']") == ["Battery that lasts [fi]"]
    assert plain(response, 1).strip().endswith("BAT-01@1.0.0, level 1, fi")


def test_page_that_is_not_translated_says_so_and_marks_the_language(client, battery):
    response = client.get(PAGE.replace("/en/", "/fi/"))

    tree = parsed(response)
    assert (tree.get("lang"), tree.xpath("//h1/@lang")) == ("fi", ["en"])
    assert tree.get_element_by_id("text-1").get("lang") == "en"
    assert len(tree.xpath("//div[@class='page-head']//div[@data-color='info']")) == 1


def test_languages_stand_side_by_side(client, battery):
    TranslationFactory(version=battery, language="sv")

    response = client.get(PAGE, {"beside": "sv"})

    [ours, theirs] = parsed(response).xpath("//div[@class='side-by-side']/div")
    assert (ours.get("lang"), theirs.get("lang")) == ("en", "sv")
    assert "[sv]" in theirs.text_content()


@pytest.mark.parametrize("beside", ["", "fi", "xx", "<script>"])
def test_language_that_is_not_there_stands_beside_nothing(client, battery, beside):
    response = client.get(PAGE, {"beside": beside})

    assert (response.status_code, parsed(response).xpath("//div[@class='side-by-side']")) == (200, [])


def test_page_says_how_to_cite_it(client, battery):
    response = client.get(PAGE)
    url = "http://127.0.0.1:8000/id/criterion/bat-01/v1.0.0"

    plain_reference = f"Joint Demand: Battery that lasts. BAT-01@1.0.0 (2026). {url}"
    assert all_words(response, "//*[@id='cite-plain']") == [plain_reference]
    assert all_words(response, "//*[@id='citation']") == [plain_reference]
    assert parsed(response).get_element_by_id("cite-bibtex").text.startswith("@techreport{bat-01-1_0_0,")
    assert parsed(response).get_element_by_id("cite-ris").text.startswith("TY  - RPRT")
    meta = {each.get("name"): each.get("content") for each in parsed(response).xpath("//meta[@name]")}
    assert (meta["citation_title"], meta["citation_public_url"], meta["citation_publication_date"]) == (
        "Battery that lasts",
        url,
        "2026",
    )
    assert parsed(response).xpath("//link[@rel='canonical']/@href") == [
        "http://127.0.0.1:8000/id/criterion/bat-01/v1.0.0"
    ]


def test_page_names_the_releases_it_is_part_of(client, battery):
    ReleaseFactory(members=[battery])

    assert parsed(client.get(PAGE)).xpath("//dd/a[.='smartphones@1.0.0']/@href") == ["/en/criteria/smartphones/1.0.0/"]


def test_hostile_text_of_a_version_is_escaped(client):
    body = battery_content(blocks={"title": "<script>alert(1)</script>", "follow_up": "<img src=x onerror=alert(1)>"})
    VersionFactory(criterion__code="BAT-01", body=body)

    tree = parsed(client.get(PAGE))

    assert tree.xpath("//main//script | //img[@src='x']") == []
    assert [each.text for each in tree.xpath("//h1")] == ["<script>alert(1)</script>"]


@pytest.mark.parametrize(
    ("path", "thing", "near"),
    [
        ("/en/criterion/bat-02/", "BAT-02", ["/en/criterion/bat-01/"]),
        ("/en/criterion/bta-01/1.0.0/", "BTA-01", ["/en/criterion/bat-01/"]),
        ("/en/criterion/bat-01/9.0.0/", "BAT-01@9.0.0", [PAGE]),
        ("/en/criterion/bat-01/1.0/", "BAT-01@1.0", [PAGE]),
        ("/en/criterion/bat-01/newest/", "BAT-01@newest", [PAGE]),
        ("/en/criterion/bat-01/99999999999999999999.0.0/", "BAT-01@99999999999999999999.0.0", [PAGE]),
    ],
)
def test_unknown_code_or_number_is_a_404_with_the_nearest(client, battery, path, thing, near):
    response = client.get(path)

    assert (response.status_code, all_words(response, "//h1")) == (404, [f"There is no {thing}"])
    assert parsed(response).xpath("//main//li/a/@href") == near


def test_address_takes_a_code_in_capitals(client, battery):
    assert client.get("/en/criterion/BAT-01/1.0.0/").status_code == 200


def test_first_time_reader_gets_no_cookie(client, battery):
    ReleaseFactory(members=[battery])

    for path in (
        PAGE,
        "/en/criterion/bat-01/",
        "/en/criteria/smartphones/",
        "/id/criterion/bat-01/v1.0.0",
        "/en/basket/",
    ):
        assert client.get(path).cookies == {}, path


def test_page_has_a_strict_content_security_policy_and_obeys_it(client, battery):
    response = client.get(PAGE)

    policy = dict(each.strip().split(" ", 1) for each in response["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["style-src"], policy["base-uri"]) == ("'none'", "'self'", "'none'")
    assert policy["script-src"].split(" ")[0] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    tree = parsed(response)
    assert tree.xpath("//style | //@style | //script[not(@src)]") == []
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
    assert [src for src in tree.xpath("//@src") if not src.startswith("/static/")] == []


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_nine_queries_however_long_its_history(client, django_assert_num_queries, count):
    version = VersionFactory(criterion__code="BAT-01")
    for n in range(count):
        TranslationFactory(version=version, language=("sv", "fi", "da")[n])
        LineageEdgeFactory(source=version.criterion)
        ReleaseFactory(members=[version, VersionFactory()], number=f"1.{n}.0")
        VersionFactory(criterion=version.criterion, number=f"1.{n + 1}.0")

    with django_assert_num_queries(
        9
    ):  # criterion, version, translations; history, events; releases; edges; consultation
        client.get("/sv/criterion/bat-01/1.0.0/")
