"""The log of translating: every step, newest first. Nothing in it is ever changed."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from portal.members.moderation import ExportedList, ForCoordinators
from registry.admin.steps.words import moment_of
from registry.models import TranslationStep

STEPS = {
    "begin": gettext_lazy("Translation begun"),
    "hand_in": gettext_lazy("Handed in"),
    "confirm": gettext_lazy("Confirmed and sealed"),
    "send_back": gettext_lazy("Sent back"),
    "rebase": gettext_lazy("Newer revision taken over"),
    "import": gettext_lazy("Imported from a workbook"),
    "abandon": gettext_lazy("Abandoned"),
}


def step_label(step: TranslationStep) -> str:
    return str(STEPS.get(step.name, step.name))


def step_by(step: TranslationStep) -> str:
    return str(step.user) if step.user else _("Somebody who has left")


def _link(step: TranslationStep) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("translations-admin:read", args=[step.draft_id]), step.draft)


class LogView(ForCoordinators, ExportedList):
    permission = "registry.translate"
    model = TranslationStep
    page_title = gettext_lazy("Log of translations")
    header_icon = "history"
    verbose_name_plural = gettext_lazy("steps")
    index_url_name = "translations-admin:log"
    index_results_url_name = "translations-admin:log-results"
    is_searchable = True
    search_fields = ["draft__version__criterion__code", "draft__language", "reason"]
    paginate_by = 50
    export_filename = "translations-log"
    list_export = ["at", "draft", "name", "user", "reason"]
    export_headings = {
        "name": gettext_lazy("Step"),
        "user": gettext_lazy("Person"),
        "at": gettext_lazy("Time"),
        "draft": gettext_lazy("Translation"),
    }
    custom_field_preprocess = {"name": dict.fromkeys(("csv", "xlsx"), lambda name: str(STEPS.get(name, name)))}
    columns = [
        Column("at", label=gettext_lazy("Time"), accessor=moment_of),
        Column("draft", label=gettext_lazy("Translation"), accessor=_link),
        Column("name", label=gettext_lazy("Step"), accessor=step_label),
        Column("user", label=gettext_lazy("Person"), accessor=step_by),
        Column("reason", label=gettext_lazy("Reason"), accessor="reason"),
    ]

    def get_base_queryset(self) -> QuerySet[TranslationStep]:
        return TranslationStep.objects.select_related("draft__version__criterion", "user").order_by("-pk")
