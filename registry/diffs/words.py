"""What changed between two texts of one language, word by word: registry rule 12, the second layer.

A number with its unit is one token ("1 000 cycles", "80 %"), white space counts for nothing, paragraphs and list items
are compared with their own counterparts. The way back is the mirror image of the way there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum

from registry.sealed.wording import ItemList, parse

# How the units of registry.enums.Unit are written in a sentence; stems where a language inflects them.
UNIT_WORDS = {
    "en": r"cycles?|years?|months?|weeks?|(?:working |calendar )?days?|hours?|falls?|drops?"
    r"|grams?|pieces?|percent|per cent|gigabytes?|kilomet(?:re|er)s?",
    "sv": r"(?:ladd)?cyk(?:el|ler)|år|månad(?:er)?|veck(?:a|or)|(?:arbets|kalender)?dag(?:ar)?|dygn|timm(?:e|ar)|fall"
    r"|gram|styck(?:en)?|procent|gigabyte|kilometer",
    "nb": r"(?:lade)?sykl(?:us|user)|år|måned(?:er)?|uker?|(?:arbeids|virke|kalender)?dag(?:er)?|døgn|timer?|fall"
    r"|gram|stykk(?:er)?|prosent|gigabyte|kilometer",
    "fi": r"(?:lataus)?sykli\w*|vuo[sdtn]\w*|vuorokau\w*|kuukau\w*|viik\w*|(?:työ|arki)?päiv\w*|tun[tn]i\w*|pudotu\w*"
    r"|gramma\w*|kappale\w*|prosentti\w*|gigata[uv]\w*|kilometri\w*",
    "da": r"(?:lade)?cyklus(?:ser)?|år|måned(?:er)?|uger?|(?:arbejds|hver|kalender)?dage?|døgn|timer?|fald"
    r"|gram|styk(?:ker)?|procent|gigabyte|kilometer",
}
_SYMBOLS = r"%|‰|°C|°|€|(?:kWh|Wh|mAh|kg|mg|GB|MB|TB|km|cm|mm|g|m|h|W|V)(?!\w)"
# A group of three digits may stand after a comma, a full stop or one (no-break) space; no way back into half a number.
_NUMBER = r"(?<![\w.,/-])(?>[+−-]?(?:\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?)(?![\w/-]|[.,:]\d)"
_WORD = r"\w+(?:[-/.:’'@]\w+)*"
_ALIKE = 0.35  # from this share of common text on, two paragraphs are versions of each other


class Mark(StrEnum):
    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"

    @property
    def mirrored(self) -> "Mark":
        return {Mark.INSERTED: Mark.DELETED, Mark.DELETED: Mark.INSERTED}.get(self, self)


@dataclass(frozen=True)
class Segment:
    """A run of words with one mark. The text of an equal one is the new one's: it may differ in white space."""

    mark: Mark
    text: str
    follows_space: bool = False  # whether white space stands before it
    followed_space: bool = field(default=False, compare=False)  # of an equal one: whether it did in the old text


@dataclass(frozen=True)
class Line:
    """A paragraph or a list item with its differences."""

    style: str  # "p", "ol" or "ul"
    segments: tuple[Segment, ...]
    number: int = 0  # in a numbered list, where it stands in the new text, or in the old one if it is gone

    @property
    def is_changed(self) -> bool:
        return any(segment.mark is not Mark.EQUAL for segment in self.segments)


@dataclass(frozen=True)
class _Token:
    text: str
    key: str
    follows_space: bool


@dataclass(frozen=True)
class _Source:
    """A line of one text, in tokens."""

    style: str
    number: int
    tokens: tuple[_Token, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(token.key for token in self.tokens)


def tokens(text: str, language: str) -> list[str]:
    """The words, numbers with units, and signs of a text, without its white space."""
    return [token.text for token in _tokens(text, language)]


def diff_words(old: str, new: str, language: str) -> tuple[Segment, ...]:
    """The differences inside one paragraph, deleted before inserted; a single equal segment where there are none."""
    return _segments(_tokens(old, language), _tokens(new, language))


def diff_text(old: str, new: str, language: str) -> tuple[Line, ...]:
    """The differences of two texts in normal form, line by line as they are to be read.

    Lines of the same style that have enough words in common are compared; any other is inserted or deleted as a whole,
    deleted ones first.
    """
    before, after = _lines(old, language), _lines(new, language)
    is_swapped = _key(before) > _key(after)  # one way is worked out, the other mirrored, so that both agree
    pairs = _pairs(after, before) if is_swapped else _pairs(before, after)
    sides = ((b, a) for a, b in pairs) if is_swapped else pairs
    return tuple(_line(a, b) for a, b in _deleted_first(sides))


def _tokens(text: str, language: str) -> tuple[_Token, ...]:
    units = UNIT_WORDS.get(language, UNIT_WORDS["en"])
    pattern = rf"{_NUMBER}(?:[^\S\n]?(?:{_SYMBOLS}|(?:{units})(?!\w)))?|{_WORD}|[^\w\s]"
    return tuple(
        _Token(match[0], re.sub(r"\s", "", match[0]), match.start() > 0 and text[match.start() - 1].isspace())
        for match in re.finditer(pattern, text)
    )


def _lines(text: str, language: str) -> list[_Source]:
    lines: list[_Source] = []
    for group in parse(text):
        if isinstance(group, ItemList):
            style = "ol" if group.is_numbered else "ul"
            lines += [_Source(style, n, _tokens(item, language)) for n, item in enumerate(group.items, start=1)]
        else:
            lines.append(_Source("p", 0, _tokens(group.text, language)))
    return lines


def _key(lines: Iterable[_Source]) -> list[tuple[str, tuple[str, ...]]]:
    return [(line.style, line.keys) for line in lines]


Pair = tuple[_Source | None, _Source | None]


def _pairs(before: Sequence[_Source], after: Sequence[_Source]) -> list[Pair]:
    """Which line became which: the pairing, in order, with the most words in common."""
    likeness = [[_likeness(a, b) for b in after] for a in before]
    # best[i][j]: the most that before[i:] and after[j:] can have in common
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((before[i], None))
            i += 1
        else:
            pairs.append((None, after[j]))
            j += 1
    return [*pairs, *((line, None) for line in before[i:]), *((None, line) for line in after[j:])]


def _likeness(old: _Source, new: _Source) -> float:
    """From 0, for lines too different to be the same one, to 1; two half-alike pairs count less than one alike pair."""
    if old.style != new.style:
        return 0.0
    common = _size(Counter(old.keys) & Counter(new.keys))
    share = 2 * common / (_size(Counter(old.keys)) + _size(Counter(new.keys)) or 1)
    return share**2 if share >= _ALIKE else 0.0


def _size(keys: Counter[str]) -> int:
    """How much text it is: long words say more than short ones."""
    return sum(len(key) * count for key, count in keys.items())


def _deleted_first(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Between two lines that stayed, first what went, then what came."""
    gone: list[Pair] = []
    come: list[Pair] = []
    for old, new in pairs:
        if old is None or new is None:
            (gone if new is None else come).append((old, new))
        else:
            yield from [*gone, *come, (old, new)]
            gone, come = [], []
    yield from [*gone, *come]


def _line(old: _Source | None, new: _Source | None) -> Line:
    shown = new or old
    assert shown is not None  # noqa: S101  (a pair has one side at least)
    segments = _segments(old.tokens if old else (), new.tokens if new else ())
    return Line(shown.style, segments, shown.number if shown.style == "ol" else 0)


def _segments(old: Sequence[_Token], new: Sequence[_Token]) -> tuple[Segment, ...]:
    segments = []
    for mark, a, b in _steps(old, new):
        if mark is Mark.EQUAL:
            segments.append(replace(_segment(mark, new[b]), followed_space=old[a][0].follows_space))
        else:
            segments += [_segment(Mark.DELETED, old[a])] if old[a] else []
            segments += [_segment(Mark.INSERTED, new[b])] if new[b] else []
    if segments:
        segments[0] = replace(segments[0], follows_space=False)
    if [segment.mark for segment in segments[:2]] == [Mark.DELETED, Mark.INSERTED]:
        segments[1] = replace(segments[1], follows_space=True)
    return tuple(segments)


def _segment(mark: Mark, run: Sequence[_Token]) -> Segment:
    text = run[0].text + "".join(" " * token.follows_space + token.text for token in run[1:])
    return Segment(mark, text, run[0].follows_space)


Step = tuple[Mark, slice, slice]  # EQUAL, or another mark for a change; the tokens of the old and of the new text


def _steps(old: Sequence[_Token], new: Sequence[_Token]) -> list[Step]:
    before, after = [token.key for token in old], [token.key for token in new]
    if after < before:  # SequenceMatcher is not symmetric, so one way is worked out and the other mirrored
        return [(mark, a, b) for mark, b, a in _one_way(after, before)]
    return _one_way(before, after)


def _one_way(before: list[str], after: list[str]) -> list[Step]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = [
        (Mark.EQUAL if tag == "equal" else Mark.INSERTED, slice(i1, i2), slice(j1, j2))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    return _without_islands(steps, before, after)


def _without_islands(steps: list[Step], before: list[str], after: list[str]) -> list[Step]:
    """Two changes with less between them than either is long are read as one; a number is never swallowed."""

    def size(step: Step) -> int:
        return max(len("".join(before[step[1]])), len("".join(after[step[2]])))

    joined: list[Step] = []
    for step in steps:
        joined.append(step)
        while len(joined) > 2 and joined[-2][0] is Mark.EQUAL:
            left, island, right = joined[-3:]
            if size(island) >= min(size(left), size(right)) or _has_number(before[island[1]]):
                break
            joined[-3:] = [(Mark.INSERTED, _joined(left[1], right[1]), _joined(left[2], right[2]))]
    return joined


def _joined(first: slice, last: slice) -> slice:
    return slice(first.start, last.stop)


def _has_number(keys: Iterable[str]) -> bool:
    return any(key[:1].isdigit() for key in keys)
