"""Which comments still hold for a candidate: those on its own blocks, and those on blocks that stayed as they were."""

from registry.drafts.consultation import Comment
from registry.drafts.draft import Candidate
from registry.sealed.canonical import canonical, sha256
from registry.sealed.content import CriterionContent

WHOLE = ""  # the block of a comment on all of a candidate


def blocks_of(content: CriterionContent) -> list[str]:
    """The names of what can be commented on; the whole comes first."""
    return [WHOLE, *sorted({block for blocks in content.texts.values() for block in blocks})]


def block_hash(content: CriterionContent, block: str) -> str:
    """The hash of a block in every authoritative language, with the values that stand in it; one hash for the whole.

    The whole hashes alike for all contents: a remark on all of a candidate holds for the next one too.
    """
    family, _point, key = block.partition(".")
    facts: object = None
    if family == "requirement":
        facts = content.levels.get(int(key))
    elif family == "parameter":
        facts = content.as_dict()["parameters"].get(key)
    elif family in ("proof", "legal_floor"):
        facts = [each for each in content.as_dict()[family] if each["id"] == key]
    texts = {language: blocks.get(block) for language, blocks in content.texts.items()} if block else None
    return sha256(canonical({"texts": texts, "facts": facts}))


def comments_on(candidate: Candidate) -> list[Comment]:
    """The comments that count and hold for a candidate, oldest first, with those that carry over from earlier ones."""
    content = candidate.version.parsed
    rows = Comment.objects.of(candidate.draft_id).filter(candidate__lte=candidate.pk)
    rows = rows.select_related("candidate__version", "organisation")
    return [
        comment
        for comment in rows.order_by("pk")
        if comment.candidate_id == candidate.pk
        or carries_over(comment.block, comment.candidate.version.parsed, content)
    ]


def carries_over(block: str, earlier: CriterionContent, later: CriterionContent) -> bool:
    """Whether a comment on a block of one content holds for another: the block is there as it was."""
    return block_hash(earlier, block) == block_hash(later, block)
