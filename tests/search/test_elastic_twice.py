"""An alias has one index, whoever makes it: workers that begin at once, or one whose node has only just come back."""

import pytest

from search.elastic import indices
from search.elastic.client import send
from search.elastic.documents import all_aliases
from search.elastic.indices import _create_if_missing, ensure_indices
from search.errors import EngineUnavailable
from tests.races import race

pytestmark = pytest.mark.django_db


def test_workers_that_begin_at_once_make_an_index_once(elasticsearch):
    name = f"{all_aliases()[0]}-race"

    race(*[lambda: _create_if_missing(name)] * 3)

    (made,) = send("GET", f"/_alias/{name}")
    send("DELETE", f"/{made}")


def test_node_that_does_not_know_the_indices_yet_makes_no_second_ones(elasticsearch, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(indices, "_current", dict)

        with pytest.raises(EngineUnavailable):
            ensure_indices()

    assert [len(send("GET", f"/_alias/{name}")) for name in all_aliases()] == [1] * len(all_aliases())
