"""What is wrong in a source file, and how to mend it.

Faults of content are also shown in the editor, so these are in the language that is active when they are found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: the file, the field as a dotted path, what is wrong with the remedy."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}" if self.field else f"{self.file}: {self.message}"


def language_faults(file: str, field: str, texts: Mapping[str, str], authoritative: Iterable[str]) -> list[Fault]:
    """What readers of all languages fall back to must be there: the text in the authoritative languages."""
    absent = [language for language in authoritative if not texts.get(language, "").strip()]
    return [
        Fault(file, f"{field}.{language}", _("is missing, but is an authoritative language of the register: add it."))
        for language in absent
    ]


class SourceError(Exception):
    """The source files cannot be taken as they are; ``faults`` lists every one that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
