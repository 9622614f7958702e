"""What only the backend on Elasticsearch does: walls between audiences, one request a search, clear failures."""

import pytest
from django.utils import timezone

from portal.core.viewer import EVERYONE, Viewer
from search.elastic import ElasticBackend, backend
from search.elastic.client import send
from search.elastic.documents import alias, document
from search.elastic.requests import indices
from search.entries import EntryKind
from search.errors import EngineFault, EngineUnavailable
from search.models import EngineChange
from tests.bench_search.counting import relay
from tests.factories.search import Indexed, asked, entry, found

pytestmark = pytest.mark.django_db

MEMBER = Viewer((EVERYONE, "members", "organisation:7"))


@pytest.fixture
def elastic(elasticsearch, db, settings):
    settings.SEARCH_BACKEND = "search.elastic.ElasticBackend"
    return Indexed()


def count(wall):
    """Without tombstones."""
    alive = {"query": {"exists": {"field": "visible_to"}}}
    return send("POST", f"/{alias(wall, 'criterion')}/_count", alive)["count"]


def test_what_not_everyone_may_see_lies_in_indices_that_no_visitor_touches(elastic):
    elastic.index([entry("criterion:1", "A battery"), entry("criterion:2", "A battery", visible_to=("members",))])

    assert (count("public"), count("members")) == (1, 1)
    assert "members" not in indices(asked("battery"))
    assert sorted(found(elastic, "battery", viewer=MEMBER)) == ["criterion:1", "criterion:2"]


@pytest.mark.parametrize("audiences", [(EVERYONE,), ()])
def test_visitor_and_nobody_read_the_public_indices_only(settings, audiences):
    settings.ELASTICSEARCH_PREFIX = "jd"

    assert indices(asked(viewer=Viewer(audiences))) == ",".join(f"jd-public-{kind}" for kind in EntryKind.values)


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
def test_search_is_one_request(elastic, settings, text):
    elastic.index([entry("criterion:1", "A battery, a charger and a cable")])

    with relay(settings.ELASTICSEARCH_URL) as between:
        settings.ELASTICSEARCH_URL = between.url
        elastic.search(asked(text))

    assert between.requests == 1


def test_facet_with_very_many_options_has_the_most_frequent(elastic, monkeypatch):
    monkeypatch.setattr(backend, "MOST_OPTIONS", 2)
    sets = {"criterion:1": ("a", "b", "c"), "criterion:2": ("b", "c"), "criterion:3": ("c",)}
    elastic.index([entry(key, "A battery", facets={"set": own, "level": ("1",)}) for key, own in sets.items()])

    facets = elastic.search(asked("battery")).facets

    assert facets == {"set": {"c": 3, "b": 2}, "level": {"1": 3}}


def test_index_of_an_older_release_is_a_fault_that_says_what_to_do(elastic):
    elastic.index([entry("criterion:1", "A battery")])
    older = {key: value for key, value in document(entry("criterion:2", "A battery")).items() if key != "options"}
    send("PUT", f"/{alias('public', 'criterion')}/_doc/criterion:2?refresh=true", older)

    with pytest.raises(EngineFault, match="'options': run search_rebuild"):
        elastic.search(asked("battery"))


def test_entry_that_the_engine_refuses_is_set_aside_and_others_are_taken(elastic, caplog):
    longest = {"set": ("x" * 40_000,)}
    elastic.index([entry("criterion:1", "A battery", facets=longest), entry("criterion:2", "A battery")])

    assert found(elastic, "battery") == ["criterion:2"]
    [refused] = EngineChange.objects.all()
    assert (refused.key, refused.attempts) == ("criterion:1", 1)
    assert "failed to parse field [options]" in refused.fault
    assert refused.retry_at > timezone.now()
    assert "The search engine refused criterion:1" in caplog.text


def test_server_that_does_not_answer_is_unavailable(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(EngineUnavailable):
        ElasticBackend().search(asked("battery"), denied=())


def test_request_that_makes_no_sense_is_a_fault(elastic):
    with pytest.raises(EngineFault, match="parsing_exception"):
        send("POST", f"/{alias('public', 'criterion')}/_search", {"query": {"nonsense": {}}})


def test_keys_of_a_kind_are_read_page_after_page(elastic, monkeypatch):
    monkeypatch.setattr("search.elastic.indices.SCAN_SIZE", 2)
    elastic.index([entry(f"criterion:{n}") for n in range(5)])

    assert elastic.keys("criterion") == {f"criterion:{n}" for n in range(5)}
    assert elastic.keys("page") == set()
