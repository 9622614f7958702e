"""One consultation for a reader: the text against what it follows, block by block, with what was said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import prefetch_related_objects

from registry.consultations.times import Course, candidates, consultation_url
from registry.diffs.beside import VersionsCompared
from registry.diffs.fields import FieldDiff, fields_of
from registry.diffs.names import block_name
from registry.drafts.threads import WHOLE, blocks_of, comments_on
from registry.enums import Level, Readiness
from registry.models import Candidate, Comment, CriterionVersion
from registry.sealed.texts import Text, texts_in

SHOWN = 10  # comments on one block, on the page of all of them
PER_PAGE = 25  # on the page of those on one block


@dataclass(frozen=True)
class Said:
    """A comment, and whether it was made on an earlier candidate."""

    comment: Comment
    is_carried_over: bool


@dataclass(frozen=True)
class Block:
    """A part of the text with what was said of it; what is no block of texts takes no comment of its own."""

    field: FieldDiff | None  # None: all of the candidate
    said: list[Said]
    comment_url: str  # empty: none is taken
    all_url: str  # the page of all comments on it

    @property
    def name(self) -> str:
        """Of the block, "requirement.2"; empty for the whole."""
        return self.field.anchor if self.field else WHOLE

    @property
    def first_said(self) -> list[Said]:
        return self.said[:SHOWN]

    @property
    def is_cut(self) -> bool:
        return len(self.said) > SHOWN


@dataclass(frozen=True)
class MarketRow:
    """How many suppliers said what of one level."""

    level: Level
    counts: list[tuple[str, int]]  # in words, in the order of Readiness

    @property
    def total(self) -> int:
        return sum(count for _label, count in self.counts)


class Consultation(Course):
    """The consultation on one candidate, read as its page shows it.

    The version, and the one that it follows, are to have their translations at hand.
    """

    @cached_property
    def base(self) -> CriterionVersion | None:
        """The version that the candidate is to follow, None for a new criterion."""
        rows = CriterionVersion.objects.select_related("criterion").with_translations()
        base = self.version.base_version_id
        return rows.filter(pk=base).first() if base else None

    @cached_property
    def compared(self) -> VersionsCompared | None:
        if self.base is None:
            return None
        line = list(self.version.criterion.versions.newest_first().defer("content"))
        return VersionsCompared(self.base, self.version, line, self.language)

    @property
    def title(self) -> Text:
        return texts_in(self.version, self.language).title

    @cached_property
    def comments(self) -> list[Comment]:
        return comments_on(self.candidate)

    @property
    def waiting(self) -> int:
        """How many comments have no answer yet."""
        return sum(not comment.disposition for comment in self.comments)

    @property
    def whole(self) -> Block:
        return self._block(None)

    @cached_property
    def blocks(self) -> list[Block]:
        """Every part of either text, in reading order."""
        fields = self.compared.fields if self.compared else fields_of(self.version, self.version, self.language)
        return [self._block(field) for field in fields]

    @property
    def shown(self) -> list[Block]:
        """What changes or was commented on; of a new criterion, all of it."""
        return [block for block in self.blocks if self._is_shown(block)]

    @property
    def folded(self) -> list[Block]:
        """What stays as it is and nobody commented on."""
        return [block for block in self.blocks if not self._is_shown(block)]

    @cached_property
    def market(self) -> list[MarketRow]:
        counts = self.candidate.market_answers.counts()
        return [_market_row(level, counts.get(level, {})) for level in sorted(self.version.parsed.levels)]

    @cached_property
    def others(self) -> list[Course]:
        """The other candidates of the same draft, newest first."""
        rows = candidates().filter(draft=self.candidate.draft_id).exclude(pk=self.candidate.pk).order_by("-pk")
        return [Course(each, self.on, self.language) for each in rows]

    @property
    def successor(self) -> Course | None:
        """The candidate that came next after this one was taken back."""
        later = [course for course in self.others if course.candidate.pk > self.candidate.pk]
        return later[-1] if later else None

    def _is_shown(self, block: Block) -> bool:
        return self.base is None or bool(block.said) or bool(block.field and block.field.kind)

    def _block(self, field: FieldDiff | None) -> Block:
        name = field.anchor if field else WHOLE
        said = [Said(each, each.candidate_id != self.candidate.pk) for each in self.comments if each.block == name]
        takes_comments = self.is_open and name in blocks_of(self.version.parsed)
        url = block_url(self.version, "comment", name) if takes_comments else ""
        return Block(field, said, url, block_url(self.version, "comments", name))


def consultation_on(version: CriterionVersion, *, on: date, language: str) -> Consultation | None:
    """The consultation on a candidate; None for a version that is none. The translations are to be at hand."""
    rows = Candidate.objects.select_related("draft__register", "draft__final__criterion").filter(version=version.pk)
    candidate = rows.first() if version.prerelease else None
    if candidate is None:
        return None
    prefetch_related_objects([version], "events")
    candidate.version = version
    return Consultation(candidate, on, language)


def block_url(version: CriterionVersion, page: str, block: str) -> str:
    """The address of a page about one block of a candidate."""
    url = consultation_url(version, page)
    return f"{url}?block={block}" if block else url


def comment_url(comment: Comment) -> str:
    """Where a comment that counts is read: on the page of its consultation, or that of its block if there are many."""
    version, anchor = comment.candidate.version, f"#comment-{comment.pk}"
    place = [each.pk for each in comments_on(comment.candidate) if each.block == comment.block].index(comment.pk)
    if place < SHOWN:
        return f"{consultation_url(version)}{anchor}"
    url = block_url(version, "comments", comment.block)
    return f"{url}{'&' if comment.block else '?'}page={place // PER_PAGE + 1}{anchor}"


def block_title(block: str, version: CriterionVersion) -> str:
    """What a block is called; empty for all of a candidate. Raises KeyError for a block that the version has not."""
    if block not in blocks_of(version.parsed):
        raise KeyError(block)
    return str(block_name(block, version.parsed)) if block else ""


def _market_row(level: int, counts: Mapping[str, int]) -> MarketRow:
    return MarketRow(Level(level), [(str(each.label), counts.get(each.value, 0)) for each in Readiness])
