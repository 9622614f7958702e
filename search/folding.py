"""Words without what people leave out when they type: case, accents, letters that are on no keyboard of theirs."""

import unicodedata

# Letters that Unicode does not decompose, as people without them on the keyboard type them.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ħ": "h", "ł": "l", "ı": "i", "ĸ": "q", "ŋ": "n"}
    | {"ŧ": "t"}
)


def fold(word: str) -> str:
    """A word without case and accents, in letters and digits of ASCII: "Bærekraft" as "baerekraft"."""
    if word.isascii():  # as most are, and twenty times as fast
        return "".join(filter(str.isalnum, word.lower()))
    plain = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS)
    letters = [c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)]
    return "".join(c if c.isascii() else f"u{ord(c):x}" for c in letters if c.isalnum())
