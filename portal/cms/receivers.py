"""Wagtail's page events, noted in the outbox."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.cms.models import PAGE_MODELS, PortalPage
from portal.outbox.models import OutboxEvent
from portal.outbox.tasks import deliver_after_commit


def connect() -> None:
    """Listen; a second time changes nothing."""
    page_published.connect(note_published, dispatch_uid="cms.page_published")
    page_unpublished.connect(note_unpublished, dispatch_uid="cms.page_unpublished")
    post_page_move.connect(note_moved, dispatch_uid="cms.page_moved")
    for signal in (post_save, post_delete):
        signal.connect(note_restricted, sender=PageViewRestriction, dispatch_uid="cms.page_restricted")
    for model in PAGE_MODELS:
        post_delete.connect(note_deleted, sender=model, dispatch_uid=f"cms.page_deleted.{model.__name__}")


def note_published(instance: Page, **event: Any) -> None:
    _record("cms.page_published", instance)


def note_unpublished(instance: Page, **event: Any) -> None:
    _record("cms.page_unpublished", instance)


def note_moved(instance: Page, **event: Any) -> None:
    """The addresses of a page and of all below it have changed."""
    _record_with_descendants("cms.page_moved", instance)


def note_restricted(instance: PageViewRestriction, origin: Any = None, **event: Any) -> None:
    """Who may read a page and all below it has changed; ``origin`` is what is being deleted, or a query of them."""
    if not issubclass(getattr(origin, "model", type(origin)), Page):  # a page that goes is told of below
        _record_with_descendants("cms.page_restricted", instance.page)


def note_deleted(instance: PortalPage, **event: Any) -> None:
    _record("cms.page_deleted", instance)


def _record_with_descendants(name: str, page: Page) -> None:
    for each in page.specific.get_descendants(inclusive=True).live().specific():
        _record(name, each)


def _record(name: str, page: Page) -> None:
    OutboxEvent.objects.record(name, page)
    deliver_after_commit()
