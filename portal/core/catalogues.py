"""Translations compiled without gettext's programs, so that nothing but Python is needed."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_all() -> list[Path]:
    """Write a ``.mo`` beside every catalogue that is newer than its own; returns the ones written.

    Raises babel.messages.pofile.PoFileError if a catalogue is broken.
    """
    return [_compile(source) for source in catalogues() if _is_outdated(source)]


def catalogues() -> Iterator[Path]:
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))


def _is_outdated(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    compiled = source.with_suffix(".mo")
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3], abort_invalid=True)
    unfinished = compiled.with_suffix(".tmp")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(compiled)  # in one step: two processes may do this at once
    return compiled
