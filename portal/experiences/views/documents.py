"""The documents of a record: added, described, given out, taken back."""

from collections.abc import Mapping
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.core.errors import Refusal
from portal.core.rates import limited
from portal.experiences.enums import Audience, Section
from portal.experiences.forms.documents import DescriptionForm, DocumentForm, description_of
from portal.experiences.models import ExperienceDocument
from portal.experiences.services.documents import add_document, describe_document, documents_for, remove_document
from portal.experiences.tasks import Task
from portal.experiences.views.area import RecordPage
from portal.experiences.views.area_tasks import TaskPage
from portal.files.responses import file_response

UPLOADS = {"per_address": "120/h", "per_key": "60/h"}  # looking a document through takes a second or two
CHANGE = "change"  # the button of a document, followed by its key


class Row(NamedTuple):
    """A document on its page."""

    document: ExperienceDocument
    audience: Audience
    refused: DescriptionForm | None  # what was typed and could not be saved

    @property
    def form(self) -> DescriptionForm:
        return self.refused or description_of(self.document)


class DocumentsView(TaskPage):
    """Adding is one form, and each document that is there has another; every button saves at once."""

    only = Task.DOCUMENTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shut() or self.page(DocumentForm(initial={"language": self.edition.language}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if shut := self.shut():
            return shut
        step, _colon, key = request.POST.get("do", "").partition(":")
        if step == CHANGE:
            return self.change(get_object_or_404(self.edition.documents, pk=key if key.isdecimal() else 0))
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid() or not self.keep(form):
            return self.page(form)
        messages.success(request, _("The document was added."))
        return redirect(request.get_full_path())

    def keep(self, form: DocumentForm) -> bool:
        """Add the document; what is in the way goes to its field."""
        if wait := limited(self.request, "experiences.upload", self.experience.reference, **UPLOADS):
            form.add_error("document", _("These were many documents in a short time. %(when)s") % {"when": wait.text})
            return False
        upload = form.cleaned_data["document"]
        try:
            add_document(self.experience.pk, upload, actor=self.request.user, **form.said())
        except Refusal as error:
            form.add_error("document", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        return not form.errors

    def change(self, document: ExperienceDocument) -> HttpResponse:
        form = description_of(document, self.request.POST)
        if form.is_valid():
            try:
                describe_document(self.experience.pk, document.pk, actor=self.request.user, **form.said())
            except Refusal as error:
                form.add_error(None, str(error))
            else:
                messages.success(self.request, _("Saved."))
                return redirect(self.request.get_full_path())
        return self.page(DocumentForm(), refused={document.pk: form})

    def page(self, form: DocumentForm, refused: Mapping[int, DescriptionForm] | None = None) -> HttpResponse:
        self.template = "experiences/area/documents.html"
        documents = self.edition.documents.all()
        rows = [Row(each, self.audience(each), (refused or {}).get(each.pk)) for each in documents]
        return self.show(form=form, rows=rows, form_url=self.request.get_full_path())

    def audience(self, document: ExperienceDocument) -> Audience:
        """Who may have it once the record is published."""
        return self.edition.audience_of(Section(document.section))


class RemoveDocumentView(RecordPage):
    """Takes a document out of the working edition."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            name = remove_document(self.experience.pk, pk, actor=self.request.user)
        except ExperienceDocument.DoesNotExist:
            messages.info(request, _("This document was removed before."))
        except Refusal as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(name)s” was removed.") % {"name": name})
        return redirect("tenders:documents", self.experience.reference)


class DocumentView(RecordPage):
    """One document, to be kept, for authors and for coordinators who were sent it."""

    permissions = ("experiences.see_work",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = documents_for(self.experience, self.request.user).filter(pk=pk).first()
        if document is None:
            raise Http404(pk)
        return file_response(document)
