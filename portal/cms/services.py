"""What sets the pages up; safe to repeat, because what is there already stays as it has become."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from portal.cms.city_pages import draft_city_pages
from portal.cms.models import ContentPage, HomePage, MembersPage, PortalPage, StatementPage
from portal.cms.starter_files import HOME, SLUGS, read_page
from portal.members.coordinators import coordinators_group
from portal.members.services.founders import add_founders

MODELS: dict[str, type[PortalPage]] = {
    "home": HomePage,
    "statement": StatementPage,
    "members": MembersPage,
    "content": ContentPage,
}


def translation_key(slug: str) -> UUID:
    """The same in every language and installation, so that a page is known again under another slug."""
    return uuid5(NAMESPACE_URL, f"joint-demand:page:{slug}")


@transaction.atomic
def set_up_pages() -> list[PortalPage]:
    """Make what is missing of languages, starter pages, founders, site and coordinators' group; returns the new pages.

    Pages that exist are never touched. One that was deleted comes back: unpublish it instead.
    Raises StarterFileFault if a file lacks a text.
    """
    existing = existing_pages((HOME, *SLUGS))
    made = make_pages((HOME, *SLUGS), existing)
    _set_site(existing[HOME, settings.LANGUAGE_CODE])
    if made:
        _remove_welcome_page()
    for founder in add_founders():
        draft_city_pages(founder, live=True)
    coordinators_group()
    return made


def existing_pages(slugs: Sequence[str]) -> dict[tuple[str, str], Page]:
    """The starter pages that there are, by slug and language."""
    known = {translation_key(slug): slug for slug in slugs}
    pages = Page.objects.filter(translation_key__in=known).select_related("locale")
    return {(known[page.translation_key], page.locale.language_code): page for page in pages}


def make_pages(slugs: Sequence[str], existing: dict[tuple[str, str], Page]) -> list[PortalPage]:
    """Publish the pages that are missing, each after the one above it, and add them to the existing ones.

    A page ``a/b`` is below the page ``a``, any other below the front page; only the latter are in menus.
    """
    missing = [(slug, code) for code, _name in settings.LANGUAGES for slug in slugs if (slug, code) not in existing]
    sources = {slug: read_page(slug) for slug in dict(missing)}
    made = []
    for slug, language in missing:
        source = sources[slug]
        locale, _is_new = Locale.objects.get_or_create(language_code=language)
        page = MODELS[source.type](
            slug=language if slug == HOME else slug.rpartition("/")[2],
            locale=locale,
            translation_key=translation_key(slug),
            show_in_menus=slug in SLUGS,
            **source.fields(language),
        )
        above = slug.rpartition("/")[0] or HOME
        parent = Page.get_first_root_node() if slug == HOME else existing[above, language]
        parent.add_child(instance=page)
        page.save_revision().publish()
        existing[slug, language] = page
        made.append(page)
    return made


def _set_site(home: Page) -> None:
    """The default site follows the settings: its host and port are those of BASE_URL."""
    address = urlsplit(settings.BASE_URL)
    wanted = {
        "hostname": address.hostname,
        "port": address.port or (443 if address.scheme == "https" else 80),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "root_page_id": home.pk,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()


def _remove_welcome_page() -> None:
    """Wagtail's own first page, which its migrations make."""
    page_itself = Page.objects.exact_type(Page).filter(depth=2, title__startswith="Welcome to your new Wagtail site")
    for page in page_itself:
        page.delete()
