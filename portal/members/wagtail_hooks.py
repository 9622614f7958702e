"""Organisations in the Wagtail admin, for coordinators."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, Panel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.members.models import Organisation


class OrganisationViewSet(SnippetViewSet):
    """An organisation with its volumes, on one screen."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    add_to_admin_menu = True
    list_display = ["name", "own_name", "country", "kind"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "own_name"]
    panels: list[Panel] = [
        FieldPanel("name"),
        FieldPanel("own_name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country"), FieldPanel("legal_type")]),
        FieldPanel("website"),
        InlinePanel(
            "volumes",
            label=_("Volume"),
            heading=_("Volumes"),
            panels=[
                FieldRowPanel([FieldPanel("category"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("low"), FieldPanel("high")]),
                FieldPanel("source"),
                FieldPanel("as_of"),
            ],
        ),
    ]


register_snippet(OrganisationViewSet)
