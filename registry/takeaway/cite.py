"""Ready-made references to a version: plain text, BibTeX, RIS."""

from dataclasses import dataclass

from registry.models import Adaptation, CriterionVersion, Release
from registry.sealed.texts import Text

PUBLISHER = "Joint Demand"
_PLAIN = {letter: f"\\{letter}" for letter in "&%$#_"} | {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The facts that every citation style draws on; ``year`` is that of the publication."""

    citation: str  # BAT-01@1.2.0
    title: str
    url: str
    year: str
    language: str

    @property
    def plain(self) -> str:
        return f"{PUBLISHER}: {self.title}. {self.citation}{f' ({self.year})' if self.year else ''}. {self.url}"

    @property
    def bibtex(self) -> str:
        key = self.citation.replace("@", "-").replace("/", "-").replace(".", "_").lower()
        fields = {
            "author": f"{{{PUBLISHER}}}",
            "title": _escaped(self.title),
            "number": self.citation,
            "institution": PUBLISHER,
            "year": self.year,
            "url": self.url,
            "language": self.language,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@techreport{{{key},\n{lines}\n}}"

    @property
    def ris(self) -> str:
        lines = [
            ("TY", "RPRT"),
            ("AU", PUBLISHER),
            ("TI", " ".join(self.title.split())),
            ("PB", PUBLISHER),
            ("M1", self.citation),
            ("PY", self.year),
            ("UR", self.url),
            ("LA", self.language),
        ]
        return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])


def reference_to_version(version: CriterionVersion, title: Text, *, base_url: str, year: str) -> Reference:
    return Reference(
        citation=str(version),
        title=str(title),
        url=base_url + version.get_permanent_path(),
        year=year,
        language=title.lang,
    )


def reference_to_release(release: Release, title: str, *, base_url: str, year: str, language: str) -> Reference:
    return Reference(
        citation=str(release), title=title, url=base_url + release.get_permanent_path(), year=year, language=language
    )


def reference_to_adaptation(
    adaptation: Adaptation, title: str, *, base_url: str, year: str, language: str
) -> Reference:
    return Reference(
        citation=str(adaptation),
        title=title,
        url=base_url + adaptation.get_permanent_path(),
        year=year,
        language=language,
    )


def _escaped(text: str) -> str:
    """Characters that mean something to BibTeX or LaTeX, made plain; BibTeX counts braces even after a backslash."""
    return "".join(_PLAIN.get(letter, letter) for letter in text)
