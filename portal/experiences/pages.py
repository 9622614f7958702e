"""An experience made ready to be read: its words in the reader's language, and how the versions it cites stand today.

The public page and the preview share it. Of an edition it knows only what ``Shown`` holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_percent
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from portal.core.languages import language_name
from portal.experiences.enums import (
    Again,
    Challenge,
    CitedAs,
    ContractType,
    PriceOutcome,
    Procedure,
    Section,
    Stage,
    Topic,
    Usage,
    Verification,
)
from portal.experiences.models import TenderExperience
from portal.experiences.shown import Shown, ShownCitation, ShownDocument
from portal.files.checking import SUFFIXES
from portal.members.countries import country_name
from registry.cpv import CPV
from registry.enums import StatusKind, Theme, Unit
from registry.models import CriterionVersion
from registry.sealed.content import Parameter
from registry.sealed.texts import Text, Texts, texts_in
from registry.sealed.wording import shown_value

_CITED_WHEN = {
    CitedAs.SUPERSEDED: _("A newer version was in force already when this record was written."),
    CitedAs.DEPRECATED: _("A replacement was announced already when this record was written."),
    CitedAs.WITHDRAWN: _("This version was withdrawn already when this record was written."),
}
TED_NOTICE = "https://ted.europa.eu/en/notice/-/detail/"  # linked, never fetched


@dataclass(frozen=True, kw_only=True)
class OwnValue:
    """A parameter that had another value in the tender than at its level."""

    code: str
    label: Text
    value: str  # as the reader's language writes it, with its unit
    usual: str  # the level's
    typed: str  # without the unit, as a form of the registry reads it


@dataclass(frozen=True, kw_only=True)
class CitedRow:
    """One criterion version as the tender used it."""

    shown: ShownCitation
    version: CriterionVersion  # with status, today's
    title: Text
    values: tuple[OwnValue, ...]
    newer: CriterionVersion | None  # in force today, if it is another one
    met: str  # how many bidders met it, in words; empty: not said

    @property
    def key(self) -> str:
        """As the basket names it: "BAT-01@1.2.0/L2"."""
        return f"{self.shown.citation}/L{self.shown.level}"

    @property
    def theme(self) -> str:
        return str(Theme(self.version.parsed.theme).label)

    @property
    def usage(self) -> str:
        return str(Usage(self.shown.usage).label)

    @property
    def is_adapted(self) -> bool:
        return self.shown.usage == Usage.ADAPTED

    @property
    def is_withdrawn(self) -> bool:
        return self.version.status == StatusKind.WITHDRAWN

    @property
    def is_deprecated(self) -> bool:
        return self.version.status == StatusKind.DEPRECATED

    @property
    def cited_when(self) -> str:
        """A sentence on how the version stood when the record was written, where it was not in force even then."""
        return str(_CITED_WHEN.get(CitedAs(self.shown.cited_as), ""))

    @property
    def verification(self) -> str:
        return _label(Verification, self.shown.verification)

    @property
    def has_findings(self) -> bool:
        return bool(self.verification or self.shown.verification_text or self.shown.relaxed or self.met)


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    shown: ShownDocument
    url: str

    @property
    def section(self) -> str:
        return str(Section(self.shown.section).label)

    @property
    def kind(self) -> str:
        """ "PDF"."""
        return SUFFIXES[self.shown.content_type][0].removeprefix(".").upper()


@dataclass(frozen=True, kw_only=True)
class ExperiencePage:
    """Everything that ``experiences/_head.html`` and ``experiences/_body.html`` show."""

    shown: Shown
    experience: TenderExperience
    is_for_members: bool  # the whole record: visitors see nothing of it
    cited: tuple[CitedRow, ...]
    documents: tuple[DocumentRow, ...]

    @property
    def buyer(self) -> str:
        return self.experience.buyer_name

    @property
    def is_fictional(self) -> bool:
        return self.experience.is_fictional

    @property
    def is_from_public_sources(self) -> bool:
        """A case that the network summarised: its buyer is no member."""
        return self.experience.organisation_id is None

    @property
    def text_language(self) -> str:
        """The language of the text, by name, where it is not the reader's."""
        return "" if self.shown.language == get_language() else language_name(self.shown.language)

    @property
    def country(self) -> str:
        return country_name(self.shown.country) if self.shown.country else ""

    @property
    def stage(self) -> str:
        return _label(Stage, self.shown.stage)

    @property
    def procedure(self) -> str:
        return _label(Procedure, self.shown.procedure)

    @property
    def contract_type(self) -> str:
        return _label(ContractType, self.shown.contract_type)

    @property
    def cpv(self) -> list[tuple[str, str]]:
        """Each code with its name, as far as the registry knows it."""
        return [(code, str(CPV.get(code, ""))) for code in self.shown.cpv]

    @property
    def notice_url(self) -> str:
        return f"{TED_NOTICE}{self.shown.notice}" if self.shown.notice else ""

    @property
    def source_url(self) -> str:
        """The public source, if it is a page of the web."""
        url = self.shown.source_url
        return url if url.startswith(("https://", "http://")) else ""

    @property
    def duration(self) -> str:
        return months(self.shown.duration)

    @property
    def extension(self) -> str:
        return months(self.shown.extension)

    @property
    def estimated(self) -> str:
        values = self.shown.values
        return shown_amount(values.estimated, values.currency) if values else ""

    @property
    def awarded(self) -> str:
        values = self.shown.values
        return shown_amount(values.awarded, values.currency) if values else ""

    @property
    def price_outcome(self) -> str:
        return _label(PriceOutcome, self.shown.outcome.price_outcome) if self.shown.outcome else ""

    @property
    def price_difference(self) -> str:
        return shown_difference(self.shown.outcome.price_difference) if self.shown.outcome else ""

    @property
    def challenge(self) -> str:
        return _label(Challenge, self.shown.outcome.challenge) if self.shown.outcome else ""

    @property
    def again(self) -> str:
        return _label(Again, self.shown.outcome.again) if self.shown.outcome else ""

    @property
    def has_outcome(self) -> bool:
        """Whether there is anything to tell of what happened."""
        outcome = self.shown.outcome
        return outcome is not None and (
            outcome.bids is not None or any(value for name, value in vars(outcome).items() if name != "bids")
        )

    @property
    def findings(self) -> list[CitedRow]:
        """The criteria of which something is told about how they were checked."""
        return [row for row in self.cited if row.has_findings]

    @property
    def lessons(self) -> list[tuple[str, str]]:
        return [(str(Topic(lesson.topic).label), lesson.text) for lesson in self.shown.lessons or ()]

    @property
    def contact_email(self) -> str:
        """The public address of the buyer, where the record has a contact for this audience."""
        organisation = self.experience.organisation
        return organisation.contact_email if organisation and self.shown.contact is not None else ""

    @property
    def has_contact(self) -> bool:
        return bool(self.shown.contact or self.contact_email)

    @property
    def more_for_members(self) -> list[str]:
        return [str(Section(section).label) for section in self.shown.more_for_members]


def page_of(
    shown: Shown,
    experience: TenderExperience,
    *,
    is_for_members: bool = False,
    on: date,
    document_url: Callable[[int], str],
) -> ExperiencePage:
    """What an audience sees, for a page in the active language. Three queries if it cites anything, else none.

    ``experience`` comes with its organisation; ``is_for_members`` says that visitors see nothing of the record;
    ``document_url`` gives the address of a document by its pk.
    """
    bids = shown.outcome.bids if shown.outcome else None
    return ExperiencePage(
        shown=shown,
        experience=experience,
        is_for_members=is_for_members,
        cited=_cited(shown.criteria or (), bids, on=on),
        documents=tuple(DocumentRow(shown=row, url=document_url(row.pk)) for row in shown.documents),
    )


def _cited(citations: Sequence[ShownCitation], bids: int | None, *, on: date) -> tuple[CitedRow, ...]:
    if not citations:
        return ()
    language = get_language() or settings.LANGUAGE_CODE
    wanted = CriterionVersion.objects.with_status(on=on).with_erratum_mark(on=on)
    versions = wanted.for_cards(language=language).in_bulk([citation.version_id for citation in citations])
    newest: dict[int, CriterionVersion] = {}
    in_force = CriterionVersion.objects.in_force(on=on).newest_first().defer("content").select_related("criterion")
    for version in in_force.filter(criterion__in={version.criterion_id for version in versions.values()}):
        newest.setdefault(version.criterion_id, version)
    rows = []
    for citation in citations:
        version = versions[citation.version_id]
        texts, newer = texts_in(version, language), newest.get(version.criterion_id)
        rows.append(
            CitedRow(
                shown=citation,
                version=version,
                title=texts.title,
                values=tuple(_own_values(version, texts, citation)),
                newer=newer if newer and newer.pk != version.pk else None,
                met=_met(citation.bidders_met, bids),
            )
        )
    return tuple(rows)


def _own_values(version: CriterionVersion, texts: Texts, citation: ShownCitation) -> list[OwnValue]:
    parameters, usual = version.parsed.parameters, version.parsed.levels.get(citation.level, {})
    return [
        OwnValue(
            code=code,
            label=texts[f"parameter.{code}"],
            value=_with_unit(parameters[code], value, texts.wanted),
            usual=_with_unit(parameters[code], usual.get(code, ""), texts.wanted),
            typed=shown_value(value, texts.wanted),
        )
        for code, value in citation.values.items()
        if code in parameters
    ]


def _with_unit(parameter: Parameter, value: str, language: str) -> str:
    shown = shown_value(value, language)
    return f"{shown} {Unit(parameter.unit).label}" if parameter.unit and value else shown


def _met(count: int | None, bids: int | None) -> str:
    if count is None:
        return ""
    if bids is None:
        return ngettext("%(count)s bidder met it.", "%(count)s bidders met it.", count) % {"count": count}
    text = ngettext("%(count)s of %(bids)s bidder met it.", "%(count)s of %(bids)s bidders met it.", bids)
    return text % {"count": count, "bids": bids}


def _label(words: type[TextChoices], value: str) -> str:
    return str(words(value).label) if value else ""


def months(count: int | None) -> str:
    """ "48 months"; empty if it is not known."""
    return "" if count is None else ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def shown_amount(amount: str, currency: str) -> str:
    """An amount in a decimal string as the reader's language writes it: "EUR 1,200,000" or "1 200 000 EUR"."""
    if not amount:
        return ""
    language = get_language() or settings.LANGUAGE_CODE
    is_before = Locale.parse(language).currency_formats["standard"].pattern.startswith("¤")
    pattern = "¤¤\u00a0#,##0.##" if is_before else "#,##0.##\u00a0¤¤"
    number = Decimal(amount)
    if number != number.to_integral_value():
        pattern = pattern.replace(".##", ".00")
    return format_currency(number, currency, format=pattern, locale=language, currency_digits=False).strip()


def shown_difference(percent: str) -> str:
    """A difference in percent, "-4" or "+12", as the reader's language writes it: "−4%", "+12 %"."""
    if not percent:
        return ""
    number = Decimal(percent)
    sign = "" if not number else "−" if number < 0 else "+"
    return sign + format_percent(abs(number) / 100, locale=get_language() or settings.LANGUAGE_CODE)
