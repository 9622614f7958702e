"""An import seals what changed, all of it or nothing, and says what it did."""

from datetime import date

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import Bump, StatusKind
from registry.models import (
    CriteriaSet,
    CriterionVersion,
    LineageEdge,
    Release,
    StatusEvent,
)
from registry.sealed.texts import texts_in
from registry.sealed.verify import find_faults
from registry.services.importing import ImportReport, import_folder
from registry.sources.faults import SourceError
from tests.factories.sources import LANGUAGES, criterion, stricter, translated, withdrawal, write
from tests.registry.services.rows import TABLES, everything

pytestmark = pytest.mark.django_db

SEPTEMBER = "2026-09-07"


def sealed(report: ImportReport) -> list[str]:
    return [str(version) for version, _difference in report.sealed]


def steps(report: ImportReport) -> list[Bump | None]:
    return [difference.bump if difference else None for _version, difference in report.sealed]


def announced() -> list[str]:
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


def test_import_seals_versions_translations_and_a_release(tmp_path):
    write(tmp_path, criterion(languages=LANGUAGES), criterion("BAT-02"), titles={"en": "Phones", "sv": "Telefoner"})

    report = import_folder(tmp_path)

    assert sealed(report) == ["BAT-01@1.0.0", "BAT-02@1.0.0"]
    assert report.translations == [f"BAT-01@1.0.0/{language}.r1" for language in ("sv", "nb", "fi", "da")]
    assert (report.released, report.withdrawn, report.unchanged) == (["smartphones@1.0.0"], [], 0)
    assert [str(member.version) for member in Release.objects.get().members.all()] == ["BAT-01@1.0.0", "BAT-02@1.0.0"]
    assert CriteriaSet.objects.get().titles == {"en": "Phones", "sv": "Telefoner"}
    assert list(find_faults()) == []


def test_sealed_rows_take_effect_on_the_day_of_the_release(tmp_path):
    write(tmp_path, criterion(), effective_on=SEPTEMBER)

    import_folder(tmp_path)

    assert {event.effective_on for event in StatusEvent.objects.all()} == {date(2026, 9, 7)}
    assert list(CriterionVersion.objects.in_force(on=date(2026, 9, 6))) == []
    assert [str(version) for version in CriterionVersion.objects.in_force(on=date(2026, 9, 7))] == ["BAT-01@1.0.0"]


def test_each_thing_is_announced_once(february):
    translated_twice = ["registry.published", "registry.translated"] * 2

    assert announced() == [*translated_twice, "registry.released"]
    assert len(set(OutboxEvent.objects.values_list("name", "label", "object_id"))) == 5


def test_same_files_again_seal_nothing(february):
    before = everything()

    report = import_folder(february)

    assert everything() == before
    assert (report.is_empty, report.unchanged, report.warnings) == (True, 2, [])


def test_same_texts_typed_otherwise_seal_nothing(february):
    document = criterion(languages=("en", "sv"))
    document["texts"]["en"]["purpose"] = "  A battery that lasts\n keeps a phone  in use."
    document["stages"], document["cpv"] = document["stages"][::-1], document["cpv"][::-1]
    write(february, document, criterion("BAT-02", languages=("en", "sv")))
    before = everything()

    assert import_folder(february).is_empty
    assert everything() == before


def test_changed_criterion_is_sealed_with_its_computed_step(february, tmp_path):
    autumn = write(tmp_path / "2026-09", stricter(), members=["BAT-01", "BAT-02"], effective_on=SEPTEMBER)

    report = import_folder(autumn)

    assert sealed(report) == ["BAT-01@2.0.0"]
    assert report.released == ["smartphones@2.0.0"]
    assert [str(effect.sentence) for _version, change in report.sealed for effect in change.effects] == [
        "Level 1, stricter: 800 → 900 cycles"
    ]
    assert [str(version) for version in CriterionVersion.objects.in_force(on=date(2026, 9, 7))] == [
        "BAT-01@2.0.0",
        "BAT-02@1.0.0",
    ]


def test_summary_and_declaration_of_a_change_are_sealed_with_it(february, tmp_path):
    declared = {"reason": "Says the same.", "declared_by": "lead city", "confirmed_by": "secretariat"}
    document = criterion(change={"summary": {"en": "Plainer words."}, "same_bids_comply": declared})
    document["texts"]["en"]["requirement"]["1"] = "The battery must keep 80 % after {cycles} full charge cycles."
    write(tmp_path / "2026-09", document, effective_on=SEPTEMBER)

    report = import_folder(tmp_path / "2026-09")

    [(version, _change)] = report.sealed
    assert str(version) == "BAT-01@1.0.1"
    assert version.parsed_change == {
        "minimum": "patch",
        "step": "patch",
        "same_bids_comply": declared,
        "summary": {"en": "Plainer words."},
    }


def test_members_that_the_folder_does_not_hold_are_pinned_as_they_are_in_force(february, tmp_path):
    import_folder(write(tmp_path / "2026-06", stricter(), members=["BAT-01"], effective_on="2026-06-01"))

    import_folder(
        write(tmp_path / "2026-09", criterion("LAB-01"), members=["BAT-02", "BAT-01", "LAB-01"], effective_on=SEPTEMBER)
    )

    newest = Release.objects.newest_first().first()
    assert [str(member.version) for member in newest.members.all()] == ["BAT-02@1.0.0", "BAT-01@2.0.0", "LAB-01@1.0.0"]


def test_older_folder_again_after_a_newer_one_seals_nothing_and_says_so(february, tmp_path):
    import_folder(write(tmp_path / "2026-09", stricter(), members=["BAT-01", "BAT-02"], effective_on=SEPTEMBER))
    before = everything()

    report = import_folder(february)

    assert everything() == before
    assert [str(warning) for warning in report.warnings] == [
        "BAT-01.yaml: is BAT-01@1.0.0, which BAT-01@2.0.0 follows: nothing is sealed."
    ]


def test_changed_translation_alone_is_a_new_revision(february):
    """Registry rule 9: a late or mended translation never touches the version."""
    document = criterion(languages=("en", "sv"))
    document["texts"]["sv"]["title"] = "Batteri som håller"
    write(february, document, criterion("BAT-02", languages=("en", "sv")))
    before = list(CriterionVersion.objects.values())

    report = import_folder(february)

    assert (report.translations, report.sealed, report.released) == (["BAT-01@1.0.0/sv.r2"], [], [])
    assert list(CriterionVersion.objects.values()) == before
    assert texts_in(CriterionVersion.objects.get(criterion__code="BAT-01"), "sv").title == "Batteri som håller"


def test_late_language_is_a_first_revision(february):
    documents = [criterion(code, languages=("en", "sv")) for code in ("BAT-01", "BAT-02")]
    documents[1]["texts"]["fi"] = translated(documents[1]["texts"]["en"], "fi")

    report = import_folder(write(february, *documents))

    assert (report.translations, announced()[-1]) == (["BAT-02@1.0.0/fi.r1"], "registry.translated")


def test_dry_run_tells_the_same_and_writes_nothing(february, tmp_path):
    document = stricter(languages=("en", "sv"))
    autumn = write(tmp_path / "2026-09", document, withdrawal("BAT-02"), criterion("LAB-01"), effective_on=SEPTEMBER)
    before = everything()

    promised = import_folder(autumn, dry_run=True)
    assert everything() == before
    done = import_folder(autumn)

    assert sealed(promised) == sealed(done) == ["BAT-01@2.0.0", "LAB-01@1.0.0"]
    assert promised.translations == done.translations == ["BAT-01@2.0.0/sv.r1"]
    assert promised.withdrawn == done.withdrawn == ["BAT-02@1.0.0"]
    assert promised.released == done.released == ["smartphones@2.0.0"]
    assert steps(promised) == steps(done) == [Bump.MAJOR, None]


def test_dry_run_of_an_empty_register_leaves_it_empty(tmp_path):
    report = import_folder(write(tmp_path, criterion(languages=LANGUAGES)), dry_run=True)

    assert (sealed(report), report.released) == (["BAT-01@1.0.0"], ["smartphones@1.0.0"])
    assert everything() == {model.__name__: [] for model in TABLES}


def test_dry_run_finds_the_faults_of_the_run(february, tmp_path):
    autumn = write(tmp_path / "2026-09", criterion(kind="exclusion"))

    with pytest.raises(SourceError, match="cannot change its kind"):
        import_folder(autumn, dry_run=True)


def test_withdrawal_is_sealed_once_with_its_reason(february, tmp_path):
    autumn = write(
        tmp_path / "2026-09", criterion(), withdrawal("BAT-02", use_instead="BAT-01"), effective_on=SEPTEMBER
    )

    first, again = import_folder(autumn), import_folder(autumn)

    event = StatusEvent.objects.get(kind=StatusKind.WITHDRAWN)
    assert (first.withdrawn, again.withdrawn, again.is_empty, again.unchanged) == (["BAT-02@1.0.0"], [], True, 2)
    assert (str(event.version), event.effective_on) == ("BAT-02@1.0.0", date(2026, 9, 7))
    assert event.parsed_details["reason"] == {"en": "Nobody could prove it."}
    assert [str(edge) for edge in LineageEdge.objects.all()] == ["BAT-02 moved_to BAT-01"]
    assert announced().count("registry.withdrawn") == 1


def test_edges_are_added_and_none_twice(tmp_path):
    """Also to a criterion whose file comes later, and to one from an earlier import."""
    write(tmp_path, criterion(lineage=[{"type": "related", "to": "BAT-02"}]), criterion("BAT-02"))
    import_folder(tmp_path)
    write(tmp_path, criterion("LAB-01", lineage=[{"type": "requires", "to": "BAT-02"}]))
    import_folder(tmp_path)
    import_folder(tmp_path)

    assert [str(edge) for edge in LineageEdge.objects.all()] == ["BAT-01 related BAT-02", "LAB-01 requires BAT-02"]


def test_titles_of_the_set_change_with_a_new_release_only(february, tmp_path):
    titles = {"en": "Fair phones"}
    import_folder(write(february, *[criterion(c, languages=("en", "sv")) for c in ("BAT-01", "BAT-02")], titles=titles))
    assert CriteriaSet.objects.get().titles == {"en": "Circular and fair smartphones"}

    import_folder(write(tmp_path / "2026-09", stricter(), titles=titles, effective_on=SEPTEMBER))
    assert CriteriaSet.objects.get().titles == titles


def test_each_file_is_heard_as_it_is_read_and_as_it_is_sealed(tmp_path):
    heard = []

    import_folder(write(tmp_path, criterion(), criterion("BAT-02")), on_step=heard.append)

    assert heard == ["BAT-01.yaml", "BAT-02.yaml"] * 2
