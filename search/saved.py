"""Searches that people keep, and what is new in them since they were told last."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.accounts.models import User
from portal.core.access import require
from portal.letters.services import write_letter
from portal.members.viewers import viewer_of
from search.backends import Hit
from search.errors import EngineUnavailable
from search.finding import find
from search.forms import address, read_query
from search.liking import liked
from search.models import SavedSearch
from search.queries import LARGEST_PAGE, SearchQuery, Sort

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise as StrPromise

MOST_SAVED = 30  # of one person
MOST_NEW = 200  # hits looked at each time, the newest
MOST_SEEN = 2_000  # keys remembered of one search
DAYS_TOLD = 14  # for which a search remembers what each letter tells: mail may be late
NEWS = "search.news"  # the kind of letter; its object is the person, its occasion the day
_signer = signing.Signer(salt="search.letters")


class SavingError(Exception):
    """A search that cannot be saved; ``str(error)`` is written for whoever wants to."""

    message: "StrPromise"

    def __init__(self) -> None:
        super().__init__(self.message % {"most": MOST_SAVED})


class NothingAsked(SavingError):
    message = gettext_lazy("This search asks for nothing: type a word or tick a filter first.")


class TooManySaved(SavingError):
    message = gettext_lazy("You have saved %(most)s searches, the most there can be. Delete one first.")


def save_search(encoded: str, *, language: str, actor: User, on: date) -> SavedSearch:
    """Keep a search, with what it finds now as seen. One that is kept already is returned as it is.

    Raises NothingAsked, TooManySaved, PermissionDenied.
    """
    require(actor, "search.save")
    query = _query(encoded, language, actor, on)
    if query is None or not (parameters := address(query).removeprefix("?")):
        raise NothingAsked
    seen = [hit.key for hit in newest(query)]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)  # two at once count one after the other
        mine = SavedSearch.objects.filter(user=actor)
        if old := mine.filter(language=language, parameters=parameters).first():
            return old
        if mine.count() >= MOST_SAVED:
            raise TooManySaved
        return mine.create(user=actor, name=_name(query), language=language, parameters=parameters, seen=seen)


def delete_search(pk: int, *, actor: User) -> int:
    """Forget one of the actor's own searches; how many there were to forget."""
    require(actor, "search.save")
    return SavedSearch.objects.filter(user=actor, pk=pk).delete()[0]


def want_letters(user: User, *, wanted: bool) -> int:
    """Whether somebody gets letters about all their searches from now on; how many searches that is."""
    return SavedSearch.objects.filter(user=user).update(is_silent=not wanted)


def signed_link(user: User) -> str:
    """What stands in the link of a letter; it opens nothing but the way out of such letters, and never expires."""
    return _signer.sign(str(user.pk))


def user_of(signed: str) -> User | None:
    """Whose letters a link stops; None if it is not ours, or its person has gone."""
    try:
        return User.objects.filter(pk=_signer.unsign(signed)).first()
    except signing.BadSignature:
        return None


def tell_all(*, on: date) -> int:
    """Write a letter to everybody who has something new in a saved search; how many.

    Repeated or killed, it tells nothing twice. Raises EngineUnavailable while nothing can be shown.
    """
    wanting = SavedSearch.objects.filter(is_silent=False, user__is_active=True)
    people = wanting.order_by("user").values_list("user", flat=True).distinct()
    return sum(_tell(pk, on) for pk in list(people))


def news_of(search: SavedSearch, user: User, *, day: date, on: date) -> list[Hit]:
    """What the letter of a day tells of one search, as far as its owner may see it now.

    Raises EngineUnavailable while nothing can be shown, so that the letter is tried again.
    """
    keys = set(search.told.get(day.isoformat(), ()))
    return [hit for hit in _found(search, user, on) if hit.key in keys] if keys else []


def newest(query: SearchQuery) -> list[Hit]:
    """The newest hits, MOST_NEW at most. Raises EngineUnavailable while nothing can be shown."""
    query = replace(query, sort=Sort.NEWEST, size=LARGEST_PAGE)
    hits: list[Hit] = []
    while len(hits) < MOST_NEW:
        results = find(query)
        if results.is_behind:
            raise EngineUnavailable("So much has changed that nothing is shown until it is indexed.")
        hits += results.hits if results.all_words else ()  # some of the words are not what was asked
        if not results.next_cursor or not results.all_words:
            break
        query = replace(query, cursor=results.next_cursor)
    return hits[:MOST_NEW]


def _tell(user_id: int, on: date) -> bool:
    """Whether there was something new for one person. No transaction is open while the search is asked."""
    user = User.objects.get(pk=user_id)
    wanting = SavedSearch.objects.filter(user=user_id, is_silent=False).order_by("pk")
    if wanting.filter(last_told_on__gte=on).exists():
        return False
    found = {search.pk: [hit.key for hit in _found(search, user, on)] for search in wanting}
    return _note(user, wanting.filter(pk__in=found), found, on)


@transaction.atomic
def _note(user: User, rows: "QuerySet[SavedSearch]", found: Mapping[int, list[str]], on: date) -> bool:
    """What is told and the letter that tells it stand in one transaction: of two runs, one writes them."""
    searches = list(rows.select_for_update())
    if any(search.last_told_on and search.last_told_on >= on for search in searches):
        return False
    told = [search for search in searches if _note_news(search, found[search.pk], on)]
    if told:
        write_letter(NEWS, user.pk, recipient=user.email, language=told[0].language, occasion=on.isoformat())
    return bool(told)


def _note_news(search: SavedSearch, found: list[str], on: date) -> bool:
    seen = set(search.seen)
    new = [key for key in found if key not in seen]
    if not new:
        return False
    days = {**search.told, on.isoformat(): new}
    search.told = {day: days[day] for day in sorted(days)[-DAYS_TOLD:]}
    search.seen = [*new, *search.seen][:MOST_SEEN]
    search.last_told_on = on
    search.save(update_fields=["told", "seen", "last_told_on"])
    return True


def _found(search: SavedSearch, user: User, on: date) -> list[Hit]:
    query = _query(search.parameters, search.language, user, on)
    return newest(query) if query else []


def _query(encoded: str, language: str, user: User, on: date) -> SearchQuery | None:
    """What its owner asks now; None if it asks for more like what is not there any more."""
    asked = read_query(QueryDict(encoded[:2_000]), viewer=viewer_of(user), language=language, on=on)
    query = liked(asked)
    return query if query.like == asked.like else None


def _name(query: SearchQuery) -> str:
    with override(query.language):
        name = query.text or (_("Like “%(title)s”") % {"title": query.like_title} if query.like_title else "")
    options = [value for values in query.facets.values() for value in values]
    return ", ".join(filter(None, [name, *query.kinds, *options]))[:120]
