"""The public page of an adaptation, its permanent address, and its way into the basket and an annex."""

import io
import json

import pytest
from openpyxl import load_workbook

from portal.members.enums import Role
from registry.enums import StatusKind
from registry.models import SharedBasket
from tests.factories.accounts import MembershipFactory
from tests.factories.adaptations import (
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    withdrawn_adaptation,
    without,
    words,
)
from tests.factories.members import OrganisationFactory
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db

PERMANENT = "/id/adaptation/examplehaven/smartphones/v1.0.0"
PAGE = "/en/adaptation/examplehaven/smartphones/1.0.0/"


@pytest.fixture(autouse=True)
def _portal(settings):
    settings.BASE_URL = "https://portal.example"


def adaptation_of(*each, **facts):
    city = OrganisationFactory(name="Examplehaven", slug="examplehaven")
    return published_adaptation(AdaptationDraftFactory(organisation=city, changed=changes(*each), **facts))


def section(response, name):
    return " ".join(all_words(response, f"//section[@aria-labelledby='{name}']"))


def test_page_shows_the_difference_with_its_reason(client):
    adaptation_of(cycles("1000", reason="Five years of use.", legal_basis="Our rule 7"))

    page = client.get(PAGE)

    assert all_words(page, "//h1") == ["Examplehaven: Circular and fair smartphones"]
    assert all_words(page, "//section[@aria-labelledby='changed']//h3") == ["BAT-01@1.0.0 Battery that lasts stricter"]
    assert all_words(page, "//section[@aria-labelledby='changed']//del") == ["removed: 800"]
    assert all_words(page, "//section[@aria-labelledby='changed']//ins") == ["added: 1,000"]
    assert all_words(page, "//section[@aria-labelledby='changed']//dd") == ["Five years of use.", "Our rule 7"]
    assert section(page, "unchanged") == "Used as they are LAB-01@1.0.0 Battery that lasts"


def test_page_says_what_is_left_out_and_why(client):
    adaptation_of(without("LAB-01", "We rent our phones."))

    page = client.get(PAGE)

    assert section(page, "changed").endswith("left out Why it is left outWe rent our phones.")


def test_page_of_a_release_used_as_it_is_says_so(client):
    adaptation_of()

    assert section(client.get(PAGE), "changed") == "What the city changes Nothing: the release is used as it is."


def test_page_shows_a_city_s_own_words_in_its_languages(client):
    adaptation_of(words("New words.", block="guidance"))

    page = client.get(PAGE)

    assert parsed(page).xpath("//section[@aria-labelledby='changed']//div[contains(@class, 'diff')]/@lang") == ["en"]
    assert "added: New words." in section(page, "changed")


def test_page_can_be_cited_and_copied(client):
    adaptation_of(cycles())

    page = client.get(PAGE)

    [cited] = all_words(page, "//p[@id='cite-plain']")
    assert cited == (
        "Joint Demand: Examplehaven: Circular and fair smartphones. examplehaven/smartphones@1.0.0 (2026)."
        f" https://portal.example{PERMANENT}"
    )
    assert parsed(page).xpath("//button[@data-copy='#cite-plain']") != []
    assert parsed(page).xpath("//link[@rel='canonical']/@href") == [f"https://portal.example{PERMANENT}"]


def test_page_leads_from_an_older_one_to_its_successor(client):
    first = adaptation_of(cycles("1000"))
    followed_by(first, changes(cycles("1200")))

    strip = all_words(client.get(PAGE), "//p[@class='status-strip']")

    assert strip == ["Superseded since 1 September 2026: a newer version is in force. examplehaven/smartphones@2.0.0"]


def test_page_of_a_number_that_is_not_there_names_those_that_are(client):
    adaptation_of(cycles())

    response = client.get("/en/adaptation/examplehaven/smartphones/9.9.9/")

    assert response.status_code == 404
    assert "examplehaven/smartphones@1.0.0" in response.content.decode()


@pytest.mark.parametrize("path", ["/id/adaptation/nowhere/smartphones/v1.0.0", "/en/adaptation/nowhere/x/1/"])
def test_page_of_a_city_without_adaptation_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_page_takes_the_same_queries_whatever_is_in_it(client, django_assert_num_queries):
    adaptation_of(cycles(), words())
    client.get(PAGE)

    with django_assert_num_queries(6):
        client.get(PAGE)


def test_permanent_address_answers_as_page_and_as_json(client):
    adaptation = adaptation_of(cycles("1000"))

    page, data = client.get(PERMANENT), client.get(f"{PERMANENT}.json")
    asked = client.get(PERMANENT, headers={"Accept": "application/json"})

    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert asked.content == data.content
    facts = json.loads(data.content)
    assert (facts["citation"], facts["content_hash"]) == (str(adaptation), adaptation.content_hash)
    assert facts["content"] == json.loads(adaptation.content)


def test_permanent_address_names_its_neighbours(client):
    first = adaptation_of(cycles("1000"))
    followed_by(first, changes(cycles("1200")))

    link = client.get("/id/adaptation/examplehaven/smartphones/v2.0.0")["Link"]

    assert f'<https://portal.example{PERMANENT}>; rel="predecessor-version"' in link


def test_permanent_address_is_not_sent_twice_until_something_happens(client):
    adaptation = adaptation_of(cycles("1000"))
    tag = client.get(f"{PERMANENT}.json")["ETag"]
    before = client.get(f"{PERMANENT}.json", headers={"If-None-Match": tag})

    withdrawn_adaptation(adaptation)

    after = client.get(f"{PERMANENT}.json", headers={"If-None-Match": tag})
    assert (before.status_code, after.status_code) == (304, 200)
    assert json.loads(after.content)["status"] == StatusKind.WITHDRAWN


def test_permanent_address_in_an_unknown_format_names_the_known_one(client):
    adaptation_of(cycles())

    response = client.get(f"{PERMANENT}.pdf")

    assert response.status_code == 404
    assert f"{PERMANENT}.json" in response.content.decode()


def test_basket_gets_versions_levels_and_the_city_s_values(client):
    adaptation_of(cycles("1200", level=2), without("LAB-01"))

    response = client.post(f"{PAGE}basket/", {"level": "2"}, follow=True)

    assert messages_of(response)[0].startswith("examplehaven/smartphones@1.0.0 is in the basket.")
    assert client.session["basket"]["items"] == [
        {
            "code": "BAT-01",
            "number": "1.0.0",
            "level": 2,
            "values": {"cycles": "1200"},
            "weight": "",
            "adaptation": "examplehaven/smartphones@1.0.0",
        }
    ]


def test_basket_takes_the_next_lower_level_where_a_criterion_has_no_such(client):
    adaptation_of(cycles("1200", level=2))

    client.post(f"{PAGE}basket/", {"level": "3"})

    assert [item["level"] for item in client.session["basket"]["items"]] == [2, 2]


def test_basket_that_holds_the_release_s_text_takes_the_city_s(client):
    adaptation_of(cycles("1200"))
    client.post("/en/basket/add/", {"item": "BAT-01@1.0.0/L1"})

    client.post(f"{PAGE}basket/", {"level": "1"})

    items = client.session["basket"]["items"]
    assert [(item["code"], item["values"]) for item in items] == [("BAT-01", {"cycles": "1200"}), ("LAB-01", {})]


def test_basket_shows_and_keeps_the_city_s_words(client):
    adaptation_of(words("The bidder shall say so."))
    client.post(f"{PAGE}basket/", {"level": "1"})

    page = client.get("/en/basket/")
    client.post("/en/basket/", {**form_of(page, "//main//form"), "do": "save"})

    assert "The bidder shall say so." in page.content.decode()
    assert "examplehaven/smartphones@1.0.0#BAT-01" in page.content.decode()
    assert client.session["basket"]["items"][0]["adaptation"] == "examplehaven/smartphones@1.0.0"


def test_shared_basket_holds_the_adaptation(client):
    adaptation_of(words("The bidder shall say so."))
    client.post(f"{PAGE}basket/", {"level": "1"})

    response = client.post("/en/basket/", {"do": "share"}, follow=True)

    assert "The bidder shall say so." in response.content.decode()
    assert "examplehaven/smartphones@1.0.0" in SharedBasket.objects.get().content


def test_annex_as_json_names_the_adaptation_and_its_altered_blocks(client):
    adaptation_of(words("The bidder shall say so."), cycles("1200"))

    entries = json.loads(client.get(f"{PAGE}export.json?level=1").content)["groups"][0]["criteria"]

    assert [entry["adaptation"] for entry in entries] == [
        {
            "citation": "examplehaven/smartphones@1.0.0#BAT-01",
            "uri": f"https://portal.example{PERMANENT}",
            "altered": ["requirement.1"],
        },
        {
            "citation": "examplehaven/smartphones@1.0.0#LAB-01",
            "uri": f"https://portal.example{PERMANENT}",
            "altered": [],
        },
    ]
    assert entries[0]["requirement"] == "The bidder shall say so."
    assert entries[0]["own_values"] == {"cycles": "1200"}


def test_annex_as_a_sheet_names_the_adaptation(client):
    adaptation_of(words("The bidder shall say so."))

    book = load_workbook(io.BytesIO(client.get(f"{PAGE}export.xlsx?level=1").content))

    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert any("examplehaven/smartphones@1.0.0#BAT-01" in cell for cell in cells)
    assert any("The bidder shall say so." in cell for cell in cells)


def test_annex_in_an_unknown_format_is_not_found(client):
    adaptation_of(cycles())

    assert client.get(f"{PAGE}export.exe").status_code == 404


def test_page_is_the_same_for_members(client):
    adaptation = adaptation_of(cycles())
    client.force_login(MembershipFactory.create(organisation=adaptation.organisation, role=Role.MEMBER).user)

    assert client.get(PAGE).status_code == 200


def test_basket_that_is_full_says_so_and_stays_as_it_is(client):
    adaptation_of(cycles("1200"))
    full = [
        {"code": f"END-{number:02}", "number": "1.0.0", "level": level, "values": {}, "weight": ""}
        for number in range(1, 68)
        for level in (1, 2, 3)
    ][:200]
    session = client.session
    session["basket"] = {"items": full}
    session.save()

    response = client.post(f"{PAGE}basket/", {"level": "1"}, follow=True)

    assert messages_of(response) == ["a basket holds at most 200 criteria"]
    assert response.redirect_chain == [(PAGE, 302)]
    assert client.session["basket"]["items"] == full


def test_basket_takes_nothing_from_the_page_of_somebody_else(client):
    adaptation_of(cycles("1200"))

    response = client.post(f"{PAGE}basket/", {"level": "1"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert "basket" not in client.session
