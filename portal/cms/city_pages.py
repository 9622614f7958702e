"""The pages of members: made as drafts with what is known, one a language."""

from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from portal.cms.models import CityPage, MembersPage
from portal.members.models import Organisation


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
