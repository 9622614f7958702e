"""Version numbers: Semantic Versioning 2.0.0 with candidates ``-rc.N`` as the only pre-releases."""

import re
from typing import NamedTuple

from registry.enums import Bump

NUMBER_PATTERN = r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}(?:-rc\.[1-9][0-9]{0,4})?"
_NUMBER = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)(?:-(rc\.[0-9]+))?")


class VersionNumber(NamedTuple):
    """Major, minor, patch and, for a candidate, ``rc.N``; ordered so that a candidate comes before its final."""

    major: int
    minor: int
    patch: int
    prerelease: str = ""

    @classmethod
    def parse(cls, text: str) -> "VersionNumber":
        """Read "1.2.0" or "1.2.0-rc.3". Raises ValueError if it is something else."""
        if not re.fullmatch(NUMBER_PATTERN, text) or not (parts := _NUMBER.fullmatch(text)):
            raise ValueError(f"{text!r} is no version number: write it like 1.2.0 or 1.2.0-rc.3")
        return cls(int(parts[1]), int(parts[2]), int(parts[3]), parts[4] or "")

    def __str__(self) -> str:
        final = f"{self.major}.{self.minor}.{self.patch}"
        return f"{final}-{self.prerelease}" if self.prerelease else final

    @property
    def precedence(self) -> tuple[int, int, int, float]:
        """A key that sorts numbers as Semantic Versioning does, item 11."""
        candidate = float(self.prerelease.removeprefix("rc.")) if self.prerelease else float("inf")
        return (self.major, self.minor, self.patch, candidate)

    def __lt__(self, other: tuple) -> bool:  # type: ignore[type-arg]
        return self.precedence < VersionNumber(*other).precedence

    def __gt__(self, other: tuple) -> bool:  # type: ignore[type-arg]
        return self.precedence > VersionNumber(*other).precedence

    def __le__(self, other: tuple) -> bool:  # type: ignore[type-arg]
        return self.precedence <= VersionNumber(*other).precedence

    def __ge__(self, other: tuple) -> bool:  # type: ignore[type-arg]
        return self.precedence >= VersionNumber(*other).precedence

    def bumped(self, step: Bump) -> "VersionNumber":
        """The final number one step on from this final."""
        if step is Bump.MAJOR:
            return VersionNumber(self.major + 1, 0, 0)
        if step is Bump.MINOR:
            return VersionNumber(self.major, self.minor + 1, 0)
        return VersionNumber(self.major, self.minor, self.patch + 1)

    def step_to(self, later: "VersionNumber") -> Bump:
        """Which part of the number changed first on the way to a later one."""
        if later.major != self.major:
            return Bump.MAJOR
        return Bump.MINOR if later.minor != self.minor else Bump.PATCH


FIRST = VersionNumber(1, 0, 0)
