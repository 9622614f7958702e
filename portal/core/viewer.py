"""Who looks: the audiences a reader belongs to. A question without a viewer cannot be asked."""

from dataclasses import dataclass

EVERYONE = "everyone"


@dataclass(frozen=True)
class Viewer:
    audiences: tuple[str, ...]  # "everyone", "organisation:7"


VISITOR = Viewer((EVERYONE,))
