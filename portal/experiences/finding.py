"""Finding criterion versions by code or title, old ones too, in the database alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from portal.experiences.cited_versions import CitedVersion, cited_versions
from registry.models import Criterion, CriterionVersion, VersionTranslation
from registry.sealed.texts import Text

MOST_FOUND = 20  # criteria on one page
MOST_READ = 400  # versions whose titles are read; one more word narrows it down


@dataclass(frozen=True)
class Found:
    """A criterion and all of its versions that can be cited, newest first."""

    criterion: Criterion
    versions: Sequence[CitedVersion]

    @property
    def title(self) -> Text:
        return self.versions[0].title


class Finding(NamedTuple):
    found: list[Found]
    is_cut: bool  # there are more than fit on a page


def find_versions(text: str, *, language: str, on: date) -> Finding:
    """The criteria of which a version in force by that day has all words in its code or its title, by code.

    Titles are looked at in the reader's language, else in that of the source.
    """
    words = text.split()[:8]
    if not words:
        return Finding([], is_cut=False)
    candidates = CriterionVersion.objects.finals().filter(*(_has(word, language) for word in words))
    ids = list(candidates.order_by("criterion__code").values_list("pk", flat=True)[:MOST_READ])
    matching = _titled(cited_versions(ids, language=language, on=on).values(), words)
    chosen = sorted({each.version.criterion.code: each.version.criterion for each in matching}.items())
    found = list(_with_versions([criterion for _code, criterion in chosen[:MOST_FOUND]], language, on))
    return Finding(found, is_cut=len(chosen) > MOST_FOUND or len(ids) == MOST_READ)


def _has(word: str, language: str) -> Q:
    """Somewhere in the code or the texts. SQLite folds a to z only, so other letters are asked for in each case."""
    ways = {word, word.lower(), word.upper(), word.capitalize()}
    in_source = Q(*(("content__icontains", way) for way in ways), _connector=Q.OR)
    in_blocks = Q(*(("content__icontains", way) for way in ways), _connector=Q.OR)
    translations = VersionTranslation.objects.filter(in_blocks, version=OuterRef("pk"), language=language)
    code = word.partition("@")[0]
    return Q(criterion__code__icontains=code) | in_source | Q(Exists(translations))


def _titled(versions: Iterable[CitedVersion], words: Sequence[str]) -> Iterator[CitedVersion]:
    """Those that have all words in code and title, not only in other texts."""
    for each in versions:
        line = f"{each.version.criterion.code} {each.version} {each.title}".casefold()
        if each.status and all(word.casefold() in line for word in words):
            yield each


def _with_versions(criteria: Sequence[Criterion], language: str, on: date) -> Iterator[Found]:
    ids = CriterionVersion.objects.finals().filter(criterion__in=criteria).values_list("pk", flat=True)
    by_criterion: defaultdict[int, list[CitedVersion]] = defaultdict(list)
    for each in cited_versions(ids, language=language, on=on).values() if criteria else ():
        if each.status:
            by_criterion[each.version.criterion_id].append(each)
    for criterion in criteria:
        yield Found(criterion, sorted(by_criterion[criterion.pk], key=lambda each: each.version.number, reverse=True))
