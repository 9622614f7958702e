"""What keeps a candidate from being published, by name: the list on the page, and the last check under the lock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.access import can
from portal.core.languages import language_name
from registry.diffs.comparison import compare
from registry.drafts.voting import first_day_to_publish, tally_of
from registry.enums import Bump, DraftState, StatusKind
from registry.errors import NotInForce, TooEarly
from registry.models import Candidate, Comment, CriterionVersion, Draft
from registry.sealed.texts import languages_of, texts_in
from registry.services.sealing import head_of, replaces_itself, require_in_force
from registry.takeaway.exports.docx import ExportFailed
from registry.takeaway.exports.formats import VERSION_FORMATS

if TYPE_CHECKING:
    Check = Callable[["Case"], Iterator[str]]


@dataclass(frozen=True)
class PublishFault:
    """One thing that keeps a candidate from being published; ``str`` says it in a sentence."""

    name: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, kw_only=True)
class Case:
    """Who would publish what, from which day."""

    draft: Draft
    candidate: Candidate
    actor: User
    effective_on: date
    on: date

    @property
    def version(self) -> CriterionVersion:
        return self.candidate.version


def preflight(draft: Draft, *, actor: User, effective_on: date, on: date) -> list[PublishFault]:
    """Everything that keeps a draft from being published, the exports included; empty when nothing does."""
    candidate = draft.candidate
    if candidate is None:
        return [PublishFault("candidate", _("No candidate is before the members: open a consultation first."))]
    return [
        *faults_under_lock(draft, candidate, actor=actor, effective_on=effective_on, on=on),
        *export_faults(candidate.version),
    ]


def faults_under_lock(
    draft: Draft, candidate: Candidate, *, actor: User, effective_on: date, on: date
) -> list[PublishFault]:
    """All but the exports, which take long and whose outcome the sealed text fixes."""
    case = Case(draft=draft, candidate=candidate, actor=actor, effective_on=effective_on, on=on)
    return [PublishFault(name, sentence) for name, check in CHECKS.items() for sentence in check(case)]


def export_faults(version: CriterionVersion) -> list[PublishFault]:
    """The formats in which a text cannot be written, in any of its languages."""
    faults = []
    tried = {suffix: each for suffix, each in VERSION_FORMATS.items() if each.is_tried}
    for suffix, each in tried.items():
        for language in languages_of(version):
            try:
                each.export(version, language)
            except (ExportFailed, ValueError, LookupError, TypeError) as error:
                sentence = _("The export as %(format)s in %(language)s fails: %(error)s.")
                named = {"format": suffix, "language": language_name(language), "error": error}
                faults.append(PublishFault("exports", sentence % named))
    return faults


def _comments(case: Case) -> Iterator[str]:
    if count := Comment.objects.of(case.draft).unanswered().count():
        yield _("Comments without an answer: %(count)s.") % {"count": count}


def _vote(case: Case) -> Iterator[str]:
    if case.draft.state != DraftState.VOTING:
        yield _("There was no vote yet.")


def _voting_days(case: Case) -> Iterator[str]:
    if case.draft.state != DraftState.VOTING:
        return
    day = first_day_to_publish(case.version.events.get(kind=StatusKind.VOTING))
    if case.on < day:
        yield _("The vote stays open at least until %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}


def _quorum(case: Case) -> Iterator[str]:
    if case.draft.state != DraftState.VOTING:
        return
    tally = tally_of(case.candidate)
    if not tally.has_quorum:
        named = {"cast": tally.cast, "electorate": tally.electorate, "needed": tally.votes_needed}
        yield (_("%(cast)s of %(electorate)s members have voted; the quorum is %(needed)s.") % named)


def _majority(case: Case) -> Iterator[str]:
    if case.draft.state != DraftState.VOTING:
        return
    tally = tally_of(case.candidate)
    if not tally.has_majority:
        named = {"approve": tally.approve, "decided": tally.approve + tally.reject, "needed": tally.approvals_needed}
        yield _("%(approve)s of %(decided)s votes approve; the majority is %(needed)s.") % named


def _languages(case: Case) -> Iterator[str]:
    own = case.draft.register.authoritative_languages
    others = [code for code, _name in settings.LANGUAGES if code not in own]
    lacking = [code for code in others if texts_in(case.version, code).missing]
    complete = len(others) - len(lacking)
    percent = case.draft.register.translations_percent
    if others and Fraction(complete, len(others)) < Fraction(percent, 100):
        named = {"languages": ", ".join(map(language_name, lacking)), "percent": percent}
        yield _("The register asks for %(percent)s %% of the other languages; not complete: %(languages)s.") % named


def _lineage(case: Case) -> Iterator[str]:
    if replaces_itself(case.version.criterion):
        yield _("%(criterion)s would in the end replace itself.") % {"criterion": case.version.criterion}


def _bump(case: Case) -> Iterator[str]:
    base = case.version.base_version
    if base is None:
        return
    declared = bool(case.version.parsed_change.get("same_bids_comply"))
    least = compare(base.parsed, case.version.parsed, same_bids_comply=declared).bump or Bump.PATCH
    if base.number.step_to(case.version.number) < least:
        yield _("The change is a %(step)s step at least.") % {"step": Bump(least).label}


def _base(case: Case) -> Iterator[str]:
    base, head = case.version.base_version, head_of(case.version.criterion)
    if head != base:
        yield _("%(head)s was published meanwhile.") % {"head": head}
    elif base:
        try:
            require_in_force(base, on=case.effective_on)
        except (NotInForce, TooEarly) as error:
            yield str(error)


def _day(case: Case) -> Iterator[str]:
    if case.effective_on < case.on:
        yield _("It would be in force from a day in the past.")


def _four_eyes(case: Case) -> Iterator[str]:
    if not can(case.actor, "registry.publish", case.draft):
        yield _("A coordinator publishes, and nobody publishes what only they proposed.")


CHECKS: "dict[str, Check]" = {
    "comments": _comments,
    "vote": _vote,
    "voting-days": _voting_days,
    "quorum": _quorum,
    "majority": _majority,
    "languages": _languages,
    "lineage": _lineage,
    "bump": _bump,
    "base": _base,
    "day": _day,
    "four-eyes": _four_eyes,
}
