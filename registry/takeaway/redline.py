"""Older versions of criteria with the way to newer ones, made ready to be tracked in a document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.diffs.fields import FieldDiff, fields_of
from registry.diffs.structure import ChangeKind
from registry.diffs.tracked import Tracking
from registry.enums import StatusKind
from registry.models import CriterionVersion
from registry.sealed.texts import Text
from registry.takeaway.annex import Annex
from registry.takeaway.cite import PUBLISHER
from registry.takeaway.status_notes import notes_on

HASH_SHOWN = 12  # signs of the hash, enough to tell texts apart

Pair = tuple[int, int]  # primary keys of the older and of the newer version


@dataclass(frozen=True, kw_only=True)
class TrackedField:
    """One field in its place in the document."""

    heading: SafeString
    text: SafeString
    lang: str  # of the text; empty where it is not the registry's
    facts: tuple[SafeString, ...]


@dataclass(frozen=True, kw_only=True)
class CitedVersion:
    """What the head of the document says of one side."""

    version: CriterionVersion  # with status and errata
    published_on: date
    notes: tuple[Text, ...]

    @property
    def short_hash(self) -> str:
        return self.version.content_hash[:HASH_SHOWN]


@dataclass(frozen=True, kw_only=True)
class TrackedCriterion:
    """The way from one version of a criterion to another, field by field."""

    code: str
    sides: tuple[CitedVersion, CitedVersion]
    title: SafeString
    title_lang: str
    fields: tuple[TrackedField, ...]
    is_in_other_language: bool  # a field is, because one side has no translation


@dataclass(frozen=True, kw_only=True)
class Redline:
    title: str
    language: str
    criteria: tuple[TrackedCriterion, ...]


def pairs_of(annex: Annex) -> list[Pair]:
    """Each old version of an annex with the newer one in force, once, in the order of the annex."""
    return list(dict.fromkeys((entry.version.pk, entry.newer.pk) for entry in annex.newer if entry.newer))


def make_redline(pairs: Iterable[Pair], *, language: str, on: date, title: str = "") -> Redline:
    """Read pairs of versions of a criterion as of a day, in a fixed number of queries; without a title one is made.

    Raises KeyError if there is no such version.
    """
    wanted = list(pairs)
    rows = CriterionVersion.objects.with_status(on=on).with_errata(on=on).for_cards().prefetch_related("events")
    versions = rows.in_bulk([pk for pair in wanted for pk in pair])
    with override(language):
        criteria = tuple(_criterion(versions[old], versions[new], language) for old, new in wanted)
        return Redline(title=title or _title(criteria), language=language, criteria=criteria)


def _title(criteria: tuple[TrackedCriterion, ...]) -> str:
    if len(criteria) != 1:
        return _("Criteria with tracked changes")
    old, new = (side.version for side in criteria[0].sides)
    return f"{old.criterion}: {_('What changed from %(a)s to %(b)s') % {'a': old.number, 'b': new.number}}"


def _criterion(old: CriterionVersion, new: CriterionVersion, language: str) -> TrackedCriterion:
    cited = _cited(old, language), _cited(new, language)
    newer = max(cited, key=lambda side: side.version.number)
    tracking = Tracking(PUBLISHER, newer.published_on)
    title, *fields = fields_of(old, new, language)
    return TrackedCriterion(
        code=new.criterion.code,
        sides=cited,
        title=SafeString("".join(tracking.segments(line.segments) for line in title.lines)),
        title_lang=title.lang,
        fields=tuple(_tracked(fields, tracking)),
        is_in_other_language=any(field.lang not in ("", language) for field in (title, *fields)),
    )


def _tracked(fields: Iterable[FieldDiff], tracking: Tracking) -> Iterator[TrackedField]:
    for field in fields:
        was, is_now = field.kind != ChangeKind.ADDED, field.kind != ChangeKind.REMOVED
        yield TrackedField(
            heading=tracking.whole(field.name, was=was, is_now=is_now),
            text=tracking.lines(field.lines),
            lang=field.lang,
            facts=tuple(tracking.fact(*fact) for fact in field.sides),
        )


def _cited(version: CriterionVersion, language: str) -> CitedVersion:
    """A candidate was never published: it has the day on which it was sealed."""
    days = (event.effective_on for event in version.events.all() if event.kind == StatusKind.PUBLISHED)
    day = min(days, default=version.sealed_at.date())
    return CitedVersion(version=version, published_on=day, notes=notes_on(version, language))
