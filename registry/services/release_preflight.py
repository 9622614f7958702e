"""What keeps a release from being published, by name: the list on the page, and the check under the lock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import can
from portal.core.languages import language_name
from registry.diffs.names import listed
from registry.enums import IN_FORCE, StatusKind
from registry.errors import CandidateMember, EmptyRelease, MemberTwice, WithdrawnMember
from registry.models import CriterionVersion, ReleaseDraft, StatusEvent
from registry.sealed.canonical import sha256
from registry.sealed.release import manifest
from registry.services.assembling import newest_release, pinned_of
from registry.services.noting import languages_for, outdated
from registry.services.preflight import PublishFault
from registry.services.raising import numbers_of
from registry.services.releasing import Pinned

if TYPE_CHECKING:
    Check = Callable[["Case"], Iterator[str]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """Who would publish what on which day."""

    draft: ReleaseDraft
    actor: User
    on: date

    @property
    def effective_on(self) -> date:
        return self.draft.effective_on or self.on

    @cached_property
    def pinned(self) -> list[Pinned]:
        return pinned_of(self.draft)

    @cached_property
    def versions(self) -> list[CriterionVersion]:
        return [version for version, _mandatory in self.pinned]


def release_faults(draft: ReleaseDraft, *, actor: User, on: date) -> list[PublishFault]:
    """Everything that keeps a draft from being published on a day; empty when nothing does."""
    case = Case(draft=draft, actor=actor, on=on)
    return [PublishFault(name, sentence) for name, check in CHECKS.items() for sentence in check(case)]


def _members(case: Case) -> Iterator[str]:
    if not case.versions:
        yield str(EmptyRelease(case.draft.criteria_set))
    seen = set()
    for version in case.versions:
        if version.prerelease:
            yield str(CandidateMember(version))
        if version.criterion_id in seen:
            yield str(MemberTwice(version.criterion))
        seen.add(version.criterion_id)


def _in_force(case: Case) -> Iterator[str]:
    """A withdrawal counts even where it takes effect later."""
    keys = [version.pk for version in case.versions]
    ended = StatusEvent.objects.filter(version__in=keys, kind=StatusKind.WITHDRAWN)
    withdrawn = set(ended.values_list("version", flat=True))
    standing = CriterionVersion.objects.with_status(on=case.effective_on).defer("content", "change").in_bulk(keys)
    for version in case.versions:
        status = standing[version.pk].status
        if version.pk in withdrawn:
            yield str(WithdrawnMember(version))
        elif status not in IN_FORCE and not version.prerelease:
            named = {"version": version, "status": StatusKind(status).label if status else "–"}
            yield _("%(version)s is not in force on that day (%(status)s): choose the version that is.") % named


def _changed(case: Case) -> Iterator[str]:
    content_hash = sha256(manifest(case.draft.criteria_set, case.pinned))
    if known := case.draft.criteria_set.releases.filter(content_hash=content_hash).first():
        yield _("%(release)s holds the same members already: nothing would change.") % {"release": known}


def _number(case: Case) -> Iterator[str]:
    numbers = numbers_of(case.draft)
    if numbers.is_short:
        named = {"number": numbers.raised_to, "least": numbers.least}
        yield _("The number was raised to %(number)s, but the changes need %(least)s at least now.") % named


def _notes(case: Case) -> Iterator[str]:
    own = case.draft.criteria_set.register.authoritative_languages
    if lacking := [code for code in own if not case.draft.note(code)]:
        yield _("Release notes are missing in: %(languages)s.") % {"languages": _names(lacking)}
    if old := outdated(case.draft):
        named = {"languages": _names(old)}
        yield _("The members have changed since these notes were saved: %(languages)s. Read them again.") % named


def _languages(case: Case) -> Iterator[str]:
    register = case.draft.criteria_set.register
    others = [code for code in languages_for(case.draft) if code not in register.authoritative_languages]
    lacking = [code for code in others if not case.draft.note(code)]
    complete = len(others) - len(lacking)
    if others and Fraction(complete, len(others)) < Fraction(register.translations_percent, 100):
        named = {"languages": _names(lacking), "percent": register.translations_percent}
        yield _("The register asks for %(percent)s %% of the other languages; not complete: %(languages)s.") % named


def _names(languages: list[str]) -> str:
    return str(listed(language_name(code) for code in languages))


def _day(case: Case) -> Iterator[str]:
    if case.effective_on < case.on:
        yield _("It would be in force from a day in the past.")
    newest = newest_release(case.draft.criteria_set)
    since = newest.events.filter(kind=StatusKind.PUBLISHED).first() if newest else None
    if since and case.effective_on < since.effective_on:
        named = {"release": newest, "day": date_format(since.effective_on, "DATE_FORMAT")}
        yield _("It would be in force before %(release)s, which is from %(day)s on.") % named


def _four_eyes(case: Case) -> Iterator[str]:
    if not can(case.actor, "registry.publish_release", case.draft):
        yield _("A coordinator publishes, and nobody publishes what only they proposed.")


CHECKS: "dict[str, Check]" = {
    "members": _members,
    "in-force": _in_force,
    "changed": _changed,
    "number": _number,
    "notes": _notes,
    "languages": _languages,
    "day": _day,
    "four-eyes": _four_eyes,
}
