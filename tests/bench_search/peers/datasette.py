"""Datasette over a copy of our tables: the same words in the same FTS5 index, the facets as columns.

It is asked for less than we answer: no highlights, no order of relevance, one value a facet, everyone sees all.
"""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from search.database.expressions import fts5
from search.queries import PAGE_SIZE, SearchQuery
from search.terms import question
from tests.bench.server import free_port, wait_for
from tests.bench_search.peers.models import FACETS

SECONDS = 60_000  # in milliseconds: no query and no facet is given up
_NAMES = ", ".join(f'"{name}"' for name in FACETS)  # the first is the kind
_COLUMNS = ", ".join(f"option(facets, '{name}') AS \"{name}\"" for name in FACETS[1:])


def copy(ours: Path, peers: Path) -> None:
    """Make the peer's database file of what is indexed in ours."""
    with closing(sqlite3.connect(peers)) as database:
        database.create_function("option", 2, _option, deterministic=True)
        database.execute("ATTACH ? AS ours", [str(ours)])
        database.executescript(f"""
            CREATE TABLE documents (id INTEGER PRIMARY KEY, code, title, text, {_NAMES});
            INSERT INTO documents SELECT e.id, e.code, t.title, t.text, e.kind, {_COLUMNS}
                FROM ours.search_indexedentry e JOIN ours.search_indexedtext t ON t.entry_id = e.id
                GROUP BY e.id HAVING t.id = MIN(t.id);
            CREATE VIRTUAL TABLE words USING fts5(codes, titles, texts, tokenize = 'ascii');
            INSERT INTO words (rowid, codes, titles, texts) SELECT rowid, codes, titles, texts FROM ours.search_words;
        """)
        for name in FACETS:
            database.execute(f'CREATE INDEX "by_{name}" ON documents ("{name}")')
        database.commit()


def _option(packed: str, name: str) -> str:
    """The first option of a facet in what our table packs; empty if there is none."""
    _before, found, after = packed.partition(f"|{name}=")
    return after.partition("|")[0] if found else ""


@contextmanager
def serve(program: Path, file: Path) -> Iterator[int]:
    """Run Datasette over a database file; yields its port."""
    config = file.with_suffix(".json")
    tables = {"documents": {"fts_table": "words", "fts_pk": "id", "searchmode": "raw"}}
    config.write_text(json.dumps({"databases": {file.stem: {"tables": tables}}}))
    port = free_port()
    command = [str(program), "serve", "-i", str(file), "--metadata", str(config), "--port", str(port)]
    for name in ("sql_time_limit_ms", "facet_time_limit_ms"):
        command += ["--setting", name, str(SECONDS)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def path(file: Path, query: SearchQuery) -> str:
    """The address of a question: the same expression that our backend gives to SQLite."""
    asked = question(query.text, query.language)
    filters = [(f"{name}__in", ",".join(values)) for name, values in query.facets.items()]
    facets = [("_facet", name) for name in FACETS]
    shown = [("_col", name) for name in ("code", "title", "text", *FACETS)]
    limits = [("_size", str(PAGE_SIZE)), ("_search", fts5(asked, asked.everywhere)), ("_searchmode", "raw")]
    return f"/{file.stem}/documents.json?{urlencode([*limits, *filters, *facets, *shown])}"
