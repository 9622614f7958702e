"""The groups of synonyms that a fresh installation begins with."""

from pathlib import Path

from search.models import SynonymGroup
from search.models.asking import folded_phrase
from search.synonyms import MEMO

FILE = Path(__file__).parent / "starter" / "synonyms.txt"


def read_groups(text: str) -> list[list[str]]:
    """The groups of a file: paragraphs of lines, without those that begin with #."""
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    return [group.split("\n") for group in "\n".join(lines).strip().split("\n\n")]


def add_starter_groups() -> int:
    """Make the groups of which no word is in a group yet; how many."""
    held = {folded_phrase(word) for group in SynonymGroup.objects.all() for word in group.listed}
    new = [words for words in read_groups(FILE.read_text()) if held.isdisjoint(map(folded_phrase, words))]
    SynonymGroup.objects.bulk_create(SynonymGroup(words="\n".join(words)) for words in new)
    MEMO.forget()
    return len(new)
