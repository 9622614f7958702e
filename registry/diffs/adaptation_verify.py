"""Whether every sealed adaptation still says what follows from its release and its overrides."""

from collections.abc import Iterator

from registry.diffs.adapted import adapted, pinned_by
from registry.enums import Relation
from registry.models import Adaptation, ReleaseMember
from registry.sealed.adaptation import AdaptationContent, AdaptedText, imported


def find_adaptation_faults() -> Iterator[str]:
    """One sentence a fault, none when all is well; hashes and the chain of events are for ``sealed.verify``."""
    rows = Adaptation.objects.select_related("criteria_set", "release__criteria_set", "previous__criteria_set")
    for adaptation in rows.order_by("pk").iterator():
        pinned = pinned_by(adaptation.release)
        try:
            content = AdaptationContent.from_json(adaptation.content)
            texts = adapted(pinned, content.overrides)
        except (KeyError, TypeError, ValueError):
            yield f"Adaptation {adaptation}: its content cannot be read."
            continue
        if adaptation.content != imported(adaptation.release, content.language, content.overrides, texts):
            yield f"Adaptation {adaptation}: its texts are not its release with its own changes."
        elif _criteria(adaptation) != _expected(pinned, texts):
            yield f"Adaptation {adaptation}: its criteria are not the ones in its content."
        if not _follows(adaptation):
            yield f"Adaptation {adaptation}: its number does not follow the one before it."


def _criteria(adaptation: Adaptation) -> list[tuple[object, ...]]:
    rows = adaptation.criteria.order_by("position")
    return list(rows.values_list("position", "criterion", "version", "mandatory", "relation"))


def _expected(pinned: list[ReleaseMember], texts: list[AdaptedText]) -> list[tuple[object, ...]]:
    relations = {text.version: text.relation for text in texts}
    return [
        (row.position, row.criterion_id, row.version_id, row.mandatory, relation_in(relations, row)) for row in pinned
    ]


def relation_in(relations: dict[str, str], member: ReleaseMember) -> str:
    """The relation of a member of the release by its version; one that is not there is left out."""
    return relations.get(str(member.version), Relation.LEFT_OUT.value)


def _follows(adaptation: Adaptation) -> bool:
    previous = adaptation.previous
    if previous is None:
        return str(adaptation.number) == "1.0.0"
    is_same = (previous.city, previous.criteria_set_id) == (adaptation.city, adaptation.criteria_set_id)
    return is_same and previous.number < adaptation.number
