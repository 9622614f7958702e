"""The search for programs: JSON with a cursor, and titles while somebody types."""

import pytest

from search.queries import LARGEST_PAGE
from tests.factories.registry import VersionFactory
from tests.factories.search import rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _backend(backend):
    """Every test for every backend."""


@pytest.fixture
def batteries(_backend):
    for number in ("01", "02", "03"):
        VersionFactory(criterion__code=f"BAT-{number}", number="1.2.0")
    list(rebuild())


def answer(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


@pytest.mark.usefixtures("batteries")
def test_answer_has_what_the_page_shows(client):
    found = answer(client, "/en/search.json?q=batteries&kind=criterion")

    assert (found["total"], found["kinds"], found["next"]) == (3, {"criterion": 3}, None)
    assert (found["all_words"], found["degraded"], found["behind"], found["suggestion"]) == (True, False, False, "")
    assert found["facets"]["theme"] == {"battery": 3}
    hit = found["hits"][0]
    assert (hit["kind"], hit["code"], hit["version"], hit["language"]) == ("criterion", "BAT-01", "1.2.0", "en")
    assert hit["url"] == "http://127.0.0.1:8000/en/criterion/bat-01/"
    assert (hit["title"], hit["title_html"]) == ("Battery that lasts", "<mark>Battery</mark> that lasts")
    assert "<" not in hit["excerpt"]


@pytest.mark.usefixtures("batteries")
def test_cursor_leads_through_all_hits(client):
    codes, address = [], "/en/search.json?q=battery&size=1"
    while address:
        found = answer(client, address.removeprefix("http://127.0.0.1:8000"))
        codes += [hit["code"] for hit in found["hits"]]
        address = found["next"]

    assert codes == ["BAT-01", "BAT-02", "BAT-03"]


@pytest.mark.usefixtures("batteries")
@pytest.mark.parametrize(
    "parameters", ["size=0", "size=x", "size=99999999", f"size={LARGEST_PAGE + 1}", "cursor=x", "like=x", "like=page:1"]
)
def test_what_means_nothing_is_ignored(client, parameters):
    assert answer(client, f"/en/search.json?q=battery&{parameters}")["total"] == 3


@pytest.mark.usefixtures("batteries")
def test_titles_are_found_by_the_beginning_of_a_word(client):
    found = answer(client, "/en/search/suggest.json?q=ba")["titles"]

    assert [title["code"] for title in found] == ["BAT-01", "BAT-02", "BAT-03"]
    assert found[0] == {
        "kind": "criterion",
        "code": "BAT-01",
        "title": "Battery that lasts",
        "language": "en",
        "url": "/en/criterion/bat-01/",
    }


TYPED = [("that la", 3), ("batte", 3), ("Battery", 3), ("bat-0", 3), ("bat-01", 1), ("bat", 3), ("bat-", 3)]
TYPED_IN_VAIN = [("b", 0), ("", 0), ("zz", 0)]


@pytest.mark.usefixtures("batteries")
@pytest.mark.parametrize(("text", "count"), TYPED + TYPED_IN_VAIN)
def test_titles_of_what_is_typed(client, text, count):
    assert len(answer(client, f"/en/search/suggest.json?q={text}")["titles"]) == count


@pytest.mark.usefixtures("batteries")
def test_visitors_answer_sets_no_cookie_and_reads_no_session(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = client.get("/en/search.json?q=battery")

    assert (response.cookies, response["Vary"]) == ({}, "Cookie")
