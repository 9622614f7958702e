"""The documents of a request: giving one out, taking one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.files.responses import file_response
from portal.joining.models import Evidence
from portal.joining.services.evidence import evidence_for, remove_evidence
from portal.joining.views.base import RequestPage


class EvidenceView(RequestPage):
    """One document of a request, to be kept."""

    needs = "joining.read_evidence"
    for_helpers = True

    def get(self, request: HttpRequest, pk: int, task: str) -> HttpResponseBase:
        documents = {each.pk: each for each in evidence_for(self.join_request.pk, self.actor)}
        if pk not in documents:
            raise Http404(pk)
        return file_response(documents[pk])


class EvidenceRemoveView(RequestPage):
    """Takes a document out of a request that can be changed."""

    needs = "joining.answer"
    for_helpers = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, task: str) -> HttpResponse:
        self.task_of(task)
        evidence = Evidence.objects.filter(pk=pk, join_request=self.join_request).first()
        if evidence:  # else it was removed a moment ago, by the same button
            remove_evidence(evidence.pk, actor=self.actor)
            messages.success(request, _("“%(name)s” was removed.") % {"name": evidence.name})
        return redirect("joining:task", self.join_request.reference, task)
