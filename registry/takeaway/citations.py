"""Citation strings: ``BAT-01@1.2.0``, ``BAT-01@1.2.0/L2``, and the source line under a copied text."""

import re
from typing import NamedTuple

from registry.models import CriterionVersion
from registry.sealed.criterion import CODE_PATTERN
from registry.sealed.numbers import NUMBER_PATTERN, VersionNumber

_CITATION = re.compile(rf"({CODE_PATTERN})@({NUMBER_PATTERN})(?:/L([1-3]))?")


class Citation(NamedTuple):
    """A criterion version, and the level taken from it if one is named."""

    code: str
    number: VersionNumber
    level: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Read "BAT-01@1.2.0" or "BAT-01@1.2.0/L2". Raises ValueError if it is something else."""
        match = _CITATION.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is no citation: write it like BAT-01@1.2.0 or BAT-01@1.2.0/L2")
        return cls(match[1], VersionNumber.parse(match[2]), int(match[3]) if match[3] else None)

    def __str__(self) -> str:
        version = f"{self.code}@{self.number}"
        return f"{version}/L{self.level}" if self.level else version


def source_line(version: CriterionVersion, level: int, language: str) -> str:
    """What stands under a copied text, alike in every language so that it can be read back.

    An example is "BAT-01@1.2.0, level 2, sv".
    """
    return f"{version}, level {level}, {language}"
