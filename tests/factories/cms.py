"""Pages for tests: a front page a language, and pages below it."""

from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page, Site

from portal.cms.models import ContentPage, HomePage, PortalPage

HOME_KEY = UUID(int=1)  # the front pages of all languages are translations of each other


def home_in(language: str = "en", **fields: Any) -> HomePage:
    """A published front page; the English one becomes the site's root."""
    locale, _is_new = Locale.objects.get_or_create(language_code=language)
    given = {"title": f"Home [{language}]", "heading": "Ready wording", "slug": language, **fields}
    home = HomePage(locale=locale, translation_key=HOME_KEY, **given)
    Page.get_first_root_node().add_child(instance=home)
    if language == "en":
        site = Site.objects.get(is_default_site=True)
        site.root_page = home
        site.save()
    return home


def page_under(parent: PortalPage, model: type[PortalPage] = ContentPage, **fields: Any) -> PortalPage:
    """A published page in its parent's language."""
    given = {"title": "A page", "slug": "a-page", **fields}
    page = model(locale=parent.locale, **given)
    parent.add_child(instance=page)
    return page


def block(kind: str, value: Any) -> dict[str, Any]:
    """A block as StreamField stores it."""
    return {"type": kind, "value": value}
