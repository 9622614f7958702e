"""The pages of members: made as drafts with what is known, one a language; their words are written by city editors."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from portal.accounts.models import User
from portal.cms.models import CityPage, MembersPage
from portal.cms.rich_text import clean_stored
from portal.core.access import require
from portal.members.duties import Duty
from portal.members.enums import OrganisationKind
from portal.members.errors import ChangedMeanwhile, PageArranged, PageLocked
from portal.members.models import Organisation
from portal.members.seen import seen_of
from portal.outbox.tasks import deliver_after_commit

PARAGRAPH = re.compile(r"<p(?: [^>]*)?>((?:[^<]|<br */?>)*)</p>")
BREAK = re.compile(r"<br */?>")


@dataclass(frozen=True)
class CityText:
    """The words of a page as plain text. ``body`` is None where its blocks are more than paragraphs."""

    lead: str
    body: str | None

    @property
    def seen(self) -> str:
        return seen_of(self.lead, self.body)


def draft_city_pages(organisation: Organisation, *, live: bool = False) -> list[CityPage]:
    """Make the page of a member in every language that has a page of members; one that is there stays.

    Drafts unless ``live``. Call it in the transaction that makes the member.
    """
    made = []
    for parent in MembersPage.objects.select_related("locale").order_by("pk"):
        if CityPage.objects.filter(organisation=organisation, locale=parent.locale).exists():
            continue
        page = _page(organisation, parent.locale)
        page.live = live
        parent.add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        made.append(page)
    return made


def duties(user: User, organisations: Sequence[Organisation]) -> list[Duty]:
    """A page that no reader can see in any language."""
    pages = CityPage.objects.filter(organisation__in=organisations)
    drafted = set(pages.values_list("organisation", flat=True))
    published = set(pages.live().values_list("organisation", flat=True))
    text = _("Write the page of %(organisation)s and publish it: nobody can read it yet.")
    return [
        Duty(text % {"organisation": each.display_name}, reverse("city-page:start", args=[each.slug]))
        for each in organisations
        if each.pk in drafted - published
    ]


def draft_of(page: CityPage) -> CityPage:
    """The page as its newest draft has it."""
    draft: CityPage = page.get_latest_revision_as_object()
    return draft


def text_of(page: CityPage) -> CityText:
    """The words of a page, or of a draft of it."""
    sources = [block.value.source if block.block_type == "text" else None for block in page.body]
    return CityText(page.lead, _plain(sources))


@transaction.atomic
def save_text(page_id: int, text: CityText, *, seen: str, actor: User) -> CityPage:
    """Keep the words as a draft; readers see it when it is published. Where ``body`` is None, the blocks stay.

    Raises PermissionDenied, PageLocked, PageArranged, ChangedMeanwhile, or ValidationError.
    """
    draft = draft_of(_locked(page_id, actor))
    stored = text_of(draft)
    if seen != stored.seen:
        raise ChangedMeanwhile(draft.title)
    if text.body is not None and stored.body is None:
        raise PageArranged(draft.title)
    draft.lead = text.lead.strip()
    if text.body is not None:
        draft.body = _blocks(text.body)
    draft.save_revision(user=actor, log_action=True)
    return draft


@transaction.atomic
def publish_page(page_id: int, *, actor: User) -> CityPage:
    """Let everybody read the newest draft. Raises PermissionDenied or PageLocked."""
    page = _locked(page_id, actor)
    page.latest_revision.publish(user=actor, skip_permission_checks=True)  # Wagtail's are for its admin; ours was asked
    deliver_after_commit()
    return page


@transaction.atomic
def unpublish_page(page_id: int, *, actor: User) -> CityPage:
    """Take the page from the readers; the draft stays. Raises PermissionDenied or PageLocked."""
    page = _locked(page_id, actor)
    if page.live:
        page.unpublish()
        deliver_after_commit()
    return page


@transaction.atomic
def begin_pages(organisation_id: int, *, actor: User) -> list[CityPage]:
    """Make the drafts that are missing; a supporter has none. Raises PermissionDenied."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    require(actor, "members.change_page", organisation)
    return draft_city_pages(organisation) if organisation.kind == OrganisationKind.PUBLIC_BUYER else []


def _locked(page_id: int, actor: User) -> CityPage:
    """The page, with its organisation's row locked: so is every other change of its words from here."""
    organisation = Organisation.objects.select_for_update().get(pages=page_id)
    require(actor, "members.change_page", organisation)
    page: CityPage = CityPage.objects.get(pk=page_id)
    if page.get_lock():
        raise PageLocked(page.title)
    return page


def _blocks(text: str) -> Any:
    """Plain text as the blocks of a page: one of text, or none."""
    return [("text", _rich(text))] if text.strip() else []


def _rich(text: str) -> str:
    """Plain text as rich text: blank lines part paragraphs."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    source = "".join(f"<p>{'<br/>'.join(html.escape(part.strip()).splitlines())}</p>" for part in paragraphs)
    return clean_stored(source)


def _plain(sources: list[str | None]) -> str | None:
    """Rich text as plain text; None if there is more in it than paragraphs, which would be lost."""
    if None in sources:
        return None
    source = "".join(each or "" for each in sources).strip()
    if PARAGRAPH.sub("", source).strip():
        return None
    return html.unescape("\n\n".join(BREAK.sub("\n", found) for found in PARAGRAPH.findall(source)))


def _page(organisation: Organisation, locale: Locale) -> CityPage:
    with override(locale.language_code):
        name = organisation.display_name
        return CityPage(
            organisation=organisation,
            locale=locale,
            translation_key=uuid5(NAMESPACE_URL, f"joint-demand:member:{organisation.slug}"),
            slug=organisation.slug,
            title=name,
            lead=_("%(name)s buys fair and circular ICT together with the other members.") % {"name": name},
        )
