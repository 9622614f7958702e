"""What changed as a Word file: from the page that compares, from a basket, from a shared basket."""

import io

import pytest
from django.test import Client
from docx import Document

from registry.takeaway.basket import Basket, BasketItem, share
from registry.takeaway.exports import docx
from registry.takeaway.exports.formats import DOCX
from tests.factories.registry import VersionFactory
from tests.registry.takeaway.redlines import two_versions
from tests.registry.views.pages import all_words, messages_of, parsed
from tests.tracked import accepted, rejected

pytestmark = pytest.mark.django_db
COMPARE = "/en/criterion/bat-01/compare/1.0.0...2.0.0/"
OLD_ITEM = BasketItem(code="BAT-01", number="1.0.0", level=1)
FAILED = "The document could not be made. Nothing is lost: try again, or take another format."


@pytest.fixture
def pair():
    return two_versions()


@pytest.fixture
def shared(pair):
    """A link that somebody shared when the first version was new, with a criterion that has not changed."""
    VersionFactory(criterion__code="CLI-01")
    items = (OLD_ITEM, BasketItem(code="CLI-01", number="1.0.0", level=1))
    return share(Basket(items=items, title="Annex 3")).get_absolute_url()


@pytest.fixture
def without_pandoc(monkeypatch, tmp_path):
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(tmp_path / "pandoc"))


def links(response):
    return parsed(response).xpath("//main//a[@download and contains(., 'tracked')]/@href")


def headings(response):
    document = Document(io.BytesIO(response.content))
    return [each.text for each in document.paragraphs if each.style.name in ("Title", "Heading 1")]


def test_compare_page_offers_the_file(client, pair):
    response = client.get(COMPARE)

    assert links(response) == [f"{COMPARE}changes.docx"]
    assert all_words(response, "//main//a[@download]") == ["Word with tracked changes (DOCX)"]


def test_file_of_two_versions(client, pair):
    response = client.get(f"{COMPARE}changes.docx")

    assert response["Content-Type"] == DOCX
    assert response["Content-Disposition"] == 'attachment; filename="BAT-01-1.0.0-2.0.0-changes-en.docx"'
    assert response["Content-Language"] == "en"
    assert headings(response) == ["BAT-01: What changed from 1.0.0 to 2.0.0", "BAT-01 Battery that lasts"]
    assert "A battery that lasts keeps a <good> phone in use." in accepted(response.content)
    assert "A battery that lasts keeps a phone in use." in rejected(response.content)


def test_file_is_in_the_language_of_its_address(client, pair):
    response = client.get(COMPARE.replace("/en/", "/sv/") + "changes.docx")

    assert response["Content-Language"] == "sv"
    assert Document(io.BytesIO(response.content)).core_properties.language == "sv-SE"


def test_code_may_be_written_in_any_case(client, pair):
    assert client.get(COMPARE.replace("bat-01", "BAT-01") + "changes.docx").status_code == 200


@pytest.mark.parametrize("path", ["bat-02/compare/1.0.0...2.0.0", "bat-01/compare/1.0.0...3.0.0"])
def test_version_that_does_not_exist_is_told_with_those_that_do(client, pair, path):
    response = client.get(f"/en/criterion/{path}/changes.docx")

    assert response.status_code == 404
    assert any("bat-01" in href for href in parsed(response).xpath("//main//a/@href"))


def test_version_compared_with_itself_has_a_page_and_no_file(client, pair):
    same = COMPARE.replace("2.0.0", "1.0.0")

    response = client.get(f"{same}changes.docx")

    assert (response.status_code, response.url) == (302, same)
    assert links(client.get(same)) == []


def test_shared_basket_offers_one_file_of_all_that_changed(client, shared):
    assert links(client.get(shared)) == [f"{shared}changes.docx"]


def test_file_of_a_shared_basket_holds_only_what_changed(client, shared):
    response = client.get(f"{shared}changes.docx")

    assert response["Content-Disposition"] == 'attachment; filename="joint-demand-annex-changes-en.docx"'
    assert response["Cache-Control"] == "private, no-store"
    assert headings(response) == ["Annex 3", "BAT-01 Battery that lasts"]


def test_link_that_nobody_shared_is_told(client):
    assert client.get(f"/en/b/{'mz' * 13}/changes.docx").status_code == 404


def test_own_basket_offers_the_file_of_its_old_versions(client, pair):
    client.post("/en/basket/add/", {"item": OLD_ITEM.key})

    assert links(client.get("/en/basket/")) == ["/en/basket/changes.docx"]
    assert headings(client.get("/en/basket/changes.docx"))[1:] == ["BAT-01 Battery that lasts"]


def test_basket_of_somebody_else_is_not_in_the_file(client, pair):
    client.post("/en/basket/add/", {"item": OLD_ITEM.key})

    assert Client().get("/en/basket/changes.docx").status_code == 302


def test_basket_of_the_newest_versions_offers_nothing_and_says_why(client, pair):
    client.post("/en/basket/add/", {"item": "BAT-01@2.0.0/L1"})

    response = client.get("/en/basket/changes.docx", follow=True)

    assert links(response) == []
    assert messages_of(response)[-1] == "No version in the basket has a newer one, so there is nothing to compare."


def test_empty_basket_says_the_same(client):
    response = client.get("/en/basket/changes.docx", follow=True)

    assert messages_of(response) == ["No version in the basket has a newer one, so there is nothing to compare."]


@pytest.mark.usefixtures("without_pandoc")
def test_file_of_two_versions_that_cannot_be_made_leads_back_and_says_so(client, pair):
    response = client.get(f"{COMPARE}changes.docx", follow=True)

    assert response.redirect_chain == [(COMPARE, 302)]
    assert messages_of(response) == [FAILED]


@pytest.mark.usefixtures("without_pandoc")
def test_file_of_a_basket_that_cannot_be_made_leads_back_and_says_so(client, shared):
    response = client.get(f"{shared}changes.docx", follow=True)

    assert response.redirect_chain == [(shared, 302)]
    assert messages_of(response) == [FAILED]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_file_is_only_read(client, pair, method):
    assert getattr(client, method)(f"{COMPARE}changes.docx").status_code == 405
