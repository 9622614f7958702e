"""What Elasticsearch keeps of an entry: one mapping for all indices, which takes no field that it does not know."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from portal.core.viewer import EVERYONE
from search.elastic.analysis import analysis, analyzer
from search.entries import Entry, EntryKind, kind_of
from search.packing import option_names
from search.stored import Stored
from search.words import foreign_tokens

MOST_CHARACTERS = 50_000  # of a text in one language that can be found, as in the database
LONGEST_KEYWORD = 200
SHORTEST_PREFIX, LONGEST_PREFIX = 4, 15  # letters of a beginning that is looked up like a word
PUBLIC, MEMBERS = "public", "members"
WALLS = (PUBLIC, MEMBERS)  # a visitor's search touches the public indices only


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def alias(wall: str, kind: str) -> str:
    """The name under which an index is read and written, whichever it is at present."""
    return f"{settings.ELASTICSEARCH_PREFIX}-{wall}-{kind}"


def all_aliases() -> list[str]:
    return [alias(wall, kind) for wall in WALLS for kind in EntryKind.values]


def documents(stored: Stored, *, in_new_index: bool = False) -> dict[str, dict[str, Any]]:
    """What each wall's index gets of an entry: itself in one; in the others, and when it is gone, a tombstone.

    A tombstone is visible to nobody. It keeps the revision, which a deletion would only for a minute. Where nothing
    older can stand, in an index that is being built and before the first revision, there are none.
    """
    gone = {"key": stored.key, "kind": kind_of(stored.key), "visible_to": [], "digest": ""}
    tombstones = {} if in_new_index or stored.revision <= 1 else dict.fromkeys(WALLS, gone)
    return {**tombstones, **({wall_of(stored.entry): document(stored.entry, stored.digest)} if stored.entry else {})}


def wall_of(entry: Entry) -> str:
    """Which indices an entry belongs to: what not everyone may see is never beside what everyone may."""
    return PUBLIC if EVERYONE in entry.visible_to else MEMBERS


def index_settings() -> dict[str, Any]:
    return {
        "index": {
            "refresh_interval": "-1",  # every batch of the sync refreshes
            "max_result_window": 2_000,
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
        },
        "analysis": analysis(),
    }


def mapping() -> dict[str, Any]:
    """Explicit and strict: a field that is not here is a fault, not a guess."""
    stored = {"type": "keyword", "index": False, "doc_values": False}
    keyword = {"type": "keyword", "ignore_above": LONGEST_KEYWORD}
    beginnings = {"index_prefixes": {"min_chars": SHORTEST_PREFIX, "max_chars": LONGEST_PREFIX}}
    return {
        "dynamic": "strict",
        "properties": {
            "key": keyword,
            "kind": keyword,
            "position": keyword,
            "path": stored,
            "code": keyword,
            "version": stored,
            "codes": {"type": "text", "analyzer": "words"},
            "foreign": keyword,  # words beyond the Latin alphabet, as search.words writes them
            "visible_to": keyword,
            "hidden_from": keyword,
            "used": {"type": "integer"},
            "digest": stored,
            "since": {"type": "date"},
            "until": {"type": "date"},
            "updated": {"type": "date"},
            "options": {"type": "keyword"},  # of all facets, as search.packing writes them: one count for all of them
            "title": {"dynamic": "strict", "properties": {code: _text(code, beginnings) for code in languages()}},
            "text": {"dynamic": "strict", "properties": {code: _text(code, beginnings) for code in languages()}},
        },
    }


def _text(language: str, beginnings: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "text", "analyzer": analyzer(language), "index_options": "offsets", **beginnings}


def document(entry: Entry, digest: str = "") -> dict[str, Any]:
    """An entry as it is indexed; a language that the site does not have is left out."""
    known = languages()
    first_title = next(iter(entry.title.values()), "")
    return {
        "key": entry.key,
        "kind": entry.kind,
        "position": (entry.code or first_title).casefold()[:100],
        "path": entry.path,
        "code": entry.code,
        "version": entry.version,
        "codes": [entry.code, *entry.codes],
        "foreign": sorted(_foreign(entry)),
        "visible_to": list(entry.visible_to),
        "hidden_from": list(entry.hidden_from),
        "used": entry.used,
        "digest": digest,
        "since": entry.since.isoformat() if entry.since else None,
        "until": entry.until.isoformat() if entry.until else None,
        "updated": entry.updated.isoformat(),
        "options": option_names(entry.facets),
        "title": {code: title for code, title in entry.title.items() if code in known},
        "text": {code: text[:MOST_CHARACTERS] for code, text in entry.text.items() if code in known},
    }


def _foreign(entry: Entry) -> set[str]:
    texts = [(code, text[:MOST_CHARACTERS]) for part in (entry.title, entry.text) for code, text in part.items()]
    return {token for code, text in texts if not text.isascii() for token in foreign_tokens(text, code)}
