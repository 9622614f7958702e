"""What happens in the register as Atom feeds: to all criteria, to those of a set, to one criterion.

An entry is there from the moment something is announced, with the day from which it counts in its words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.atom import AtomFeed, Feed, speakable, tag_host
from portal.core.languages import language_name
from registry.consultations.listing import summary_of
from registry.consultations.times import consultation_url
from registry.enums import StatusKind
from registry.models import (
    CriteriaSet,
    Criterion,
    CriterionVersion,
    ReleaseMember,
    StatusEvent,
    VersionTranslation,
)
from registry.sealed.texts import Text, texts_in
from registry.takeaway.standing import Standing, standing_of

NEWEST = 50
_BEFORE_MEMBERS = (StatusKind.CONSULTATION, StatusKind.VOTING)
_WITH_SUMMARY = (StatusKind.CONSULTATION, StatusKind.PUBLISHED)


@dataclass(frozen=True)
class Scope:
    """What a feed tells of: its name in tags, its title, the page it belongs to and its own address."""

    name: str
    title: str
    page: str
    address: str
    events: QuerySet[StatusEvent]
    translations: QuerySet[VersionTranslation]


class Entry(NamedTuple):
    """Something that happened, in the words of a reader's language; it keeps its name in all of them."""

    told_at: datetime
    name: str
    title: str
    language: str
    path: str
    words: SafeString
    categories: list[str]


def register_scope() -> Scope:
    """Everything that happens to criteria and releases; what a city adapts is its own."""
    events, translations = StatusEvent.objects.filter(adaptation=None), VersionTranslation.objects.all()
    address = reverse("registry:sets-feed")
    return Scope("criteria", _("Criteria"), reverse("registry:sets"), address, events, translations)


def set_scope(criteria_set: CriteriaSet) -> Scope:
    """The releases of a set, and what happens to the criteria that one of them holds or has held."""
    held = ReleaseMember.objects.filter(release__criteria_set=criteria_set).values("criterion")
    events = StatusEvent.objects.filter(Q(release__criteria_set=criteria_set) | Q(version__criterion__in=held))
    translations = VersionTranslation.objects.filter(version__criterion__in=held)
    address = reverse("registry:set-feed", args=[criteria_set.slug])
    page = criteria_set.get_absolute_url()
    return Scope(f"set:{criteria_set}", criteria_set.title, page, address, events, translations)


def criterion_scope(criterion: Criterion) -> Scope:
    """What happens to one criterion, its candidates among it."""
    events = StatusEvent.objects.filter(version__criterion=criterion)
    translations = VersionTranslation.objects.filter(version__criterion=criterion)
    address = reverse("registry:criterion-feed", args=[criterion.slug])
    page = criterion.get_absolute_url()
    return Scope(f"criterion:{criterion}", criterion.code, page, address, events, translations)


def changes_feed(scope: Scope) -> Feed:
    """The newest of a scope in the reader's language, as Atom 1.0. Four queries."""
    language = get_language() or settings.LANGUAGE_CODE
    feed = AtomFeed(
        title=f"{speakable(scope.title)} – Joint Demand",
        link=settings.BASE_URL + scope.page,
        description=_("New versions, consultations, corrections and withdrawals of criteria."),
        language=language,
        feed_url=settings.BASE_URL + scope.address,
        feed_guid=f"tag:{tag_host()},2026:{scope.name}",
        author_name="Joint Demand",
    )
    entries = [*_of_events(scope, language), *_of_translations(scope, language)]
    for entry in sorted(entries, key=lambda entry: entry.told_at, reverse=True)[:NEWEST]:
        feed.add_item(
            title=speakable(entry.title),
            link=settings.BASE_URL + entry.path,
            description=speakable(entry.words),
            unique_id=f"tag:{tag_host()},{entry.told_at:%Y-%m-%d}:{entry.name}",
            pubdate=entry.told_at,
            updateddate=entry.told_at,
            categories=entry.categories,
            language=entry.language,
        )
    return Feed.of(feed)


def _of_events(scope: Scope, language: str) -> Iterator[Entry]:
    own = VersionTranslation.objects.filter(language=language).order_by("-revision")
    related = "version__criterion", "version__base_version__criterion", "release__criteria_set__register"
    unread = "version__base_version__content", "version__base_version__change", "release__content"
    rows = scope.events.select_related(*related).defer(*unread)
    rows = rows.prefetch_related(Prefetch("version__translations", queryset=own))
    for event in rows.order_by("-sequence")[:NEWEST]:
        subject = f"{event.subject}"
        title = _title_of(event, language)
        yield Entry(
            told_at=event.sealed_at,
            name=f"{subject}:{event.kind}:{event.sequence}",
            title=f"{subject} {title}: {event.get_kind_display()}",
            language=title.lang,
            path=_path_of(event),
            words=_words_of(event, language),
            categories=[subject, event.kind],
        )


def _of_translations(scope: Scope, language: str) -> Iterator[Entry]:
    """Revisions of final versions in the reader's own language: the others are for the readers of theirs."""
    rows = scope.translations.filter(language=language, version__prerelease="")
    for row in rows.select_related("version__criterion").order_by("-sealed_at", "-pk")[:NEWEST]:
        said = _("Translation into %(language)s, revision %(number)s.")
        words = said % {"language": language_name(row.language), "number": row.revision}
        yield Entry(
            told_at=row.sealed_at,
            name=f"{row}",
            title=f"{row.version} {row.blocks.get('title', '')}".strip(),
            language=language,
            path=row.version.get_absolute_url(),
            words=_paragraphs([words]),
            categories=[f"{row.version}", "translated"],
        )


def _title_of(event: StatusEvent, language: str) -> Text:
    if event.version:
        return texts_in(event.version, language).title
    assert event.release is not None  # noqa: S101  (a check constraint of the table)
    criteria_set = event.release.criteria_set
    has_own = language in criteria_set.titles
    return Text(criteria_set.title, language if has_own else criteria_set.register.authoritative_languages[0])


def _path_of(event: StatusEvent) -> str:
    if event.version and event.kind in _BEFORE_MEMBERS:
        return consultation_url(event.version)
    return event.subject.get_absolute_url()


def _words_of(event: StatusEvent, language: str) -> SafeString:
    """As HTML: how it stands, what changes or why, and the way to the difference."""
    told = standing_of([event], on=event.effective_on, language=language)
    said = [*_sentence(event, told, language), *told.errata, *([told.reason] if told.reason else [])]
    version = event.version
    if version and event.kind in _WITH_SUMMARY and (summary := summary_of(version, language)):
        said.append(summary)
    return format_html("{}{}", _paragraphs(said), _link_to_difference(version, event))


def _paragraphs(texts: list[str]) -> SafeString:
    """As HTML, in which what looks like markup is text."""
    return SafeString(linebreaks("\n\n".join(texts), autoescape=True))


def _sentence(event: StatusEvent, told: Standing, language: str) -> list[str]:
    """A note has none; what is announced ahead says from when it counts, as it stood when it was announced."""
    if event.kind == StatusKind.ERRATUM:
        return []
    if event.kind == StatusKind.NOTES:
        return [_noted(code, facts["revision"]) for code, facts in event.parsed_details["notes"].items()]
    announced_on = localdate(event.sealed_at)
    if event.effective_on > announced_on:
        return [standing_of([event], on=announced_on, language=language).sentence]
    return [told.sentence]


def _noted(language: str, revision: int) -> str:
    said = _("Release notes in %(language)s, revision %(number)s.")
    return said % {"language": language_name(language), "number": revision}


def _link_to_difference(version: CriterionVersion | None, event: StatusEvent) -> SafeString:
    if version is None or event.kind != StatusKind.PUBLISHED or version.base_version is None:
        return SafeString("")
    numbers = [version.criterion.slug, str(version.base_version.number), str(version.number)]
    address = settings.BASE_URL + reverse("registry:compare", args=numbers)
    return format_html('<p><a href="{}">{}</a></p>', address, _("See what changed"))
