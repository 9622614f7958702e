"""What every page about translations has: the rule in front of it, Wagtail's frame, and the one it is about."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.core.languages import language_name
from portal.members.moderation import ForCoordinators
from registry.enums import OPEN_TRANSLATIONS
from registry.models import TranslationDraft, VersionTranslation
from registry.services.translating import newest_sealed

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class TranslationsPage(ForCoordinators, WagtailAdminTemplateMixin, TemplateView):
    permission = "registry.translate"
    header_icon = "globe"
    heading: "str | StrPromise" = gettext_lazy("Translations")

    def get_page_title(self) -> str:
        return str(self.heading)

    def above(self) -> list[tuple[str, str]]:
        """The pages that lead to this one: addresses and labels."""
        return [(reverse("translations-admin:overview"), _("Translations"))]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [{"url": url, "label": label} for url, label in self.above()]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": self.get_page_title()}]


def language_page(code: str) -> tuple[str, str]:
    """Address and label of the page of a language."""
    return reverse("translations-admin:language", args=[code]), capfirst(language_name(code))


class TranslationPage(TranslationsPage):
    """A page about one translation; ``heading`` is what it is for, without one it is the translation's own."""

    heading: "str | StrPromise" = ""

    @cached_property
    def draft(self) -> TranslationDraft:
        rows = TranslationDraft.objects.select_related("version__criterion", "base", "sealed_as")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.heading or self.draft)

    def above(self) -> list[tuple[str, str]]:
        trail = [*super().above(), language_page(self.draft.language)]
        return [*trail, (self.address, str(self.draft))] if self.heading else trail

    @property
    def address(self) -> str:
        return reverse("translations-admin:read", args=[self.draft.pk])

    @property
    def landed(self) -> VersionTranslation | None:
        """What was sealed since an open translation was begun."""
        draft = self.draft
        newest = newest_sealed(draft.version, draft.language) if draft.state in OPEN_TRANSLATIONS else None
        return newest if newest != draft.base else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = language_name(self.draft.language)
        return super().get_context_data(draft=self.draft, address=self.address, language_name=language, **kwargs)
