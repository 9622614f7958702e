"""The handbook for coordinators: pages that they alone read, in every language, edited like any other page."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

from portal.cms.models import PortalPage
from portal.cms.services import existing_pages, make_pages, translation_key
from portal.cms.starter_files import CHAPTERS, HANDBOOK, HOME
from portal.members.coordinators import coordinators_group


@transaction.atomic
def set_up_handbook() -> list[PortalPage]:
    """Make the pages of the handbook that are missing; returns them. Call it after ``set_up_pages``.

    Pages that exist are never touched, nor is who may read them. Raises StarterFileFault if a file lacks a text.
    """
    slugs = (HANDBOOK, *CHAPTERS)
    made = make_pages(slugs, existing_pages((HOME, *slugs)))
    group = coordinators_group()
    for page in made:
        if page.translation_key == translation_key(HANDBOOK):  # pages below it follow
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS).groups.add(group)
    return made


def handbook_page() -> Page | None:
    """The first page of the handbook in the reader's language, else in English; None where it is not published."""
    pages = Page.objects.live().filter(translation_key=translation_key(HANDBOOK)).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(get_language() or "") or by_language.get(settings.LANGUAGE_CODE)
