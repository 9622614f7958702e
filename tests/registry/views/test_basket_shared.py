"""A basket taken away: by a link that stays as it is, and as files."""

import io
import json

import pytest
from django.test import Client
from docx import Document

from registry.models import SharedBasket
from registry.takeaway.basket import MOST_ITEMS, Basket, BasketItem, share
from registry.takeaway.exports import docx, pdf
from tests.factories.history import followed_by
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db
ADD, BASKET = "/en/basket/add/", "/en/basket/"
L1, L2 = "BAT-01@1.0.0/L1", "BAT-01@1.0.0/L2"
UNKNOWN = "mz" * 13


@pytest.fixture
def battery():
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def filled(client, battery):
    """A visitor with one changed level in the basket, under a title."""
    client.post(ADD, {"item": L2, "2.cycles": "1,200"}, follow=True)
    client.post(BASKET, form_of(client.get(BASKET)) | {"do": "save", "title": "Telephones"}, follow=True)
    return client


def press_share(client):
    """The address that the button gives."""
    return client.post(BASKET, form_of(client.get(BASKET)) | {"do": "share"}).url


def citations(response):
    return all_words(response, "//main//article/p[@class='code']")


def test_shared_link_shows_a_second_visitor_what_was_chosen(filled):
    address = press_share(filled)

    response = Client().get(address)

    assert all_words(response, "//h1") == ["Telephones"]
    assert citations(response) == ["BAT-01@1.0.0"]
    assert "after 1,200 full charge cycles" in all_words(response, "//div[contains(@class, 'requirement-text')]")[0]
    assert all_words(response, "//*[@id='share-link']") == [f"http://127.0.0.1:8000{address}"]


def test_sharing_saves_what_was_typed_first(filled):
    form = form_of(filled.get(BASKET)) | {"do": "share", f"value|{L2}|cycles": "1,500"}

    response = filled.post(BASKET, form, follow=True)

    assert "after 1,500 full charge cycles" in all_words(response, "//div[contains(@class, 'requirement-text')]")[0]


def test_same_basket_gets_the_same_link_again_and_a_changed_one_another(filled):
    first = press_share(filled)
    again = press_share(filled)
    filled.post(BASKET, form_of(filled.get(BASKET)) | {"title": "Others"})

    assert again == first
    assert press_share(filled) != first
    assert citations(Client().get(first)) == ["BAT-01@1.0.0"]


def test_shared_link_stays_as_it_is_when_the_registry_goes_on(filled, battery):
    address = press_share(filled)
    before = all_words(Client().get(address), "//div[contains(@class, 'requirement-text')]")
    followed_by(battery, "2.0.0")

    response = Client().get(address)

    assert all_words(response, "//div[contains(@class, 'requirement-text')]") == before
    assert citations(response) == ["BAT-01@1.0.0"]
    assert "1 of 1 has a newer version" in all_words(response, "//main//h2")


def test_newest_versions_make_a_new_link_beside_the_old_one(filled, battery):
    old = press_share(filled)
    followed_by(battery, "2.0.0")

    response = Client().post(old, {"do": "newest"}, follow=True)

    assert citations(response) == ["BAT-01@2.0.0"]
    assert messages_of(response) == ["This is a new link with the newest versions. The old link stays as it was."]
    assert citations(Client().get(old)) == ["BAT-01@1.0.0"]


def test_shared_link_says_what_is_newer_and_leads_to_the_difference(filled, battery):
    address = press_share(filled)
    followed_by(battery, "1.1.0")

    page = Client().get(address)

    assert all_words(page, "//main//div[@data-color='warning']//li") == ["BAT-01@1.0.0 → 1.1.0"]
    assert parsed(page).xpath("//main//div[@data-color='warning']//li/a/@href") == [
        "/en/criterion/bat-01/compare/1.0.0...1.1.0/"
    ]
    assert parsed(page).xpath("//main//button[@name='do']/@value") == ["take", "newest"]


def test_shared_link_without_anything_newer_offers_no_newest(filled):
    page = Client().get(press_share(filled))

    assert parsed(page).xpath("//main//button[@name='do']/@value") == ["take"]


def test_shared_criteria_can_be_taken_into_ones_own_basket(filled):
    address = press_share(filled)
    VersionFactory(criterion__code="REP-01")
    other = Client()
    other.post(ADD, {"item": "REP-01@1.0.0/L1"}, follow=True)

    response = other.post(address, {"do": "take"}, follow=True)

    assert citations(response) == ["REP-01@1.0.0", "BAT-01@1.0.0"]
    assert messages_of(response) == ["The criteria of this link are in your basket."]
    assert form_of(response)["title"] == "Telephones"
    assert form_of(response)[f"value|{L2}|cycles"] == "1,200"


def test_taking_more_than_a_basket_holds_says_so_and_keeps_what_is_there(filled):
    address = press_share(filled)
    other = Client()
    session = other.session
    session["basket"] = {"items": [{"code": "OLD-01", "number": f"{n}.0.0", "level": 1} for n in range(MOST_ITEMS)]}
    session.save()
    other.cookies["sessionid"] = session.session_key

    response = other.post(address, {"do": "take"}, follow=True)

    assert messages_of(response) == ["a basket holds at most 200 criteria"]
    assert len(other.session["basket"]["items"]) == MOST_ITEMS


def test_empty_basket_is_not_shared_and_stays_where_it_is(client):
    response = client.post(BASKET, {"do": "share"})

    assert (response.url, SharedBasket.objects.count()) == (BASKET, 0)


@pytest.mark.parametrize("key", [UNKNOWN, "x", "a" * 200, "criteria"])
def test_broken_or_foreign_link_is_a_404_with_ways_out(client, key):
    response = client.get(f"/en/b/{key}/")

    assert response.status_code == 404
    assert all_words(response, "//h1") == [
        f"There is no shared basket “{key[:40]}”; check that the whole link was copied"
    ]
    assert parsed(response).xpath("//main//li/a/@href") == ["/en/basket/", "/en/criteria/"]
    assert client.get(f"/en/b/{key}/export.docx").status_code == 404
    assert client.post(f"/en/b/{key}/", {"do": "take"}).status_code == 404


def test_link_that_was_typed_in_capitals_is_found(filled):
    address = press_share(filled)
    key = address.split("/")[3]

    assert Client().get(address.replace(key, key.upper())).status_code == 200


def test_shared_link_is_in_the_language_of_its_address(filled, battery):
    TranslationFactory(version=battery, language="sv")

    response = Client().get(press_share(filled).replace("/en/", "/sv/"))

    assert "[sv]" in all_words(response, "//main//article/h3")[0]


def test_basket_and_shared_link_offer_every_format_once(filled):
    address = press_share(filled)

    for path in (BASKET, address):
        hrefs = parsed(filled.get(path)).xpath("//section[@aria-labelledby='export']//a/@href")
        assert hrefs == [f"{path}export.{each}" for each in ("docx", "pdf", "xlsx", "json")]


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx", "json"])
def test_basket_and_shared_link_are_downloads_in_each_format(filled, suffix):
    address = press_share(filled)

    for response in (filled.get(f"/en/basket/export.{suffix}"), Client().get(f"{address}export.{suffix}")):
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'attachment; filename="joint-demand-annex-en.{suffix}"'
        assert (response["Content-Language"], response["Cache-Control"]) == ("en", "private, no-store")


def test_download_holds_the_changed_value_under_the_title(filled):
    document = Document(io.BytesIO(filled.get("/en/basket/export.docx").content))
    data = json.loads(filled.get("/en/basket/export.json").content)

    assert document.paragraphs[0].text == "Telephones"
    assert data["groups"][0]["criteria"][0]["own_values"] == {"cycles": "1200"}


def test_export_of_an_empty_basket_leads_back_with_a_word(client):
    response = client.get("/en/basket/export.docx", follow=True)

    assert messages_of(response) == ["The basket is empty, so there is nothing to export. Add a criterion first."]
    assert response.redirect_chain == [(BASKET, 302)]


def test_export_with_a_value_out_of_its_bounds_leads_back_to_the_field(filled):
    filled.post(BASKET, form_of(filled.get(BASKET)) | {"do": "save", f"value|{L2}|cycles": "9000"}, follow=True)

    response = filled.get("/en/basket/export.docx", follow=True)

    assert messages_of(response) == ["A value is out of its bounds. Correct it below, then export again."]
    assert parsed(response).xpath("//input[@aria-invalid='true']/@value") == ["9000"]


def test_unknown_format_is_a_404_that_names_the_ones_there_are(filled):
    response = filled.get("/en/basket/export.odt")

    assert (response.status_code, all_words(response, "//h1")) == (404, ["There is no export.odt"])
    assert parsed(response).xpath("//main//li/a/@href") == [
        f"/en/basket/export.{each}" for each in ("docx", "pdf", "xlsx", "json")
    ]


def test_pdf_that_cannot_be_made_is_a_message_and_nothing_is_lost(filled, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "PROGRAM", [str(tmp_path / "python")])

    response = filled.get("/en/basket/export.pdf", follow=True)

    assert messages_of(response) == [
        "The document could not be made. Nothing is lost: try again, or take another format."
    ]
    assert form_of(response)[f"value|{L2}|cycles"] == "1,200"


def test_failing_pandoc_is_a_message_and_nothing_is_lost(filled, monkeypatch, tmp_path, caplog):
    broken = tmp_path / "pandoc"
    broken.write_text("#!/bin/sh\necho out of paper >&2\nexit 83\n")
    broken.chmod(0o755)
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(broken))

    response = filled.get("/en/basket/export.docx", follow=True)

    assert messages_of(response) == [
        "The document could not be made. Nothing is lost: try again, or take another format."
    ]
    assert form_of(response)[f"value|{L2}|cycles"] == "1,200"
    assert "out of paper" in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/en/basket/"},
        {"Origin": "http://testserver.evil.example"},
    ],
)
def test_post_from_another_site_is_refused_and_changes_nothing(filled, headers):
    address = press_share(filled)
    before = filled.session["basket"]

    answers = [filled.post(path, {"do": "empty", "item": L1}, headers=headers) for path in (BASKET, ADD, address)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert filled.session["basket"] == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/en/criteria/smartphones/"},
    ],
)
def test_post_from_our_own_pages_needs_no_token(battery, headers):
    visitor = Client(enforce_csrf_checks=True)

    response = visitor.post(ADD, {"item": L1}, headers=headers)

    assert (response.status_code, len(visitor.session["basket"]["items"])) == (302, 1)


def test_shared_link_of_an_old_kind_of_item_still_opens(client):
    gone = Basket(items=(BasketItem(code="OLD-01", number="1.0.0", level=1),), title="Old")

    response = client.get(share(gone).get_absolute_url())

    assert (response.status_code, citations(response)) == (200, [])
    assert "OLD-01@1.0.0/L1 does not exist." in all_words(response, "//main/p")


@pytest.mark.parametrize("count", [1, 3])
def test_shared_page_takes_six_queries(client, django_assert_num_queries, count):
    for n in range(count):
        followed_by(VersionFactory(criterion__code=f"BAT-0{n + 1}"), "1.1.0")
    items = tuple(BasketItem(code=f"BAT-0{n + 1}", number="1.0.0", level=1) for n in range(count))
    address = share(Basket(items=items)).get_absolute_url()

    with django_assert_num_queries(6):  # the basket, then versions, translations, errata, what is in force, edges
        client.get(address)
