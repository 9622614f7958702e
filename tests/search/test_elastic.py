"""What only the backend on Elasticsearch does: walls between audiences, one request a search, clear failures."""

import pytest

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from search.elastic import ElasticBackend
from search.elastic.client import client, send
from search.elastic.documents import alias
from search.elastic.requests import indices
from search.errors import EngineFault, EngineUnavailable
from tests.factories.search import asked, entry, found

pytestmark = pytest.mark.django_db

MEMBER = Viewer((EVERYONE, "members", "organisation:7"))


@pytest.fixture
def elastic(elasticsearch):
    return ElasticBackend()


def count(wall):
    return send("GET", f"/{alias(wall, 'criterion')}/_count")["count"]


def test_what_not_everyone_may_see_lies_in_indices_that_no_visitor_touches(elastic):
    elastic.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery", visible_to=("members",))])

    assert (count("public"), count("members")) == (1, 1)
    assert "members" not in indices(asked("battery"))
    assert sorted(found(elastic, "battery", viewer=MEMBER)) == ["criterion:1", "criterion:2"]


@pytest.mark.parametrize("audiences", [(EVERYONE,), ()])
def test_visitor_and_nobody_read_the_public_indices_only(settings, audiences):
    settings.ELASTICSEARCH_PREFIX = "jd"

    assert indices(asked(viewer=Viewer(audiences))) == "jd-public-criterion,jd-public-page"


def test_entry_that_is_closed_leaves_the_public_index_in_the_same_batch(elastic):
    elastic.index([entry("criterion:1", "A battery")])

    elastic.index([entry("criterion:1", "A battery", visible_to=("organisation:7",))])

    assert (count("public"), count("members")) == (0, 1)
    assert (found(elastic, "battery"), found(elastic, "battery", viewer=MEMBER)) == ([], ["criterion:1"])


def test_scores_of_visitors_do_not_tell_how_much_members_have(elastic):
    elastic.index([entry("criterion:1", "A battery"), entry("criterion:2", "A charger and a battery")])
    before = elastic.search(asked("battery"))

    elastic.index([entry(f"criterion:{n}", "battery " * n, visible_to=("members",)) for n in range(3, 9)])

    assert elastic.search(asked("battery")) == before


@pytest.mark.parametrize("text", ["battery", "", "battery charger cable"])
def test_search_is_one_request(elastic, monkeypatch, text):
    elastic.index([entry("criterion:1", "A battery, a charger and a cable")])
    asked_for = []
    transport = client().transport
    perform = transport.perform_request
    monkeypatch.setattr(
        transport, "perform_request", lambda *args, **named: asked_for.append(args) or perform(*args, **named)
    )

    elastic.search(asked(text))

    assert len(asked_for) == 1


def test_field_that_the_mapping_does_not_know_is_refused(elastic):
    with pytest.raises(EngineFault, match="strict_dynamic_mapping_exception"):
        elastic.index([entry("criterion:1", "A battery", facets={"colour": ("blue",)})])


def test_server_that_does_not_answer_is_unavailable(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(EngineUnavailable):
        ElasticBackend().search(asked("battery"))


def test_request_that_makes_no_sense_is_a_fault(elastic):
    with pytest.raises(EngineFault, match="parsing_exception"):
        send("POST", f"/{alias('public', 'criterion')}/_search", {"query": {"nonsense": {}}})


def test_keys_of_a_kind_are_read_page_after_page(elastic, monkeypatch):
    monkeypatch.setattr("search.elastic.backend.SCAN_SIZE", 2)
    elastic.index([entry(f"criterion:{n}") for n in range(5)])

    assert elastic.keys("criterion") == {f"criterion:{n}" for n in range(5)}
    assert elastic.keys("page") == set()


def test_rebuilding_makes_the_indices_that_are_missing(elastic, settings):
    settings.ELASTICSEARCH_PREFIX += "-new"

    assert list(elastic.rebuild([lambda: [entry("criterion:1", "A battery")]])) == [1]
    assert found(elastic, "battery", viewer=VISITOR) == ["criterion:1"]
    send("DELETE", f"/{','.join(send('GET', f'/_alias/{settings.ELASTICSEARCH_PREFIX}-*'))}")
