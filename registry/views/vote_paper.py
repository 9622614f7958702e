"""What is voted on, for somebody who votes: the text, what changed in it, and what was said of it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import localdate

from registry.diffs.beside import VersionsCompared
from registry.diffs.fields import FieldDiff, fields_of
from registry.drafts.outcome import Outcome, outcome_of
from registry.drafts.threads import comments_on
from registry.enums import Disposition
from registry.models import Candidate, CriterionVersion
from registry.sealed.texts import Text, texts_in

SHORT = 12  # characters of a hash that people compare by eye


@dataclass(frozen=True)
class Paper:
    """One candidate for a reader of ``language``; ``version`` and ``base`` have their translations."""

    candidate: Candidate
    version: CriterionVersion
    base: CriterionVersion | None
    language: str

    @property
    def title(self) -> Text:
        return texts_in(self.version, self.language).title

    @property
    def short_hash(self) -> str:
        return self.version.content_hash[:SHORT]

    @cached_property
    def compared(self) -> VersionsCompared | None:
        """The way from its base; None for the first text of a criterion."""
        if self.base is None:
            return None
        line = self.version.criterion.versions.with_status(on=localdate()).newest_first().defer("content")
        return VersionsCompared(self.base, self.version, list(line), self.language)

    @cached_property
    def text(self) -> list[FieldDiff]:
        """The whole text, field by field, without marks."""
        return fields_of(self.version, self.version, self.language)

    @cached_property
    def comments(self) -> list[tuple[str, int]]:
        """How many comments there were, by what became of them; all are answered before a vote opens."""
        counts = Counter(comment.disposition for comment in comments_on(self.candidate))
        return [(str(each.label), counts[each]) for each in Disposition if counts[each]]

    @property
    def comment_count(self) -> int:
        return sum(count for _label, count in self.comments)

    @cached_property
    def outcome(self) -> Outcome | None:
        return outcome_of(self.version)


def paper_of(candidate: Candidate, *, language: str) -> Paper:
    """Read what is voted on."""
    rows = CriterionVersion.objects.filter(pk__in=[candidate.version_id, candidate.version.base_version_id])
    versions = {row.pk: row for row in rows.for_cards(language=language)}
    version = versions[candidate.version_id]
    return Paper(candidate, version, versions.get(version.base_version_id or 0), language)
