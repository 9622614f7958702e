"""Telling the five languages of the site apart by their small words."""

import re

# Words that a language uses all the time, with the languages that have them.
SMALL_WORDS = {
    frozenset({"en"}): "the with this that which you your from are not been was they their what who and of when where",
    frozenset({"sv"}): "och är från inte att någon nästa",
    frozenset({"nb"}): "hva uten etter",
    frozenset({"da"}): "hvad uden af",
    frozenset({"fi"}): "joka jotka ovat että sekä eivät jonka",
    frozenset({"nb", "da"}): "og ikke fra",
    frozenset({"sv", "nb"}): "av",
    frozenset({"sv", "da"}): "efter",
    frozenset({"sv", "nb", "da"}): "som på med eller",
}
LANGUAGES_OF = {word: languages for languages, words in SMALL_WORDS.items() for word in words.split()}
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")  # not a part of a fingerprint


def foreign_words(text: str, language: str) -> set[str]:
    """The small words of a text that its language does not have."""
    found = {word.lower() for word in _WORD.findall(text)}
    return {word for word in found if word in LANGUAGES_OF and language not in LANGUAGES_OF[word]}
