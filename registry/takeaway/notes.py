"""The notes of a release for a reader: in their language, else in one that is said."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from registry.diffs.meaning import EffectKind
from registry.models import Release, ReleaseNote
from registry.sealed.notes import LEAD
from registry.sealed.wording import as_html


@dataclass(frozen=True)
class NotesShown:
    """``note`` is the newest revision in its language, which may be another than the reader's."""

    note: ReleaseNote
    wanted: str
    earlier: tuple["NotesShown", ...] = ()  # the revisions before it, newest first

    @property
    def language(self) -> str:
        return self.note.language

    @property
    def is_translated(self) -> bool:
        return self.language == self.wanted

    @property
    def is_revised(self) -> bool:
        """It is not what was sealed with the release, or not the first text in its language."""
        return self.note.revision > 1

    @property
    def lead(self) -> str:
        return self.note.blocks.get(LEAD, "")

    @property
    def lead_html(self) -> SafeString:
        return as_html(self.lead, {}, self.language)

    @property
    def groups(self) -> list[tuple[EffectKind, SafeString]]:
        """The groups of changes that have a text, in their order; headings are in the reader's language."""
        texts = self.note.blocks
        return [(kind, as_html(texts[kind], {}, self.language)) for kind in EffectKind if texts.get(kind)]


def _revisions(release: Release, language: str) -> list[ReleaseNote]:
    """Of one language, newest first; no query where the notes are prefetched."""
    rows = [row for row in release.notes.all() if row.language == language]
    for row in rows:
        row.release = release
    return sorted(rows, key=lambda row: -row.revision)


def newest_notes(release: Release) -> dict[str, ReleaseNote]:
    """By language, the newest revision; one query, none where the notes are prefetched."""
    return {row.language: row for row in sorted(release.notes.all(), key=lambda row: row.revision)}


def notes_in(release: Release, language: str) -> NotesShown | None:
    """What a reader is shown; None if the release has no notes, as those that were imported."""
    notes = newest_notes(release)
    order = [language, *release.criteria_set.register.authoritative_languages, *sorted(notes)]
    shown = next((code for code in order if code in notes), None)
    if shown is None:
        return None
    newest, *earlier = _revisions(release, shown)
    return NotesShown(newest, language, tuple(NotesShown(row, language) for row in earlier))
