"""Saying something in a consultation: comments of members and of the public, answers of suppliers, mailed links."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.private_pages import MailedLinkPage
from portal.core.rates import Wait, limited, too_often
from portal.members.models import Organisation
from registry.consultations.forms import MarketForm, MemberCommentForm, PublicCommentForm
from registry.consultations.reading import Block, Consultation, block_title, comment_url
from registry.consultations.times import consultation_url
from registry.errors import ConsultationClosed, LinkNotUsable, RegistryError
from registry.models import Comment, MarketAnswer
from registry.services.consulting import comment_as_member, confirm, find_said, find_spent, is_open
from registry.services.proving import answer_and_prove, comment_and_prove
from registry.views.consultations import find_consultation, path_to
from registry.views.lookup import NotThere, RegistryView

OF_MEMBERS = {"per_address": "120/h", "per_key": "60/h"}
Form = MemberCommentForm | PublicCommentForm | MarketForm


class SayingView(RegistryView):
    """A page on which something is said: kept by no cache, found by no search engine.

    Once the consultation is closed it leads to the page that says how it ended; what was typed meanwhile stays.
    """

    template = ""
    consultation: Consultation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        self.consultation = find_consultation(slug, number)
        if not self.consultation.is_open:
            return redirect(self.consultation.url)
        return self.show(self.form())

    def post(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        self.consultation = find_consultation(slug, number)
        form = self.form(request.POST)
        if form.is_valid() and (wait := self.wait(form)):
            form.add_error(None, too_often(wait))
        if form.is_valid():
            try:
                return redirect(self.say(form))
            except RegistryError as error:
                form.add_error(None, str(error))
        return self.show(form)

    def show(self, form: Form) -> HttpResponse:
        context = {
            "form": form,
            "consultation": self.consultation,
            "trail": path_to(self.consultation, (self.title(), "")),
            "title": self.title(),
            **self.context(),
        }
        return render(self.request, self.template, context)

    def title(self) -> str:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        return {}

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def wait(self, form: Any) -> Wait | None:
        """How long to wait where this came too often."""
        return limited(self.request, form.purpose, form.cleaned_data["email"])

    def say(self, form: Any) -> str:
        """Store what a valid form says; the address to go on to. Raises RegistryError."""
        raise NotImplementedError


class CommentView(SayingView):
    """Comment on one block, ``?block=requirement.1``, or on all of a candidate."""

    template = "registry/consultation/comment.html"

    def title(self) -> str:
        return _("Comment on %(version)s") % {"version": self.consultation.version}

    def form(self, data: Any = None) -> MemberCommentForm | PublicCommentForm:
        self.name = self.block_name()
        user = self.request.user
        self.organisations = (
            list(Organisation.objects.with_member(user).order_by("name")) if user.is_authenticated else []
        )
        if self.organisations:
            return MemberCommentForm(self.organisations, data)
        return PublicCommentForm(data, request=self.request)

    def block_name(self) -> str:
        try:
            return block_title(self.block, self.consultation.version)
        except KeyError as error:
            ways = [(str(self.consultation.version), self.consultation.url)]
            raise NotThere(f"{self.consultation.version} {self.block}", ways) from error

    @property
    def block(self) -> str:
        return self.request.GET.get("block", "")

    def context(self) -> dict[str, Any]:
        found: Block | None = next((each for each in self.consultation.blocks if each.name == self.block), None)
        return {"block_name": self.name, "part": found, "organisations": self.organisations}

    def wait(self, form: MemberCommentForm | PublicCommentForm) -> Wait | None:
        if isinstance(form, PublicCommentForm):
            return super().wait(form)
        return limited(self.request, "registry.comment", str(self.request.user.pk), **OF_MEMBERS)

    def say(self, form: MemberCommentForm | PublicCommentForm) -> str:
        candidate, words = self.consultation.candidate.pk, form.cleaned_data
        said: dict[str, Any] = {"block": self.block, "language": _language()}
        said |= {name: words[name] for name in ("text", "key")}
        if isinstance(form, PublicCommentForm):
            comment_and_prove(candidate, **said, email=words["email"], name=words["name"])
            return consultation_url(self.consultation.version, "comment-sent")
        user = self.request.user
        assert user.is_authenticated  # noqa: S101  (it is the form of those who work for a member)
        comment = comment_as_member(candidate, **said, organisation=form.chosen, actor=user)
        messages.success(self.request, _("Thank you. Your comment is on this page, and the coordinators answer it."))
        return _place(comment)


class MarketView(SayingView):
    """A supplier says which levels can be met."""

    template = "registry/consultation/market.html"

    def title(self) -> str:
        return _("For suppliers: can you meet %(version)s?") % {"version": self.consultation.version}

    def form(self, data: Any = None) -> MarketForm:
        return MarketForm(sorted(self.consultation.version.parsed.levels), data, request=self.request)

    def context(self) -> dict[str, Any]:
        return {"parts": [each for each in self.consultation.blocks if each.name.startswith("requirement.")]}

    def say(self, form: MarketForm) -> str:
        words = form.cleaned_data
        answer_and_prove(
            self.consultation.candidate.pk,
            levels=form.answers,
            company=words["company"],
            email=words["email"],
            language=_language(),
        )
        return consultation_url(self.consultation.version, "comment-sent")


class SentView(RegistryView):
    """Says that a link was mailed, and what to do if it does not come."""

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        consultation = find_consultation(slug, number)
        context = {"consultation": consultation, "trail": path_to(consultation, (_("Check your mail"), ""))}
        return render(request, "registry/consultation/sent.html", context)


class ConfirmView(MailedLinkPage, RegistryView):
    """A mailed link. Looking at it confirms nothing, since mail scanners look too; the button does."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        said = find_said(token)
        if said is None:
            return self.spent(request, token)
        if not is_open(said.candidate):
            return self.closed(request, ConsultationClosed(said.candidate), said)
        return render(request, "registry/consultation/confirm.html", {"said": said, "is_comment": _is_comment(said)})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            said = confirm(token)
        except LinkNotUsable:
            return self.spent(request, token)
        except ConsultationClosed as error:
            return self.closed(request, error, find_said(token))
        if isinstance(said, Comment):
            messages.success(request, _("Thank you. Your comment is on this page, and the coordinators answer it."))
        else:
            messages.success(request, _("Thank you. Your answer is counted."))
        return redirect(_place(said))

    def spent(self, request: HttpRequest, token: str) -> HttpResponse:
        """Whoever follows the same link once more is told that it counts; others how to get a new one."""
        said = find_spent(token)
        context = {"url": _place(said) if said else ""}
        return render(request, "registry/consultation/link_used.html", context, status=410)

    def closed(
        self, request: HttpRequest, error: ConsultationClosed, said: Comment | MarketAnswer | None
    ) -> HttpResponse:
        url = consultation_url(said.candidate.version) if said else ""
        context = {"sentence": str(error), "url": url}
        return render(request, "registry/consultation/too_late.html", context, status=410)


def _is_comment(said: Comment | MarketAnswer) -> bool:
    return isinstance(said, Comment)


def _place(said: Comment | MarketAnswer) -> str:
    """Where something stands on the page of its consultation."""
    if isinstance(said, Comment):
        return comment_url(said)
    return f"{consultation_url(said.candidate.version)}#suppliers"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
