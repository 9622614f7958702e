"""Why a person cannot be erased yet. A leaf."""

from collections.abc import Sequence


class CannotErase(Exception):
    """``obstacles`` are sentences for the operator: each names the thing and the way out."""

    def __init__(self, obstacles: Sequence[str]) -> None:
        super().__init__("\n".join(obstacles))
        self.obstacles = list(obstacles)
