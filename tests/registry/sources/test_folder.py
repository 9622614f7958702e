"""A folder is read whole: every fault of every file is told at once, none of it is taken."""

from datetime import date

import pytest

from registry.sources.faults import Fault, SourceError
from registry.sources.folder import SourceRelease, SourceWithdrawal, read_folder
from tests.factories.sources import LANGUAGES, criterion, withdrawal, write


def faults_of(path) -> list[str]:
    with pytest.raises(SourceError) as refusal:
        read_folder(path)
    assert str(refusal.value) == "\n".join(map(str, refusal.value.faults))
    return [str(fault) for fault in refusal.value.faults]


def test_folder_is_read_into_criteria_withdrawals_and_a_release(tmp_path):
    write(tmp_path, criterion("BAT-01"), criterion("BAT-02"), withdrawal("ACC-02", use_instead="ACC-01"))

    folder = read_folder(tmp_path)

    assert [source.code for source in folder.criteria] == ["BAT-01", "BAT-02"]
    assert folder.withdrawals == [
        SourceWithdrawal(
            file="ACC-02.yaml", code="ACC-02", reason={"en": "Nobody could prove it."}, use_instead="ACC-01"
        )
    ]
    assert folder.release == SourceRelease(
        register="joint-demand",
        authoritative_languages=["en"],
        criteria_set="smartphones",
        titles={"en": "Circular and fair smartphones"},
        introductions={"en": "For tenders of smartphones."},
        effective_on=date(2026, 2, 2),
        members=(("BAT-01", False), ("BAT-02", False)),
    )
    assert folder.warnings == []


def test_withdrawal_without_a_successor_names_none(tmp_path):
    write(tmp_path, criterion(), withdrawal("ACC-02"))

    assert [source.use_instead for source in read_folder(tmp_path).withdrawals] == [""]


def test_members_keep_their_order_and_duty(tmp_path):
    write(tmp_path, criterion(), members=["LAB-01", {"code": "BAT-01", "mandatory": True}, {"code": "ACC-01"}])

    assert read_folder(tmp_path).release.members == (("LAB-01", False), ("BAT-01", True), ("ACC-01", False))


def test_each_file_is_told_as_it_is_read_in_the_order_of_names(tmp_path):
    write(tmp_path, criterion("REP-01"), criterion("BAT-01"), withdrawal("ACC-02"))
    heard = []

    read_folder(tmp_path, on_file=heard.append)

    assert heard == ["ACC-02.yaml", "BAT-01.yaml", "REP-01.yaml"]


def test_other_files_are_left_alone(tmp_path):
    write(tmp_path, criterion())
    (tmp_path / "README.md").write_text("not: [a criterion")
    (tmp_path / "notes.txt").write_bytes(b"\xff")

    assert [source.code for source in read_folder(tmp_path).criteria] == ["BAT-01"]


def test_short_ending_is_read_as_well(tmp_path):
    write(tmp_path, criterion())
    (tmp_path / "BAT-01.yaml").rename(tmp_path / "BAT-01.yml")

    assert [source.file for source in read_folder(tmp_path).criteria] == ["BAT-01.yml"]


def test_incomplete_translation_is_a_warning_and_no_fault(tmp_path):
    document = criterion(languages=LANGUAGES)
    del document["texts"]["fi"]["follow_up"]
    write(tmp_path, document)

    assert [str(warning) for warning in read_folder(tmp_path).warnings] == [
        "BAT-01.yaml: texts.fi: not yet translated: follow_up."
    ]


@pytest.mark.parametrize("name", ["nowhere", "release.yaml"])
def test_path_that_is_no_folder_is_a_fault(tmp_path, name):
    write(tmp_path, criterion())
    path = tmp_path / name

    assert faults_of(path) == [f"{path}: is no folder: name the folder that holds the source files."]


def test_folder_without_a_release_is_a_fault_beside_those_of_its_files(tmp_path):
    write(tmp_path, criterion())
    (tmp_path / "release.yaml").unlink()
    (tmp_path / "ACC-01.yaml").write_text("")

    assert faults_of(tmp_path) == [
        "ACC-01.yaml: holds no fields: it begins with `code: …` or, for a release, `set: …`.",
        "release.yaml: is missing: it names the register, the set and its members.",
    ]


def test_empty_folder_is_a_fault(tmp_path):
    assert faults_of(tmp_path) == ["release.yaml: is missing: it names the register, the set and its members."]


def test_code_in_two_files_is_a_fault(tmp_path):
    write(tmp_path, criterion("BAT-01"))
    (tmp_path / "BAT-02.yaml").write_text((tmp_path / "BAT-01.yaml").read_text())

    assert faults_of(tmp_path) == [
        "BAT-02.yaml: code: BAT-01 is already in BAT-01.yaml: give this criterion a code of its own."
    ]


def test_code_that_is_changed_and_withdrawn_at_once_is_a_fault(tmp_path):
    write(tmp_path, criterion("BAT-01"))
    (tmp_path / "BAT-01.yml").write_text("code: BAT-01\nwithdrawn: {reason: {en: Nobody could prove it.}}\n")

    assert faults_of(tmp_path) == [
        "BAT-01.yml: code: BAT-01 is already in BAT-01.yaml: give this criterion a code of its own."
    ]


def test_file_that_is_named_otherwise_is_a_fault(tmp_path):
    write(tmp_path, criterion("BAT-01"))
    (tmp_path / "BAT-01.yaml").rename(tmp_path / "battery.yaml")

    assert faults_of(tmp_path) == [
        "battery.yaml: code: is BAT-01, but the file is named otherwise: name it BAT-01.yaml."
    ]


def test_member_that_is_listed_twice_is_a_fault(tmp_path):
    write(tmp_path, criterion(), members=["BAT-01", "LAB-01", {"code": "BAT-01", "mandatory": True}])

    assert faults_of(tmp_path) == [
        "release.yaml: members: BAT-01 is listed twice: a release holds each criterion once."
    ]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"effective_on": "2026-02-30"}, "effective_on: '2026-02-30' is not a day like 2026-02-02."),
        ({"members": []}, "members: is empty: fill it in, or leave the field out where it is optional."),
        ({"version": "1.0.0"}, "version: is no field here."),
        ({"set": "Smart Phones"}, "set: 'Smart Phones' is not a name like joint-demand: small letters, digits and"),
        (
            {"register": {"code": "joint-demand", "authoritative_languages": []}},
            "register.authoritative_languages: is empty: fill it in, or leave the field out where it is optional.",
        ),
    ],
)
def test_fault_of_the_release_names_its_field(tmp_path, fields, fault):
    write(tmp_path, criterion(), **fields)

    [found] = faults_of(tmp_path)

    assert found.startswith(f"release.yaml: {fault}")


@pytest.mark.parametrize("reason", [{"sv": "Ingen kunde visa det."}, {"en": " ", "sv": "Ingen kunde visa det."}])
def test_what_every_reader_falls_back_to_is_there(tmp_path, reason):
    """Titles, reasons and summaries are read by all; who has no translation gets the authoritative language."""
    document = criterion(change={"summary": {"sv": "Strängare."}})
    write(
        tmp_path, document, withdrawal("ACC-02", reason=reason), titles={"sv": "Telefoner"}, introductions={"en": "\n"}
    )

    missing = "is missing, but is an authoritative language of the register: add it."
    assert faults_of(tmp_path) == [
        f"ACC-02.yaml: withdrawn.reason.en: {missing}",
        f"BAT-01.yaml: change.summary.en: {missing}",
        f"release.yaml: introductions.en: {missing}",
        f"release.yaml: titles.en: {missing}",
    ]


def test_withdrawal_without_a_reason_is_a_fault(tmp_path):
    write(tmp_path, criterion(), {"code": "ACC-02", "withdrawn": {"use_instead": "ACC-01"}})

    assert faults_of(tmp_path) == ["ACC-02.yaml: withdrawn.reason: is missing: add it."]


def test_faults_of_all_files_are_told_at_once_sorted(tmp_path):
    bounds, theme, fine = criterion("BAT-02"), criterion("BAT-01", theme="batteries"), criterion("BAT-03")
    bounds["levels"]["1"]["cycles"] = 1
    bounds["levels"]["2"]["cycles"] = 2
    write(tmp_path, bounds, theme, fine, titles={})
    (tmp_path / "ACC-01.yaml").write_text("code: ACC-01\ncode: ACC-01\n")

    assert [fault.split(": ")[:2] for fault in faults_of(tmp_path)] == [
        ["ACC-01.yaml", "line 2"],
        ["BAT-01.yaml", "theme"],
        ["release.yaml", "titles"],
    ]

    write(tmp_path, bounds, fine)
    assert [fault.split(": ")[:2] for fault in faults_of(tmp_path)] == [
        ["BAT-02.yaml", "levels.1.cycles"],
        ["BAT-02.yaml", "levels.2.cycles"],
    ]


def test_fault_is_a_sentence_with_file_and_field():
    assert str(Fault("BAT-01.yaml", "theme", "is missing: add it.")) == "BAT-01.yaml: theme: is missing: add it."
    assert str(Fault("BAT-01.yaml", "", "is not UTF-8.")) == "BAT-01.yaml: is not UTF-8."
