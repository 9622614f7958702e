"""Translations compiled without gettext's programs, so that nothing but Python is needed."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings


class BrokenCatalogue(Exception):
    """A catalogue that would break pages; the message names the file, the text and what is wrong with it."""


def compile_all() -> list[Path]:
    """Write a ``.mo`` beside every catalogue that is newer than its own; returns the ones written.

    Raises BrokenCatalogue, and leaves the compiled one as it was, if a catalogue cannot be read or a translation has
    other placeholders than its text.
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
    try:
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3], abort_invalid=True)
    except PoFileError as error:
        raise BrokenCatalogue(f"{source}: {error}") from error
    for message, faults in catalogue.check():
        raise BrokenCatalogue(f"{source}: the translation of {message.id!r} is wrong: {faults[0]}")
    unfinished = compiled.with_suffix(".tmp")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(compiled)  # in one step: two processes may do this at once
    return compiled
