"""An import that is refused writes nothing, and says of each file what stands in the way."""

import pytest

from registry.services.importing import import_folder
from registry.sources.faults import SourceError
from tests.factories.sources import criterion, stricter, withdrawal, write
from tests.registry.services.rows import everything

pytestmark = pytest.mark.django_db

SEPTEMBER = "2026-09-07"


def faults_of(path) -> list[str]:
    """The faults of an import that is refused; nothing may have been written."""
    before = everything()
    with pytest.raises(SourceError) as refusal:
        import_folder(path)
    assert everything() == before
    return [str(fault) for fault in refusal.value.faults]


def test_faults_in_the_files_seal_nothing(tmp_path):
    broken = criterion("BAT-02")
    broken["levels"]["1"]["cycles"] = 1

    assert faults_of(write(tmp_path, criterion(), broken)) == [
        "BAT-02.yaml: levels.1.cycles: 1 is outside the bounds. Enter a value from 800 to 2,000."
    ]


def test_kind_does_not_change(february, tmp_path):
    autumn = write(tmp_path / "2026-09", stricter(kind="exclusion"), stricter("BAT-02"), effective_on=SEPTEMBER)
    changed = "BAT-01 cannot change its kind from Technical specification to Exclusion ground"

    assert faults_of(autumn) == [f"BAT-01.yaml: kind: {changed}. Make a new criterion that replaces it."]


def test_withdrawn_criterion_does_not_come_back(february, tmp_path):
    import_folder(write(tmp_path / "2026-09", criterion(), withdrawal("BAT-02"), effective_on=SEPTEMBER))

    [fault] = faults_of(write(tmp_path / "2026-10", stricter("BAT-02"), effective_on="2026-10-01"))

    assert fault.startswith("BAT-02.yaml: BAT-02@1.0.0 is not in force (withdrawn), so nothing can follow or end it.")


def test_day_before_that_of_the_sealed_version_is_refused(february, tmp_path):
    [fault] = faults_of(write(tmp_path / "2025-12", stricter(), effective_on="2025-12-01"))

    assert fault.startswith(
        "BAT-01.yaml: BAT-01@1.0.0 takes effect on 2 February 2026, so nothing can follow it or end it"
    )


def test_edge_to_a_criterion_that_does_not_exist_is_refused(tmp_path):
    edges = [{"type": "related", "to": "LAB-09"}, {"type": "requires", "to": "ACC-09"}]

    assert faults_of(write(tmp_path, criterion(lineage=edges))) == [
        "BAT-01.yaml: lineage: ACC-09, LAB-09 does not exist: import it too, or remove the edge."
    ]


def test_criteria_that_replace_each_other_are_refused(tmp_path):
    first = criterion("BAT-01", lineage=[{"type": "replaces", "to": "BAT-02"}])
    second = criterion("BAT-02", lineage=[{"type": "replaces", "to": "BAT-01"}])

    assert faults_of(write(tmp_path, first, second)) == [
        "BAT-02.yaml: lineage: BAT-02 would in the end replace itself through BAT-01. Remove one of the edges."
    ]


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (withdrawal("ACC-09"), "ACC-09.yaml: code: ACC-09 does not exist, so it cannot be withdrawn."),
        (
            withdrawal("BAT-02", use_instead="ACC-09"),
            "BAT-02.yaml: withdrawn.use_instead: ACC-09 does not exist.",
        ),
        (
            withdrawal("BAT-02", use_instead="BAT-02"),
            "BAT-02.yaml: withdrawn: BAT-02 would in the end replace itself through BAT-02. Remove one of the edges.",
        ),
    ],
)
def test_withdrawal_that_is_not_possible_is_refused(february, tmp_path, document, fault):
    [found] = faults_of(write(tmp_path / "2026-09", criterion(), document, effective_on=SEPTEMBER))

    assert found.startswith(fault)


@pytest.mark.parametrize("members", [["BAT-01", "LAB-09", "LAB-08"], ["LAB-09", "LAB-08"]])
def test_member_that_does_not_exist_is_refused(february, tmp_path, members):
    assert faults_of(write(tmp_path / "2026-09", stricter(), members=members, effective_on=SEPTEMBER)) == [
        "release.yaml: members: LAB-09, LAB-08 is not in force on 2026-09-07: take it out, or import it too."
    ]


def test_withdrawn_member_is_refused(february, tmp_path):
    autumn = write(
        tmp_path / "2026-09", stricter(), withdrawal("BAT-02"), members=["BAT-01", "BAT-02"], effective_on=SEPTEMBER
    )

    assert faults_of(autumn) == [
        "release.yaml: members: BAT-02 is not in force on 2026-09-07: take it out, or import it too."
    ]


def test_authoritative_languages_of_a_register_do_not_change(february, tmp_path):
    register = {"code": "joint-demand", "authoritative_languages": ["en", "sv"]}
    texts = {"en": "For all.", "sv": "För alla."}
    autumn = write(
        tmp_path / "2026-09", stricter(languages=("en", "sv")), register=register, titles=texts, introductions=texts
    )

    languages = "the authoritative languages of joint-demand are en: write those."
    assert faults_of(autumn) == [f"release.yaml: register.authoritative_languages: {languages}"]


def test_code_and_set_of_another_register_are_refused(february, tmp_path):
    """A mistyped register would else seal into the right one by the rules of a new one."""
    register = {"code": "joint-demnad", "authoritative_languages": ["en"]}
    remedy = "belongs to the register joint-demand. Name that register, or take a name of your own."

    assert faults_of(write(tmp_path / "code", stricter(), register=register)) == [f"BAT-01.yaml: BAT-01 {remedy}"]
    assert faults_of(write(tmp_path / "set", criterion("LAB-01"), register=register)) == [
        f"release.yaml: set: smartphones {remedy}"
    ]


def test_member_that_was_withdrawn_earlier_is_refused_though_its_file_is_there(february, tmp_path):
    import_folder(write(tmp_path / "2026-09", criterion(), withdrawal("BAT-02"), effective_on=SEPTEMBER))

    october = write(
        tmp_path / "2026-10", stricter(), criterion("BAT-02", languages=("en", "sv")), effective_on="2026-10-01"
    )

    [fault] = faults_of(october)
    assert fault.startswith("release.yaml: members: A release cannot hold BAT-02@1.0.0: it is withdrawn. Take it out")


def test_faults_of_all_files_are_told_at_once(february, tmp_path):
    autumn = write(
        tmp_path / "2026-09",
        criterion(kind="exclusion"),
        stricter("BAT-02", lineage=[{"type": "related", "to": "LAB-09"}]),
        withdrawal("ACC-09"),
        members=["LAB-09"],
        effective_on=SEPTEMBER,
    )

    assert [fault.split(": ")[:2] for fault in faults_of(autumn)] == [
        ["ACC-09.yaml", "code"],
        ["BAT-01.yaml", "kind"],
        ["BAT-02.yaml", "lineage"],
    ]
