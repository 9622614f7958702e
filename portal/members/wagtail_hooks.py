"""Organisations in the Wagtail admin, for coordinators."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.members.models import Organisation


class LanguageBoxes(forms.CheckboxSelectMultiple):
    """A tick box a language of the site, for a field that holds their codes as JSON."""

    def __init__(self) -> None:
        super().__init__(choices=settings.LANGUAGES)

    def format_value(self, value: Any) -> list[str]:
        codes = json.loads(value) if isinstance(value, str) else value
        return super().format_value(codes or [])

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return json.dumps(super().value_from_datadict(data, files, name) or [])


VOLUMES = InlinePanel(
    "volumes",
    label=_("Volume"),
    heading=_("Volumes"),
    panels=[
        FieldRowPanel([FieldPanel("category"), FieldPanel("year")]),
        FieldRowPanel([FieldPanel("low"), FieldPanel("high")]),
        FieldPanel("source"),
        FieldPanel("as_of"),
    ],
)
COMMITMENTS = InlinePanel(
    "commitments",
    label=_("Commitment"),
    heading=_("Commitments"),
    panels=[
        FieldPanel("ambition"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("target_date")]),
        FieldPanel("evidence"),
        FieldPanel("note"),
    ],
)


class OrganisationViewSet(SnippetViewSet):
    """An organisation with its volumes and commitments, on one screen."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    add_to_admin_menu = True
    list_display = ["name", "own_name", "country", "kind", "joined_on"]
    list_filter = ["kind", "country", "is_fictional"]
    search_fields = ["name", "own_name"]
    panels: list[Panel] = [
        FieldPanel("name"),
        FieldPanel("own_name"),
        FieldPanel("slug"),
        FieldPanel("is_fictional"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
        FieldPanel("legal_type"),
        FieldRowPanel([FieldPanel("joined_on"), FieldPanel("figures_checked_on")]),
        FieldPanel("website"),
        FieldPanel("contact_email"),
        FieldPanel("languages", widget=LanguageBoxes()),
        MultiFieldPanel(
            [FieldPanel("nuts"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])], heading=_("Place")
        ),
        VOLUMES,
        COMMITMENTS,
    ]


register_snippet(OrganisationViewSet)
