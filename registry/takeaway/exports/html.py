"""An annex or a version as one page of HTML, from which other programs make their documents."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.models import CriterionVersion
from registry.takeaway.annex import Annex
from registry.takeaway.reading import read_version
from registry.takeaway.standing import standing_of
from registry.takeaway.status_notes import notes_of


def annex_html(annex: Annex, *, has_title: bool = False) -> str:
    """``has_title``: whether the title is to be read on the page too; pandoc puts it there by itself."""
    with override(annex.language):
        title = annex.title or _("Tender annex: criteria for fair and circular ICT")
        context = {"annex": annex, "title": title, "has_title": has_title, "base_url": settings.BASE_URL}
        return render_to_string("registry/export/annex.html", context)


def version_html(version: CriterionVersion, language: str, *, has_title: bool = False) -> str:
    """All levels of a version; the language of the page is that of its title."""
    with override(language):
        reading = read_version(version, language)
        standing = standing_of(list(version.events.all()), on=localdate(), language=language)
        context = {
            "reading": reading,
            "version": version,
            "notes": notes_of(standing, language),
            "title": f"{version.criterion} {reading.texts.title}",
            "has_title": has_title,
            "base_url": settings.BASE_URL,
        }
        return render_to_string("registry/export/version.html", context)
