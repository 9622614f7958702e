"""The starter register: real files, complete in five languages, with real changes between its two releases."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.core.ambitions import Ambition
from portal.settings.env import BASE_DIR
from registry.enums import Bump, CriterionKind, ProofType, StatusKind
from registry.models import Criterion, CriterionVersion, LineageEdge, Release, StatusEvent
from registry.sealed.texts import languages_of, texts_in
from registry.sealed.verify import find_faults
from registry.services.importing import import_folder
from registry.sources.folder import read_folder

STARTER = BASE_DIR / "registry" / "starter"
LANGUAGES = ("en", "sv", "nb", "fi", "da")
EQUIVALENT = {"en": "equivalent", "sv": "likvärdig", "nb": "likeverdig", "fi": "vastaav", "da": "tilsvarende"}
STARTER_DRAFT = {  # docs/glossary.md
    "en": ("starter draft", "not legal advice"),
    "sv": ("startutkast", "inte juridisk rådgivning"),
    "nb": ("startutkast", "ikke juridisk rådgivning"),
    "fi": ("alustava luonnos", "ei oikeudellista neuvontaa"),
    "da": ("startudkast", "ikke juridisk rådgivning"),
}
FEBRUARY, SEPTEMBER = STARTER / "2026-02", STARTER / "2026-09"
AUTUMN = date(2026, 9, 1)
each_folder = pytest.mark.parametrize("folder", [FEBRUARY, SEPTEMBER], ids=["2026-02", "2026-09"], indirect=True)


@pytest.fixture(scope="module")
def folder(request):
    """One folder, read."""
    return read_folder(request.param)


def texts_of(source):
    """Language: blocks, the authoritative one and the translations."""
    return {**source.content.texts, **source.translations}


def numbers(text: str) -> list[str]:
    """The numbers in a text, however a language groups them or writes its dates."""
    text = re.sub(r"\b(\d+)\.\d+\.(\d{4})\b", r"\1 \2", text)  # 20.6.2025, where others name the month
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[ \u00a0.,](?=\d{3}\b)", "", text)))


@each_folder
def test_files_have_no_warnings(folder):
    """Every translation is complete, no label is the only way, no value lies below the law."""
    assert [str(warning) for warning in folder.warnings] == []


@each_folder
def test_every_criterion_is_written_in_five_languages(folder):
    assert {source.code: tuple(texts_of(source)) for source in folder.criteria} == {
        source.code: LANGUAGES for source in folder.criteria
    }


@each_folder
def test_translations_are_no_copies_of_the_source(folder):
    copied = [
        (source.code, language, block)
        for source in folder.criteria
        for language, blocks in source.translations.items()
        for block, text in blocks.items()
        if len(text) > 40 and text == source.content.texts["en"][block]
    ]

    assert copied == []


@each_folder
def test_translations_name_the_same_numbers_as_the_source(folder):
    strayed = [
        (source.code, language, block)
        for source in folder.criteria
        for language, blocks in source.translations.items()
        for block, text in blocks.items()
        if numbers(text) != numbers(source.content.texts["en"][block])
    ]

    assert strayed == []


@each_folder
def test_labels_are_asked_for_with_their_equivalents_in_every_language(folder):
    """Directive 2014/24/EU, article 43."""
    labels = [
        (source, route) for source in folder.criteria for route in source.content.proof if route.type == ProofType.LABEL
    ]
    silent = [
        (source.code, language, route.id)
        for source, route in labels
        for language, blocks in texts_of(source).items()
        if EQUIVALENT[language] not in blocks[f"proof.{route.id}"].lower()
    ]

    assert (silent, [route.or_equivalent for _source, route in labels]) == ([], [True] * len(labels))


@each_folder
def test_no_text_is_a_stub(folder):
    stubs = [
        (source.code, language, block)
        for source in folder.criteria
        for language, blocks in texts_of(source).items()
        for block, text in blocks.items()
        if "…" in text or "TODO" in text
    ]

    assert stubs == []


@each_folder
def test_every_criterion_is_mapped(folder):
    unmapped = [
        source.code
        for source in folder.criteria
        if not (source.content.ambitions and source.content.cpv and source.content.eforms and source.content.stages)
    ]

    assert unmapped == []


@each_folder
def test_set_says_in_every_language_that_it_is_a_starter_draft(folder):
    said = {
        language: [phrase in folder.release.introductions[language] for phrase in phrases]
        for language, phrases in STARTER_DRAFT.items()
    }

    assert said == {language: [True, True] for language in LANGUAGES}
    assert tuple(folder.release.titles) == LANGUAGES


@pytest.mark.parametrize("folder", [FEBRUARY], indirect=True, ids=["2026-02"])
def test_first_release_holds_27_criteria_of_each_kind_of_a_tender_for_all_ambitions(folder):
    kinds = {source.kind for source in folder.criteria}

    assert len(folder.criteria) == len(folder.release.members) == 27
    assert kinds == set(CriterionKind) - {CriterionKind.EXCLUSION}
    assert {code for source in folder.criteria for code in source.content.ambitions} == set(Ambition.values)


@pytest.mark.parametrize("folder", [SEPTEMBER], indirect=True, ids=["2026-09"])
def test_every_change_is_summed_up_in_every_language(folder):
    changed = {source.code: tuple(source.change.summary) for source in folder.criteria if source.code != "A11Y-01"}

    assert changed == dict.fromkeys(changed, LANGUAGES)
    assert [tuple(withdrawal.reason) for withdrawal in folder.withdrawals] == [LANGUAGES]


@pytest.fixture(scope="module")
def reports(django_db_setup, django_db_blocker):
    """Both folders imported, once for the tests of this module, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_folder(FEBRUARY), import_folder(SEPTEMBER)
        transaction.set_rollback(True)


def test_both_releases_are_sealed(reports):
    assert [report.released for report in reports] == [["smartphones@1.0.0"], ["smartphones@2.0.0"]]
    assert [release.members.count() for release in Release.objects.order_by("pk")] == [27, 27]
    assert [event.effective_on for event in StatusEvent.objects.exclude(release=None)] == [date(2026, 2, 2), AUTUMN]


def test_first_release_is_all_new(reports):
    february, _september = reports

    assert {str(version.number) for version, _difference in february.sealed} == {"1.0.0"}
    assert len(february.sealed) == 27
    assert len(february.translations) == 27 * 4


def test_every_changed_criterion_gets_the_step_that_its_change_needs(reports):
    _february, september = reports

    steps = {str(version): difference and difference.bump for version, difference in september.sealed}

    assert steps == {
        "A11Y-01@1.0.0": None,  # new
        "ACC-01@1.0.1": Bump.PATCH,
        "BAT-01@2.0.0": Bump.MAJOR,
        "DUR-02@1.0.1": Bump.PATCH,
        "LAB-02@1.1.0": Bump.MINOR,
        "REP-01@1.1.0": Bump.MINOR,
        "REP-03@1.1.0": Bump.MINOR,
        "TAK-01@1.1.0": Bump.MINOR,
        "WAR-01@2.0.0": Bump.MAJOR,
    }
    assert (september.withdrawn, september.unchanged) == (["DUR-03@1.0.0"], 0)


def test_withdrawn_criterion_says_why_and_what_instead(reports):
    event = StatusEvent.objects.get(kind=StatusKind.WITHDRAWN)

    assert (str(event.version), event.effective_on) == ("DUR-03@1.0.0", AUTUMN)
    assert tuple(sorted(event.parsed_details["reason"])) == tuple(sorted(LANGUAGES))
    assert event.parsed_details["use_instead"] == "ACC-01"
    assert [str(edge) for edge in LineageEdge.objects.filter(source=event.version.criterion, kind="moved_to")] == [
        "DUR-03 moved_to ACC-01"
    ]


def test_in_force_is_one_version_of_each_criterion_before_and_after_the_second_release(reports):
    def in_force(on):
        versions = CriterionVersion.objects.in_force(on=on).select_related("criterion")
        return {version.criterion.code: str(version.number) for version in versions}

    before, after = in_force(AUTUMN - timedelta(days=1)), in_force(AUTUMN)

    assert (len(before), set(before.values())) == (27, {"1.0.0"})
    assert set(before) - set(after) == {"DUR-03"}
    assert set(after) - set(before) == {"A11Y-01"}
    assert len([code for code, number in after.items() if number != "1.0.0"]) == 8
    assert Criterion.objects.count() == 28


def test_every_version_can_be_read_in_every_language(reports):
    versions = list(CriterionVersion.objects.for_cards())

    missing = {
        f"{version}/{language}": texts_in(version, language).missing for version in versions for language in LANGUAGES
    }

    assert {text: blocks for text, blocks in missing.items() if blocks} == {}
    assert {tuple(sorted(languages_of(version))) for version in versions} == {tuple(sorted(LANGUAGES))}


@pytest.mark.parametrize(("path", "unchanged"), [(FEBRUARY, 27), (SEPTEMBER, 10)], ids=["2026-02", "2026-09"])
def test_importing_again_seals_nothing(reports, path, unchanged):
    report = import_folder(path)

    assert (report.is_empty, report.unchanged) == (True, unchanged)


def test_register_verifies(reports, capsys):
    call_command("registry_verify", no_color=True)

    assert capsys.readouterr().out == "36 versions are as sealed\n"
    assert list(find_faults()) == []
