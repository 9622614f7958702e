"""The way into a request: may we sign, which address, the mailed link, and back again."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from portal.core.breadcrumbs import trail
from portal.core.private_pages import MailedLinkPage, PrivatePage
from portal.core.rates import limited, too_often
from portal.joining.documents import questions_docx
from portal.joining.enums import Task
from portal.joining.forms.entering import SIGNING, SUPPORTING, EmailForm, ResumeForm, SuitabilityForm
from portal.joining.grants import HELP
from portal.joining.models import JoinRequest
from portal.joining.services.applying import begin, mail_link, verify_email
from portal.joining.sessions import actor_of, remember
from portal.joining.views.base import ask_for_link
from portal.letters.models import MailedLink
from portal.letters.services import digest_of, find_link, use_link
from portal.members.enums import OrganisationKind
from registry.takeaway.exports.docx import ExportFailed

logger = logging.getLogger(__name__)
SENT_TO = "joining_sent_to"  # in the session: the address that the last form named
SUPPORTER = str(OrganisationKind.SUPPORTER)


class StartView(View):
    """What joining means, what it takes, and where to begin. The same for everybody: no session, no cookie."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "joining/start.html", {"trail": trail((_("Join"), ""))})


class QuestionsView(View):
    """All questions as a Word file, to be answered with colleagues first."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = OrganisationKind.SUPPORTER if request.GET.get("kind") == SUPPORTER else OrganisationKind.PUBLIC_BUYER
        language = get_language() or "en"
        name = f"joint-demand-questions-{language}.docx"
        return word_file(request, name, partial(questions_docx, kind, language), back=reverse("joining:start"))


class SuitabilityView(View):
    """A question whose every answer leads on: to a request, or to what else one can do."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SuitabilityForm(request.GET) if "organisation" in request.GET or "go" in request.GET else None
        if form is None or not form.is_valid():
            return render(request, "joining/suitability.html", {"form": form or SuitabilityForm()})
        kind = form.cleaned_data["organisation"]
        if kind in SUPPORTING:
            return render(request, "joining/cannot_sign.html", {"label": SUPPORTING[kind]})
        return redirect(f"{reverse('joining:email')}?kind={kind}")


class EmailView(PrivatePage):
    """Asks for an address and mails the link to it. What is answered never tells whether the address is known."""

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kind = request.GET.get("kind", "")
        if self.kind not in {*SIGNING, SUPPORTER}:
            return redirect("joining:suitability")
        return super().answer(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "joining/email.html", {"form": EmailForm(request=request), "kind": self.kind})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EmailForm(request.POST, request=request)
        email = form.cleaned_data["email"] if form.is_valid() else ""
        if email and (wait := limited(request, "joining.mail", email)):
            form.add_error(None, too_often(wait))
        if not form.is_valid():
            return render(request, "joining/email.html", {"form": form, "kind": self.kind})
        is_supporter = self.kind == SUPPORTER
        begin(
            kind=OrganisationKind.SUPPORTER if is_supporter else OrganisationKind.PUBLIC_BUYER,
            legal_type="" if is_supporter else self.kind,
            email=email,
            language=get_language() or "en",
        )
        request.session[SENT_TO] = {"email": email, "again": f"{reverse('joining:email')}?kind={self.kind}"}
        return redirect("joining:email-sent")


class EmailSentView(PrivatePage):
    """Says where the link went, and what to do if it does not come. The same after every form that mails one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "joining/email_sent.html", {"sent": request.session.get(SENT_TO)})


class ResumeView(PrivatePage):
    """Mails a new link to whoever knows the reference and has the address; says the same in every case."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return ask_for_link(request, typed=[])

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ResumeForm(request.POST, request=request)
        email = form.cleaned_data["email"] if form.is_valid() else ""
        if email and (wait := limited(request, "joining.mail", email)):
            form.add_error(None, too_often(wait))
        if not form.is_valid():
            return ask_for_link(request, typed=[], form=form)
        mail_link(form.cleaned_data["reference"], email=email)
        request.session[SENT_TO] = {"email": email, "again": reverse("joining:resume")}
        return redirect("joining:email-sent")


class LinkView(MailedLinkPage):
    """A mailed link. Looking at it uses nothing, since mail scanners look too; the button does."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        join_request = request_of(link := find_link(token))
        if link is None or join_request is None:
            return self.used_up(request, token)
        task = link.purpose.removeprefix(f"{HELP}.")
        context = {"join_request": join_request, "task": Task(task) if task in Task.values else None}
        return render(request, "joining/link.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        join_request = request_of(find_link(token))
        link = use_link(token) if join_request else None
        if link is None or join_request is None:
            return self.used_up(request, token)
        remember(request, link)
        request.session.pop(SENT_TO, None)
        if link.email == join_request.email:
            verify_email(join_request.pk)
        return redirect(join_request)

    def used_up(self, request: HttpRequest, token: str) -> HttpResponse:
        """Whoever followed the link in this very browser goes on; others get the way to a new one."""
        join_request = request_of(MailedLink.objects.filter(digest=digest_of(token)).first())
        if join_request and actor_of(request, join_request.reference):
            return redirect(join_request)
        known = {"reference": join_request.reference} if join_request else {}  # it stands in the mail with the link
        return render(
            request, "joining/link_used.html", {"form": ResumeForm(request=request, initial=known)}, status=410
        )


def request_of(link: MailedLink | None) -> JoinRequest | None:
    """The request that a link of ours opens; None if there is no link, it is another app's, or the request is gone."""
    if link is None or not link.purpose.startswith("joining."):
        return None
    return JoinRequest.objects.filter(pk=link.object_id).first()


def word_file(request: HttpRequest, name: str, make: Callable[[], bytes], *, back: str) -> HttpResponse:
    """A Word file to be kept; if it cannot be made, the page it was asked from says so."""
    try:
        body = make()
    except ExportFailed:
        logger.exception("%s could not be made.", name)
        messages.error(request, _("The document could not be made. Nothing is lost: try again in a minute."))
        return redirect(back)
    response = HttpResponse(
        body, content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
