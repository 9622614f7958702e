"""What stands on a page as one line of plain text, in which its parts do not run together."""

from collections.abc import Iterable

_ENDINGS = tuple(".!?…:;")
_CLOSING = "\"'”’»)]"  # after the last word, and after the full stop


def as_sentences(parts: Iterable[str]) -> str:
    """The parts one after the other; one that does not end as a sentence does gets a full stop, an empty one goes."""
    lines = (" ".join(part.split()) for part in parts)
    return " ".join(line if line.rstrip(_CLOSING).endswith(_ENDINGS) else f"{line}." for line in lines if line)
