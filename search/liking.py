"""More like this: the title of an entry as a question, if whoever asks may see the entry."""

from dataclasses import replace

from search.models import IndexedText
from search.packing import unpack_names
from search.pending import read_pending
from search.queries import SearchQuery
from search.standing import standing


def liked(query: SearchQuery) -> SearchQuery:
    """The query with the title of the entry it wants more like; it wants nothing like what the reader may not see."""
    if not query.like:
        return query
    title = _title(query)
    return replace(query, like_title=title) if title else replace(query, like="")


def _title(query: SearchQuery) -> str:
    """In the reader's language, else in the first there is; empty unless the reader finds the entry."""
    pending = read_pending()
    rows = IndexedText.objects.select_related("entry").filter(entry__key=query.like, entry__is_gone=False)
    found = [row for row in rows.order_by("pk") if _is_shown(row, query)]
    if not found or pending.is_too_much or query.like in pending.unread:
        return ""
    shown_in = standing([query.like], query)[query.like].keys()
    found = [row for row in found if shown_in & {"", row.language}]
    found.sort(key=lambda row: row.language != query.language)
    return found[0].title if found else ""


def _is_shown(row: IndexedText, query: SearchQuery) -> bool:
    entry, audiences = row.entry, set(query.viewer.audiences)
    if audiences.isdisjoint(unpack_names(entry.visible_to)) or audiences & set(unpack_names(entry.hidden_from)):
        return False
    return (entry.since is None or entry.since <= query.on) and (entry.until is None or entry.until > query.on)
