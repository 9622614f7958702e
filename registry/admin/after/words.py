"""What a proposed step will do, or has done, in sentences for whoever has to decide."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.languages import language_name
from registry.enums import ProposalState, StatusKind, StepAfter
from registry.models import CriterionVersion, StatusProposal

Words = list[tuple[str, str, str]]  # language, its name, text


def sources_of(proposal: StatusProposal) -> list[CriterionVersion]:
    """The versions that a step is about, its own first."""
    return [proposal.version, *proposal.also.select_related("criterion")]


def sentences_of(proposal: StatusProposal) -> list[str]:
    """What happens to which version from which day."""
    day = date_format(proposal.effective_on)
    heirs = ", ".join(criterion.code for criterion in proposal.successors.order_by("code"))
    named = ", ".join(filter(None, [heirs, str(proposal.later or "")]))
    facts = {"day": day, "named": named, "version": proposal.version}
    kind = StepAfter(proposal.kind)
    if kind is StepAfter.ERRATUM:
        return _erratum(proposal, facts)
    if kind is StepAfter.DEPRECATION:
        return _deprecated(facts)
    if kind is StepAfter.WITHDRAWAL:
        return _withdrawn(facts)
    return _lineage(proposal, facts)


def _erratum(proposal: StatusProposal, facts: dict[str, object]) -> list[str]:
    said = [
        _("From %(day)s a note stands wherever %(version)s is shown or taken away. The text itself stays as it is.")
    ]
    return [
        text % facts for text in [*said, *([_("The note says that %(named)s mends it.")] if proposal.later else [])]
    ]


def _deprecated(facts: dict[str, object]) -> list[str]:
    said = [_("From %(day)s %(version)s carries a warning. It stays in force and can still be used.")]
    return [
        text % facts for text in [*said, *([_("The page says that %(named)s follows it.")] if facts["named"] else [])]
    ]


def _withdrawn(facts: dict[str, object]) -> list[str]:
    said = _("From %(day)s %(version)s is out of force for good: it leaves search, and no new release can hold it.")
    instead = (
        _("The page says to use %(named)s instead.") if facts["named"] else _("The page says why nothing replaces it.")
    )
    return [said % facts, instead % facts, _("Its text and its address stay for ever.")]


def _lineage(proposal: StatusProposal, facts: dict[str, object]) -> list[str]:
    ends = {
        StatusKind.SUPERSEDED: _("From %(day)s %(version)s is superseded. In its place: %(named)s."),
        StatusKind.DEPRECATED: _("From %(day)s %(version)s carries a warning and stays in force. Better: %(named)s."),
    }[StatusKind(proposal.ends_as)]
    said = [ends % {**facts, "version": source} for source in sources_of(proposal)]
    return [*said, _("The relation between the criteria is kept at once, and for ever.")]


def written_in(texts: dict[str, str]) -> Words:
    """The words of a step by language, with the languages' names."""
    return [(code, str(language_name(code)), text) for code, text in texts.items()]


def decided(proposal: StatusProposal) -> str:
    """Who decided it and when; empty while it waits."""
    if proposal.decided_at is None:
        return ""
    by = str(proposal.decided_by) if proposal.decided_by else _("Somebody who has left")
    said = (
        _("Confirmed by %(by)s on %(day)s.")
        if proposal.state == ProposalState.CONFIRMED
        else _("Taken back by %(by)s on %(day)s.")
    )
    return said % {"by": by, "day": date_format(proposal.decided_at)}
