"""How far each version is in each language: what lacks, what lags behind an earlier version, what somebody works on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.languages import language_name
from registry.diffs.suggestions import newest_revision
from registry.enums import IN_FORCE, OPEN_TRANSLATIONS, TranslationState
from registry.models import CriteriaSet, CriterionVersion, Register, ReleaseMember, TranslationDraft, VersionTranslation
from registry.sealed.querysets import CriterionVersionQuerySet
from registry.sealed.texts import texts_in


class Standing(models.TextChoices):
    COMPLETE = "complete", _("complete")
    PARTLY = "partly", _("in part")
    BEHIND = "behind", _("an earlier version only")
    NONE = "none", _("not translated")


@dataclass(frozen=True)
class Row:
    """One version in one language; ``draft`` is the translation that is open."""

    version: CriterionVersion
    standing: Standing
    missing: int
    blocks: int
    newest: VersionTranslation | None
    draft: TranslationDraft | None

    @property
    def is_lacking(self) -> bool:
        return self.standing is not Standing.COMPLETE


@dataclass(frozen=True)
class LanguageRow:
    """How many versions are how far in one language."""

    code: str
    counts: dict[Standing, int]
    drafting: int
    waiting: int

    @property
    def name(self) -> str:
        return language_name(self.code)

    @property
    def numbers(self) -> list[int]:
        return [self.counts[standing] for standing in Standing]


def languages_to_translate() -> list[str]:
    """The languages of the site that some register does not write itself."""
    registers = [set(register.authoritative_languages) for register in Register.objects.all()]
    written = set.intersection(*registers) if registers else set(dict(settings.LANGUAGES))
    return [code for code, _name in settings.LANGUAGES if code not in written]


def to_translate(*, on: date) -> CriterionVersionQuerySet:
    """The versions in force and those that will be, by code."""
    rows = CriterionVersion.objects.finals().with_status(on=on)
    return rows.filter(Q(status__in=IN_FORCE) | Q(status=None)).select_related("criterion").order_by("criterion__code")


def rows_in(language: str, *, on: date, criteria_set: CriteriaSet | None = None) -> list[Row]:
    """Every version to be translated into a language, in four queries."""
    versions = to_translate(on=on).with_translations(language=language)
    if criteria_set:
        members = ReleaseMember.objects.filter(release__criteria_set=criteria_set)
        versions = versions.filter(criterion__in=members.values("criterion"))
    return _rows([version for version in versions if language not in version.parsed.texts], language)


def overview(*, on: date) -> list[LanguageRow]:
    """Each language with its counts; the queries are three, and two more a language."""
    versions = list(to_translate(on=on).with_translations())
    return [_counted(code, versions) for code in languages_to_translate()]


def _counted(language: str, versions: Iterable[CriterionVersion]) -> LanguageRow:
    rows = _rows([version for version in versions if language not in version.parsed.texts], language)
    states = [row.draft.state for row in rows if row.draft]
    return LanguageRow(
        language,
        {standing: sum(row.standing is standing for row in rows) for standing in Standing},
        states.count(TranslationState.DRAFTING),
        states.count(TranslationState.WAITING),
    )


def _rows(versions: list[CriterionVersion], language: str) -> list[Row]:
    sealed = VersionTranslation.objects.filter(language=language, version__prerelease="").order_by()
    translated = set(sealed.values_list("version__criterion", flat=True))
    drafts = TranslationDraft.objects.filter(language=language, state__in=OPEN_TRANSLATIONS, version__in=versions)
    open_ones = {draft.version_id: draft for draft in drafts}
    return [_row(version, language, version.criterion_id in translated, open_ones) for version in versions]


def _row(version: CriterionVersion, language: str, was_translated: bool, open_ones: dict[int, TranslationDraft]) -> Row:
    texts, newest = texts_in(version, language), newest_revision(version, language)
    if newest:
        standing = Standing.PARTLY if texts.missing else Standing.COMPLETE
    else:
        standing = Standing.BEHIND if was_translated else Standing.NONE
    return Row(version, standing, len(texts.missing), len(texts.original), newest, open_ones.get(version.pk))
