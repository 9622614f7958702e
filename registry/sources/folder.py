"""A folder of source files, read as one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from registry.sources import documents
from registry.sources.criteria import SourceCriterion, read_criterion, warnings
from registry.sources.faults import Fault, SourceError, language_faults

RELEASE_FILE = "release.yaml"


@dataclass(frozen=True, kw_only=True)
class SourceWithdrawal:
    file: str
    code: str
    reason: dict[str, str]  # by language
    use_instead: str


@dataclass(frozen=True, kw_only=True)
class SourceRelease:
    register: str
    authoritative_languages: list[str]
    criteria_set: str
    titles: dict[str, str]
    introductions: dict[str, str]
    effective_on: date
    members: tuple[tuple[str, bool], ...]  # code, mandatory


@dataclass(frozen=True, kw_only=True)
class SourceFolder:
    """Everything in one folder, free of faults."""

    release: SourceRelease
    criteria: list[SourceCriterion] = field(default_factory=list)
    withdrawals: list[SourceWithdrawal] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def read_folder(path: Path, *, on_file: Callable[[str], None] = lambda name: None) -> SourceFolder:
    """Read every ``*.yaml`` of a folder; ``on_file`` hears each name. Raises SourceError with all faults."""
    if not path.is_dir():
        raise SourceError([Fault(str(path), "", "is no folder: name the folder that holds the source files.")])
    faults: list[Fault] = []
    release = _read_release(path, faults)
    criteria: list[SourceCriterion] = []
    withdrawals: list[SourceWithdrawal] = []
    for name, document in _documents(path, faults, on_file):
        if "withdrawn" in document:
            withdrawals.append(_withdrawal(name, document))
            if release:
                faults += language_faults(
                    name, "withdrawn.reason", withdrawals[-1].reason, release.authoritative_languages
                )
        elif release:
            criterion, own_faults = read_criterion(name, document, release.authoritative_languages)
            criteria.append(criterion)
            faults += own_faults
    if faults or release is None:
        raise SourceError(faults)
    looked_at = [warning for criterion in criteria for warning in warnings(criterion)]
    return SourceFolder(release=release, criteria=criteria, withdrawals=withdrawals, warnings=looked_at)


def _documents(path: Path, faults: list[Fault], on_file: Callable[[str], None]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of a folder that can be read, but for the release; faults go to the list."""
    seen: dict[str, str] = {}
    for file in sorted([*path.glob("*.yaml"), *path.glob("*.yml")]):
        if file.name == RELEASE_FILE:
            continue
        on_file(file.name)
        document, found = documents.load(file)
        faults += found
        if document:
            faults += _name_faults(file, document["code"], seen)
            yield file.name, document


def _name_faults(file: Path, code: str, seen: dict[str, str]) -> list[Fault]:
    if code in seen:
        return [Fault(file.name, "code", f"{code} is already in {seen[code]}: give this criterion a code of its own.")]
    seen[code] = file.name
    if file.stem != code:
        return [Fault(file.name, "code", f"is {code}, but the file is named otherwise: name it {code}.yaml.")]
    return []


def _withdrawal(file: str, document: dict[str, Any]) -> SourceWithdrawal:
    facts = document["withdrawn"]
    return SourceWithdrawal(
        file=file, code=document["code"], reason=facts["reason"], use_instead=facts.get("use_instead", "")
    )


def _read_release(folder: Path, faults: list[Fault]) -> SourceRelease | None:
    file = folder / RELEASE_FILE
    if not file.exists():
        faults.append(Fault(RELEASE_FILE, "", "is missing: it names the register, the set and its members."))
        return None
    document, found = documents.load(file)
    faults += found
    if not document:
        return None
    members = [_member(item) for item in document["members"]]
    codes = [code for code, _mandatory in members]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        faults.append(Fault(RELEASE_FILE, "members", f"{code} is listed twice: a release holds each criterion once."))
    authoritative = document["register"]["authoritative_languages"]
    for name in ("titles", "introductions"):
        faults += language_faults(RELEASE_FILE, name, document[name], authoritative)
    return SourceRelease(
        register=document["register"]["code"],
        authoritative_languages=authoritative,
        criteria_set=document["set"],
        titles=document["titles"],
        introductions=document["introductions"],
        effective_on=date.fromisoformat(document["effective_on"]),
        members=tuple(members),
    )


def _member(item: str | dict[str, Any]) -> tuple[str, bool]:
    return (item, False) if isinstance(item, str) else (item["code"], item.get("mandatory", False))
