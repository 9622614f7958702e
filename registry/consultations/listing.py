"""Which consultations there are: open for comments, in voting, and closed within a year."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from registry.consultations.times import Course, before_members, candidates, closed_since
from registry.drafts.threads import carries_over
from registry.models import Candidate, Comment, CriterionVersion, VersionTranslation
from registry.sealed.texts import Text, texts_in

REMEMBERED = timedelta(days=365)  # how long the list shows what was closed


class Row(NamedTuple):
    """One consultation in a list."""

    course: Course
    title: Text
    summary: Text | None  # what changes, in a sentence; None for a new criterion
    comments: int

    @property
    def version(self) -> CriterionVersion:
        return self.course.version


@dataclass(frozen=True)
class Going:
    """The consultations that go on, the one that closes first before the others; and the votes."""

    open: list[Row]
    in_vote: list[Row]


def going_on(*, on: date, language: str) -> Going:
    """All of them: a criterion has one at most. Five queries."""
    rows = rows_of(before_members(_listed(language)), on=on, language=language)
    rows.sort(key=lambda row: (row.course.until, row.version.criterion.code))
    return Going(
        open=[row for row in rows if row.course.is_open], in_vote=[row for row in rows if not row.course.is_open]
    )


def closed(*, on: date, language: str) -> QuerySet[Candidate]:
    """Those that ended within a year, the newest first; for ``rows_of``, a page at a time."""
    return closed_since(_listed(language), on - REMEMBERED).order_by("-pk")


def rows_of(found: Iterable[Candidate], *, on: date, language: str) -> list[Row]:
    listed = list(found)
    counts = _counts(listed)
    return [
        Row(
            Course(candidate, on, language),
            texts_in(candidate.version, language).title,
            summary_of(candidate.version, language),
            counts[candidate.pk],
        )
        for candidate in listed
    ]


def summary_of(version: CriterionVersion, language: str) -> Text | None:
    """What its editors wrote about the change: in the reader's language, else in the first that is there."""
    texts = version.parsed_change.get("summary") or {}
    shown = language if language in texts else next(iter(texts), None)
    return Text(texts[shown], shown) if shown else None


def _listed(language: str) -> QuerySet[Candidate]:
    newest_first = VersionTranslation.objects.filter(language=language).order_by("-revision")
    return candidates().prefetch_related(Prefetch("version__translations", queryset=newest_first))


def _counts(listed: Sequence[Candidate]) -> Counter[int]:
    """How many comments hold for each candidate, with those that carry over from earlier ones: two queries."""
    counts: Counter[int] = Counter()
    comments = Comment.objects.filter(candidate__draft__in={each.draft_id for each in listed})
    said = list(comments.exclude(verified_at=None).values_list("candidate", "candidate__draft", "block"))
    earlier = Candidate.objects.filter(pk__in={made_on for made_on, *_ in said}).select_related("version")
    contents = {each.pk: each.version.parsed for each in earlier} if said else {}
    for candidate in listed:
        for made_on, draft, block in said:
            if draft == candidate.draft_id and made_on <= candidate.pk:
                own = made_on == candidate.pk
                counts[candidate.pk] += own or carries_over(block, contents[made_on], candidate.version.parsed)
    return counts
