"""The pages of the portal. Their texts are edited in the admin; their figures come from members and the registry."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, Revision
from wagtail.search import index

from portal.cms import city_facts, front, member_list
from portal.cms.blocks import BodyBlock, DoorsBlock, StatementBlock
from portal.cms.enums import Door
from portal.cms.fields import BlocksField
from portal.cms.plain_text import as_sentences
from portal.core.breadcrumbs import Crumb, trail
from portal.core.context_processors import Alternate
from portal.members.enums import Category
from portal.members.models import Organisation, ProcurementVolume


class PortalPage(Page):
    """What all pages share: a lead, a body of blocks, its translations, the way to it from the front page."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences under the title: what the page is for.")
    )
    body = BlocksField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    @transaction.atomic  # what receivers.py records is kept with the change, or neither is
    def publish(self, revision: Revision, *args: Any, **options: Any) -> Any:
        return super().publish(revision, *args, **options)

    @transaction.atomic
    def unpublish(self, *args: Any, **options: Any) -> Any:
        return super().unpublish(*args, **options)

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **options)
        return {**context, "alternates": self.alternates(request), "trail": self.trail(request)}

    def alternates(self, request: HttpRequest) -> list[Alternate]:
        """This page in each language in which it is published."""
        live = Page.objects.filter(translation_key=self.translation_key).live().select_related("locale")
        urls = {page.locale.language_code: page.get_url(request) for page in live}
        return [Alternate(code, name, urls[code]) for code, name in settings.LANGUAGES if urls.get(code)]

    def trail(self, request: HttpRequest) -> list[Crumb]:
        """The pages between the front page and this one, then this one without address."""
        above = self.get_ancestors().filter(depth__gt=2)
        return trail(*((page.title, page.get_url(request)) for page in above), (self.title, ""))

    def plain_text(self) -> str:
        """All that a reader reads on it, in its own language and without markup, for the search."""
        with override(self.locale.language_code):
            return as_sentences([self.lead, *map(str, self.body.stream_block.get_searchable_content(self.body))])


class HomePage(PortalPage):
    """The front page of one language."""

    heading = models.CharField(_("heading"), max_length=120)
    doors = BlocksField(DoorsBlock(), verbose_name=_("ways in"))

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.StatementPage", "cms.MembersPage", "cms.ContentPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("lead"),
        FieldPanel("doors"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **options)
        page_urls = {page.slug: page.get_url(request) for page in self.get_children().live()}
        newest = front.newest(on=localdate())
        return {
            **context,
            "stats": front.stats(on=localdate(), page_urls=page_urls),
            "newest": newest,
            "door_urls": {
                Door.CRITERIA.value: front.set_url(),
                Door.CHANGES.value: newest.compare_url if newest and newest.compare_url else front.set_url(),
                Door.JOIN.value: page_urls.get("call-to-join", ""),
            },
        }


class StatementPage(PortalPage):
    """The joint statement, with its ambitions."""

    body = BlocksField(StatementBlock(), verbose_name=_("body"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("statement")


class MembersPage(PortalPage):
    """The members, with what they buy in a year, as table and map; all figures are read from the members."""

    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CityPage"]

    class Meta:
        verbose_name = _("page of members")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **options)
        order = request.GET.get("sort", "")
        rows = member_list.member_rows(self._hrefs(request), order=order)
        return {
            **context,
            "rows": rows,
            "columns": member_list.columns(order=order),
            "picture": member_list.picture(rows),
            "combined": ProcurementVolume.objects.combined(Category.SMARTPHONES),
            "has_fictional": any(row.organisation.is_fictional for row in rows),
            "sources": sorted({row.source for row in rows if row.source and not row.organisation.is_fictional}),
            "supporters": Organisation.objects.supporters().order_by("name"),
        }

    def _hrefs(self, request: HttpRequest) -> dict[int, str]:
        """The addresses of the members' published pages, by the member's id."""
        pages = CityPage.objects.child_of(self).live().values_list("organisation", "slug")
        here = self.get_url(request)
        return {organisation: f"{here}{slug}/" for organisation, slug in pages}


class CityPage(PortalPage):
    """A member's own page in one language: its words; its facts are read from the organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="pages", verbose_name=_("organisation"))

    parent_page_types = ["cms.MembersPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("organisation"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of a member")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **options), **city_facts.facts_of(self.organisation)}

    def plain_text(self) -> str:
        """Its words, and how else the member is called."""
        with override(self.locale.language_code):
            names = [self.organisation.name, self.organisation.own_name, self.organisation.country_name]
        return as_sentences([super().plain_text(), ", ".join(dict.fromkeys(filter(None, names)))])


class ContentPage(PortalPage):
    """A page of text."""

    parent_page_types = ["cms.HomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]

    class Meta:
        verbose_name = _("content page")


PAGE_MODELS: tuple[type[PortalPage], ...] = (HomePage, StatementPage, MembersPage, CityPage, ContentPage)
