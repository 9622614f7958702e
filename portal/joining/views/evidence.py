"""The documents of a request: giving one out, taking one back. Never shown inside a page of ours."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.joining.enums import Verdict
from portal.joining.models import Evidence
from portal.joining.services.evidence import evidence_for, remove_evidence
from portal.joining.views.base import RequestPage

POLICY = "sandbox; default-src 'none'"  # should a browser show it after all, nothing in it runs or loads


class EvidenceView(RequestPage):
    """One document of a request, to be kept."""

    needs = "joining.read_evidence"
    for_helpers = True

    def get(self, request: HttpRequest, pk: int, task: str) -> HttpResponseBase:
        documents = {each.pk: each for each in evidence_for(self.join_request.pk, self.actor)}
        if pk not in documents:
            raise Http404(pk)
        return evidence_response(documents[pk])


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


def evidence_response(evidence: Evidence) -> HttpResponse:
    """A document as a download, for whoever was allowed to ask. Raises Http404 for one that is not clean.

    Behind nginx the file itself comes from an internal location (X_ACCEL_PREFIX), after this has said yes.
    """
    if evidence.verdict != Verdict.CLEAN or not evidence.file:
        raise Http404(evidence.pk)
    response = HttpResponse(content_type=evidence.content_type)
    if settings.X_ACCEL_PREFIX:
        response.headers["X-Accel-Redirect"] = (
            f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{quote(evidence.file.name or '')}"
        )
    else:
        response.content = _content(evidence)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, evidence.name))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _content(evidence: Evidence) -> bytes:
    try:
        with evidence.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError as error:  # the command evidence_check tells the operator
        raise Http404(evidence.pk) from error
