"""The figures there are, in the order of the table, and what they are judged by at 100,000 documents."""

from tests.bench_search.figures import Aim

PAGE, JSON = "HTML page / raw _search", "JSON / raw _search"
SQLITE, WAGTAIL = "SQLite / Datasette", "ours / Wagtail on Elasticsearch"
RAW_GROWTH, OUR_GROWTH = "growth exponent of p95, raw", "growth exponent of p95, page, above raw's"
CALLS, STATEMENTS = "engine calls of an anonymous search", "SQL statements of an anonymous search"
THROUGHPUT, JSON_THROUGHPUT = "answers a second, 4 clients: page / raw", "answers a second, 4 clients: JSON / raw"
REBUILD, REREAD = "documents a second: rebuild / bare bulk load", "documents a second: reading anew / bare bulk load"
FRESH = "change to searchable, p95, ten a second"
MEMORY, RESIDENT = "memory of a web worker, shared parts divided (PSS)", "memory of a web worker, resident (RSS)"

AIMS = (
    Aim(f"{PAGE}, p50", 2.2, 1.9),
    Aim(f"{PAGE}, p95"),
    Aim(f"{JSON}, p50", 1.7, 1.5),
    Aim(f"{JSON}, p95"),
    Aim(THROUGHPUT, 0.3, 0.45, more_is_better=True),
    Aim(JSON_THROUGHPUT),
    Aim(CALLS, 1, 1, unit=""),
    Aim(STATEMENTS, 2, 1, unit=""),
    Aim(f"{SQLITE}, p50", 0.35, 0.25),
    Aim(f"{SQLITE}, p95", 0.35, 0.25),
    Aim(f"{WAGTAIL}, p50", 0.5, 0.35),
    Aim(f"{WAGTAIL}, p95"),
    Aim(REBUILD, 0.8, 1.0, more_is_better=True),
    Aim(REREAD),
    Aim(FRESH, 1.0, 0.3, unit="s"),
    Aim(MEMORY, 120, 90, unit="MB"),  # resident counts what workers share once for each
    Aim(RESIDENT, unit="MB"),
    Aim(RAW_GROWTH, unit=""),
    Aim(OUR_GROWTH, 0.10, 0.05, unit=""),
)
