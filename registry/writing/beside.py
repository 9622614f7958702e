"""What stands beside the form, always of the text that was saved or checked last."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.languages import language_name
from registry.checks.content import Finding, Severity, check_content
from registry.diffs.drafted import DraftCompared, beside_base
from registry.diffs.names import block_name
from registry.enums import Bump
from registry.models import CriterionVersion, Draft
from registry.sealed.content import CriterionContent
from registry.sealed.numbers import FIRST, VersionNumber
from registry.sealed.texts import texts_in
from registry.sources.drafted import content_faults


@dataclass(frozen=True)
class Remark:
    """A finding as it is shown: where it is, in words."""

    finding: Finding
    where: str

    @property
    def is_to_mend(self) -> bool:
        return self.finding.severity == Severity.MEND


@dataclass(frozen=True)
class LanguageGap:
    """How many blocks are to be translated again, of how many."""

    name: str
    lacking: int
    blocks: int


@dataclass(frozen=True, kw_only=True)
class Beside:
    draft: Draft
    compared: DraftCompared | None  # None for a new code
    number: VersionNumber
    remarks: list[Remark]
    faults: list[str]  # what sealing would refuse
    gaps: list[LanguageGap]


def beside(
    draft: Draft, content: CriterionContent, language: str, *, summary: dict[str, str], at_least: Bump
) -> Beside:
    """Everything about one text of a draft; the translations of its base are to be prefetched."""
    compared = beside_base(draft, content, language, at_least=at_least)
    base = draft.base_version
    own = draft.register.authoritative_languages
    return Beside(
        draft=draft,
        compared=compared,
        number=base.number.bumped(compared.step) if base and compared else FIRST,
        remarks=[Remark(each, _where(each, content)) for each in check_content(content, draft.kind, own)],
        faults=faults_of(draft, content, summary),
        gaps=list(_gaps(base, content)),
    )


def faults_of(
    draft: Draft, content: CriterionContent | None = None, summary: dict[str, str] | None = None
) -> list[str]:
    """What sealing would refuse in a text: in the saved one where no other is given."""
    found = content_faults(
        draft.code,
        draft.kind,
        draft.parsed if content is None else content,
        draft.register.authoritative_languages,
        summary=draft.summary if summary is None else summary,
    )
    return [f"{fault.field}: {fault.message}" for fault in found]


def _where(finding: Finding, content: CriterionContent) -> str:
    block = _("Means of proof") if finding.block == "proof" else str(block_name(finding.block, content))
    language = language_name(finding.language) if finding.language and len(content.texts) > 1 else ""
    return ", ".join(filter(None, [block, language]))


def _gaps(base: CriterionVersion | None, content: CriterionContent) -> Iterator[LanguageGap]:
    """A translation still holds where its block is translated and every authoritative text of it stayed as it was."""
    blocks = {block for texts in content.texts.values() for block in texts}
    before = base.parsed.texts if base else {}
    same = {
        block
        for block in blocks
        if all(before.get(language, {}).get(block) == texts.get(block) for language, texts in content.texts.items())
    }
    for code, _label in settings.LANGUAGES:
        if code not in content.texts:
            translated = set(texts_in(base, code).translated) if base else set()
            yield LanguageGap(language_name(code), len(blocks - (same & translated)), len(blocks))
