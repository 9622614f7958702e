"""Documents of a record: what each is, and the part whose audience it has."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.experiences.enums import Section
from portal.experiences.models import ExperienceDocument
from portal.files.checking import SUFFIXES
from portal.files.services import MOST_MEGABYTES
from portal.front.fields import LineField
from portal.front.forms import Designed

ACCEPTED = ",".join(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)


class DescriptionForm(Designed, forms.Form):
    """What a document is called, which part it belongs to, and its language."""

    title = LineField(
        label=_("Title"),
        help_text=_("Empty: the name of the file. Name no person and, if suppliers are not named, no supplier."),
        max_length=150,
        required=False,
    )
    section = forms.ChoiceField(
        label=_("Which part does it belong to?"),
        help_text=_("Whoever may see that part may have the document."),
        choices=Section,
    )
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=[("", _("Not said, or another language")), *settings.LANGUAGES],
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """As the services take it."""
        return {name: self.cleaned_data[name] for name in ("title", "section", "language")}


class DocumentForm(DescriptionForm):
    """A new document."""

    field_order = ["document"]

    document = forms.FileField(
        label=_("Choose a file"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": _("Choose the file that you want to add.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].help_text = gettext(
            "PDF, Word (DOCX), OpenDocument (ODT) or a picture (JPEG, PNG), at most %(most)d MB."
        ) % {"most": MOST_MEGABYTES}


def description_of(document: ExperienceDocument, data: Any = None) -> DescriptionForm:
    """The form for a document that is there; fields of several stand on one page."""
    stored = {name: getattr(document, name) for name in ("title", "section", "language")}
    return DescriptionForm(data, prefix=f"document-{document.pk}", initial=stored)
