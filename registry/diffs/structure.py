"""What changed between two contents, by block and parameter: registry rule 12, the first layer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.sealed.canonical import canonical
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute

Leaf = str | bool | tuple[str, ...] | tuple[int, int] | Parameter | ProofRoute | LegalFloor
_LISTS = ("stages", "applies_to", "ambitions", "cpv")


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One leaf that differs; ``old`` is None where it was added, ``new`` where it was removed.

    Paths are ``theme``, ``stages``, ``applies_to``, ``ambitions``, ``cpv``, ``suggested_weight``, ``eforms.BT-774``,
    ``parameters.cycles``, ``levels.2`` (that the level exists), ``levels.2.cycles``, ``proof.eprel``,
    ``legal_floor.ecodesign``, ``texts.en`` (that the language is authoritative) and ``texts.en.requirement.1``.
    """

    path: str
    old: Leaf | None
    new: Leaf | None

    @property
    def kind(self) -> ChangeKind:
        if self.old is None:
            return ChangeKind.ADDED
        return ChangeKind.REMOVED if self.new is None else ChangeKind.CHANGED

    @property
    def mirrored(self) -> "Change":
        """The change back."""
        return Change(self.path, self.new, self.old)


def normal(content: CriterionContent) -> CriterionContent:
    """The content as it would be read back once sealed: texts in normal form, unordered lists sorted."""
    return CriterionContent.from_json(canonical(content.as_dict()))


def diff(old: CriterionContent, new: CriterionContent) -> tuple[Change, ...]:
    """Every leaf that differs, ordered by path; empty for contents that seal alike.

    ``apply(old, diff(old, new)) == normal(new)``, and ``diff(new, old)`` holds the same changes mirrored.
    Raises ValueError if a content has no canonical form.
    """
    return differences(normal(old), normal(new))


def differences(old: CriterionContent, new: CriterionContent) -> tuple[Change, ...]:
    """``diff`` of two contents that are in normal form already."""
    before, after = _leaves(old), _leaves(new)
    return tuple(
        Change(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )


def apply(content: CriterionContent, changes: Iterable[Change]) -> CriterionContent:
    """The content with the changes made. Raises ValueError if one of them starts from something else."""
    leaves = _leaves(normal(content))
    for change in changes:
        if leaves.get(change.path) != change.old:
            raise ValueError(f"{change.path} is {leaves.get(change.path)!r}, the change starts from {change.old!r}")
        if change.new is None:
            del leaves[change.path]
        else:
            leaves[change.path] = change.new
    return _content(leaves)


def _leaves(content: CriterionContent) -> dict[str, Leaf]:
    leaves: dict[str, Leaf] = {"theme": content.theme}
    leaves |= {name: getattr(content, name) for name in _LISTS}
    if content.suggested_weight:
        leaves["suggested_weight"] = content.suggested_weight
    leaves |= {f"eforms.{term}": codes for term, codes in content.eforms.items()}
    leaves |= {f"parameters.{code}": parameter for code, parameter in content.parameters.items()}
    leaves |= {f"proof.{route.id}": route for route in content.proof}
    leaves |= {f"legal_floor.{floor.id}": floor for floor in content.legal_floor}
    for level, values in content.levels.items():
        leaves[f"levels.{level}"] = True
        leaves |= {f"levels.{level}.{code}": value for code, value in values.items()}
    for language, blocks in content.texts.items():
        leaves[f"texts.{language}"] = True
        leaves |= {f"texts.{language}.{block}": text for block, text in blocks.items()}
    return leaves


def _content(leaves: Mapping[str, Any]) -> CriterionContent:
    levels: dict[int, dict[str, str]] = {int(level): {} for level in _below("levels", leaves) if "." not in level}
    texts: dict[str, dict[str, str]] = {language: {} for language in _below("texts", leaves) if "." not in language}
    for name, value in _below("levels", leaves).items():
        if "." in name:
            level, code = name.split(".", 1)
            levels[int(level)][code] = value
    for name, text in _below("texts", leaves).items():
        if "." in name:
            language, block = name.split(".", 1)
            texts[language][block] = text
    return CriterionContent(
        theme=leaves["theme"],
        **{name: leaves[name] for name in _LISTS},
        suggested_weight=leaves.get("suggested_weight"),
        eforms=_below("eforms", leaves),
        parameters=_below("parameters", leaves),
        proof=tuple(route for _, route in sorted(_below("proof", leaves).items())),
        legal_floor=tuple(floor for _, floor in sorted(_below("legal_floor", leaves).items())),
        levels=levels,
        texts=texts,
    )


def _below(family: str, leaves: Mapping[str, Any]) -> dict[str, Any]:
    prefix = f"{family}."
    return {path.removeprefix(prefix): value for path, value in leaves.items() if path.startswith(prefix)}
