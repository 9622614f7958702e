"""What a file is called, cleaned: for people to read, never for a path."""

import unicodedata

from portal.files.checking import SUFFIXES

LONGEST = 120
NAMELESS = "document"


def clean_name(given: str, content_type: str) -> str:
    """The last part of a name, without what cannot be seen, with the ending that its content has.

    "C:\\\\scans\\\\decision.pdf" is "decision.pdf"; "statement.exe" with a PDF in it is "statement.exe.pdf".
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in unicodedata.normalize("NFC", last) if _is_seen(char))
    name = " ".join(seen.split()).rstrip(". ")
    suffixes = SUFFIXES[content_type]
    found = next((suffix for suffix in suffixes if name.lower().endswith(suffix)), "")
    stem = name[: len(name) - len(found)].strip(". ") or NAMELESS
    suffix = found or suffixes[0]
    return stem[: LONGEST - len(suffix)].rstrip() + suffix


def _is_seen(char: str) -> bool:
    """No control, direction mark, private or unassigned character; a space of any kind is one."""
    category = unicodedata.category(char)
    return not category.startswith("C") and category not in ("Zl", "Zp") and char not in '<>:"|?*'
