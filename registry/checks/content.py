"""Checks of a text while it is written. They decide nothing; what keeps it from being sealed is in registry/sources."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from registry.checks.words import EQUIVALENT, NAMED, NO_DEMAND, NUMBER, WISHES
from registry.eforms import FILLED_BY, LENGTHS
from registry.enums import CriterionKind, ProofType
from registry.sealed.content import CriterionContent
from registry.sealed.values import floors_undercut, value_fault
from registry.sealed.wording import PLACEHOLDER, filled, placeholders

NORMATIVE = ("subject_matter", "requirement", "proof")  # what a bid is held against
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n+")


class Severity(StrEnum):
    MEND = "mend"  # law or this register asks for it
    LOOK = "look"  # often a slip, sometimes meant


@dataclass(frozen=True)
class Finding:
    """One remark on a block ("requirement.1", "parameter.cycles", "" for all), in a language if it has one."""

    block: str
    severity: Severity
    sentence: str
    language: str = ""


def check_content(content: CriterionContent, kind: str, languages: Iterable[str]) -> list[Finding]:
    """Everything to look at, by check; ``languages`` are those of the register that the texts have to be in.

    The content may be unfinished, but its numbers are numbers.
    """
    return [
        *_absent_languages(content, languages),
        *_named_things(content),
        *_wishes(content, kind),
        *_numbers(content),
        *_proof(content),
        *_placeholders(content),
        *_floors(content),
        *_lengths(content, kind),
    ]


def _texts(content: CriterionContent, *families: str) -> Iterator[tuple[str, str, str]]:
    """Language, block and text of every block of the families."""
    for language, blocks in content.texts.items():
        for block, text in blocks.items():
            if block.partition(".")[0] in families:
                yield language, block, text


def _absent_languages(content: CriterionContent, languages: Iterable[str]) -> Iterator[Finding]:
    for language in languages:
        if not content.texts.get(language):
            yield Finding("", Severity.MEND, _("No text is there yet in this language."), language)


def _named_things(content: CriterionContent) -> Iterator[Finding]:
    """Directive 2014/24/EU, art. 42(3), 42(4) and 43: standards, makes and labels only with "or equivalent"."""
    sentence = _("“%(name)s” is named without “or equivalent”. Add it, or say what is asked for without a name.")
    excused = {f"proof.{route.id}" for route in content.proof if route.or_equivalent}
    for language, block, text in _texts(content, *NORMATIVE):
        if block in excused or language not in EQUIVALENT:
            continue
        sentences = _SENTENCE.split(text)
        for name in dict.fromkeys(NAMED.findall(text)):
            if not any(name in each and EQUIVALENT[language].search(each) for each in sentences):
                yield Finding(block, Severity.MEND, sentence % {"name": name}, language)
    for route in content.proof:
        if route.type == ProofType.LABEL and not route.or_equivalent:
            yield Finding(
                f"proof.{route.id}", Severity.MEND, _("A label is the only way here. Accept equivalent ones too.")
            )


def _wishes(content: CriterionContent, kind: str) -> Iterator[Finding]:
    if kind == CriterionKind.AWARD:
        return
    sentence = _("“%(word)s” sounds like a wish, but this is mandatory. Write what the bidder shall do.")
    for language, block, text in _texts(content, "requirement"):
        if language in WISHES:
            for word in dict.fromkeys(found.casefold() for found in WISHES[language].findall(text)):
                yield Finding(block, Severity.MEND, sentence % {"word": word}, language)


def _numbers(content: CriterionContent) -> Iterator[Finding]:
    fixed = _("%(number)s stands in the text as it is. If buyers may set it, make it a parameter.")
    bare = _("%(number)s has no unit. Say what is counted, or make it a parameter.")
    for language, block, text in _texts(content, "requirement"):
        plain = NAMED.sub(" ", PLACEHOLDER.sub(" ", NO_DEMAND.sub(" ", text)))
        for match in NUMBER.finditer(plain):
            unit = match["unit"] or ""
            number = match[0].removesuffix(unit).strip()
            yield Finding(block, Severity.LOOK, (fixed if unit else bare) % {"number": number}, language)
    for code, parameter in content.parameters.items():
        if not parameter.options and not parameter.unit:
            yield Finding(f"parameter.{code}", Severity.MEND, _("This number has no unit. Choose one."))


def _proof(content: CriterionContent) -> Iterator[Finding]:
    if not content.proof:
        yield Finding(
            "proof", Severity.MEND, _("There is no means of proof, so no bid can be checked. Add at least one.")
        )


def _placeholders(content: CriterionContent) -> Iterator[Finding]:
    sentence = _("{%(code)s} has no value here. Give the parameter one, or take it out of the text.")
    everywhere = set.intersection(*map(set, content.levels.values())) if content.levels else set()
    for language, blocks in content.texts.items():
        for block, text in blocks.items():
            family, _point, key = block.partition(".")
            given = content.levels.get(int(key), {}) if family == "requirement" and key.isdigit() else everywhere
            for code in sorted(placeholders(text) - set(given)):
                yield Finding(block, Severity.MEND, sentence % {"code": code}, language)


def _floors(content: CriterionContent) -> Iterator[Finding]:
    sentence = _("A value of this level lies below what the law demands (%(floor)s).")
    for level, values in content.levels.items():
        sound = {
            code: value
            for code, value in values.items()
            if code in content.parameters and not value_fault(content.parameters[code], value)
        }
        for floor in floors_undercut(content, sound):
            yield Finding(f"requirement.{level}", Severity.MEND, sentence % {"floor": floor})


def _lengths(content: CriterionContent, kind: str) -> Iterator[Finding]:
    sentence = _("With %(count)s characters this is too long for %(term)s of eForms, which takes %(most)s.")
    for family, term in FILLED_BY.get(kind, {}).items():
        for language, block, text in _texts(content, family):
            level = block.partition(".")[2]
            values = content.levels.get(int(level), {}) if level.isdigit() else {}
            count = len(filled(text, values, language))
            if count > LENGTHS[term]:
                named = {"count": count, "term": term, "most": LENGTHS[term]}
                yield Finding(block, Severity.LOOK, sentence % named, language)
