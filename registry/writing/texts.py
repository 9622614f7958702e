"""The texts of a draft: the saved one, the one that is typed, and those that were saved before."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from wagtail.models import Revision

from portal.accounts.models import User
from registry.diffs.drafted import beside_each_other
from registry.drafts.unsealed import as_version, without_gaps
from registry.enums import Bump, DraftState
from registry.models import CriterionVersion, Draft
from registry.sealed.texts import Text
from registry.takeaway.reading import read_version
from registry.writing.forms.fields import here

Words = dict[str, Any]  # as ``services.drafting.save`` takes them: content, summary, at_least
NOT_KEPT = ("csrfmiddlewaretoken", "do", "change-seen")


def draft_to_write(pk: int) -> Draft | None:
    """A draft with all that its pages read: its people, its register, its base with translations."""
    people = "proposed_by", "locked_by", "declared_by", "confirmed_by"
    draft = Draft.objects.select_related("register", "criterion", *people).filter(pk=pk).first()
    if draft and draft.base_version_id:
        versions = CriterionVersion.objects.select_related("criterion").with_translations()
        draft.base_version = versions.get(pk=draft.base_version_id)
    return draft


def is_open_to(draft: Draft, user: User) -> bool:
    """Whether somebody who may write in a draft can save it now."""
    is_free = not draft.locked or draft.locked_by_id == user.pk
    return draft.state == DraftState.DRAFTING and is_free


def words_of(draft: Draft) -> Words:
    """What is saved."""
    return {"content": draft.parsed, "summary": draft.summary, "at_least": Bump(draft.at_least)}


def both_texts(draft: Draft, mine: Words, language: str) -> dict[str, Any]:
    """``compared``, the way from the saved text to a typed one, and ``sides``, both of them to be read."""
    sides = [
        {**words, "reading": read_version(as_version(draft, without_gaps(words["content"])), language)}
        for words in (words_of(draft), mine)
    ]
    return {"compared": beside_each_other(draft, draft.parsed, mine["content"], language), "sides": sides}


def kept_fields(sent: QueryDict) -> list[tuple[str, str]]:
    """What was sent, for another try on top of the text that is saved now: without what says which one was read."""
    return [(name, value) for name, values in sent.lists() if name not in NOT_KEPT for value in values]


class EarlierTexts:
    """What the pages of a draft's earlier texts have in common, in the admin and in the members' area."""

    draft: Draft

    def revisions(self) -> "QuerySet[Revision]":
        """Newest first, each with who saved it."""
        found: QuerySet[Revision] = self.draft.revisions.select_related("user")
        return found.order_by("-created_at", "-pk")

    def older(self, pk: object) -> Draft:
        """The draft with the words of one of its revisions. Raises Http404 for any other."""
        older = older_text(self.draft, pk)
        if older is None:
            raise Http404("No such revision of this draft.")
        return older

    def compared(self, asked: QueryDict) -> dict[str, Any]:
        """``from`` and ``to``, two revisions; without ``to``, what is saved now. Raises Http404."""
        old = self.older(asked.get("from"))
        new = self.older(asked["to"]) if asked.get("to") else self.draft
        difference = beside_each_other(self.draft, old.parsed, new.parsed, here())
        return {"compared": difference, "compared_drafts": [old, new]}


def older_text(draft: Draft, pk: object) -> Draft | None:
    """The draft with the words of one of its revisions; None for any other."""
    revision: Revision | None = None
    if str(pk).isascii() and str(pk).isdigit():
        revision = draft.revisions.filter(pk=pk).first()
    return draft.with_content_json(revision.content) if revision else None


def title_of(draft: Draft) -> Text:
    """What is saved, in its own language; empty while there is none."""
    texts: dict[str, dict[str, str]] = draft.content["texts"]
    language, blocks = next(iter(texts.items()), (here(), {}))
    return Text(blocks.get("title", ""), language)
