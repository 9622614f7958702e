"""How a version stands on a day: in force or not, since when, and what to use now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.enums import IN_FORCE, REMARKS, StatusKind
from registry.models import Criterion, CriterionVersion, StatusEvent
from registry.sealed.texts import Text


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The status of a version in words, with a way on where it is not the one to use."""

    kind: str  # a StatusKind, or "upcoming" before the first event takes effect
    since: date | None
    sentence: str
    reason: Text | None = None
    why_nothing: Text | None = None  # to use instead of a withdrawn version
    instead: tuple[str, ...] = ()  # codes of criteria, and numbers of versions, that its last event names
    errata: tuple[Text, ...] = ()

    @property
    def is_in_force(self) -> bool:
        return self.kind in IN_FORCE


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One line of a criterion's history."""

    version: CriterionVersion
    standing: Standing
    summary: Text | None  # of the change from its base
    is_later: bool = False  # than the version whose page it stands on


def standing_of(events: list[StatusEvent], *, on: date, language: str) -> Standing:
    """Read the status of a version or release on a day from its events."""
    past = [event for event in events if event.effective_on <= on]
    errata = tuple(text for event in past if event.kind == StatusKind.ERRATUM and (text := erratum_of(event, language)))
    states = [event for event in past if event.kind not in REMARKS]
    if not states:
        first = min((event.effective_on for event in events), default=None)
        shown = date_format(first, "DATE_FORMAT") if first else "–"
        sentence = _("Takes effect on %(date)s.") % {"date": shown}
        return Standing(kind="upcoming", since=first, sentence=sentence, errata=errata)
    current = max(states, key=lambda event: (event.effective_on, event.sequence))
    return Standing(
        kind=current.kind,
        since=current.effective_on,
        sentence=_sentence(current) % {"date": date_format(current.effective_on, "DATE_FORMAT")},
        reason=_reason(current, language, "reason"),
        why_nothing=_reason(current, language, "why_nothing"),
        instead=_named(current),
        errata=errata,
    )


def erratum_of(event: StatusEvent, language: str) -> Text | None:
    """The words of an erratum, with the version that mends it."""
    note, mended = _reason(event, language, "note"), event.parsed_details.get("mended_in")
    if note is None or not mended:
        return note
    with override(note.lang):  # one language in one note
        return Text(f"{note} {_('Mended in %(version)s.') % {'version': mended}}", note.lang)


def _named(event: StatusEvent) -> tuple[str, ...]:
    said = event.parsed_details
    return (*said.get("instead", ()), *filter(None, [said.get("later")]))


def _sentence(event: StatusEvent) -> str:
    """What its status means; other criteria may have taken its place, and a deprecated version may have no heir."""
    has_heirs = bool(event.parsed_details.get("instead"))
    if event.kind == StatusKind.SUPERSEDED and has_heirs:
        return _("Superseded since %(date)s: other criteria have taken its place.")
    return _sentences()[StatusKind(event.kind)]


def _sentences() -> dict[StatusKind, str]:
    return {
        StatusKind.CONSULTATION: _("In consultation since %(date)s: the text may still change."),
        StatusKind.VOTING: _("Put to a vote on %(date)s."),
        StatusKind.PUBLISHED: _("In force since %(date)s."),
        StatusKind.DEPRECATED: _("Deprecated since %(date)s: still in force, but a replacement is coming."),
        StatusKind.SUPERSEDED: _("Superseded since %(date)s: a newer version is in force."),
        StatusKind.WITHDRAWN: _("Withdrawn since %(date)s: do not use it in a new tender."),
        StatusKind.ADOPTED: _("Adopted on %(date)s: its text was published as a version."),
        StatusKind.LAPSED: _("Lapsed on %(date)s: it was never published."),
    }


def _reason(event: StatusEvent, language: str, field: str) -> Text | None:
    return in_language(event.parsed_details.get(field), language)


def in_language(texts: dict[str, str] | None, language: str) -> Text | None:
    """One of several texts: in the reader's language, else in English, else in any."""
    if not texts:
        return None
    shown = language if language in texts else "en" if "en" in texts else next(iter(texts))
    return Text(texts[shown], shown)


def history_of(
    criterion: Criterion, *, on: date, language: str, around: CriterionVersion | None = None
) -> list[VersionRow]:
    """Every final of a criterion, newest first, each with its standing; two queries.

    A candidate is among them only where the history is told around itself.
    """
    listed = criterion.versions.filter(Q(prerelease="") | Q(pk=around.pk if around else None))
    versions = listed.newest_first().defer("content").prefetch_related("events")
    rows = []
    for version in versions:
        version.criterion = criterion
        standing = standing_of(list(version.events.all()), on=on, language=language)
        rows.append(
            VersionRow(
                version=version,
                standing=standing,
                summary=in_language(version.parsed_change.get("summary"), language),
                is_later=around is not None and version.number > around.number,
            )
        )
    return rows


def version_in_force(rows: list[VersionRow]) -> CriterionVersion | None:
    """The newest version in force among the rows of one criterion's history."""
    return next((row.version for row in rows if row.standing.is_in_force and not row.version.prerelease), None)
