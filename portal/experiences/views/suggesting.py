"""Guests suggest a change to a criterion, prove their address with a mailed link, and follow it there."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.access import can
from portal.core.breadcrumbs import Crumb, trail
from portal.core.private_pages import MailedLinkPage, PrivatePage
from portal.core.rates import limited, too_often
from portal.experiences.forms.feedback import SuggestionForm
from portal.experiences.grants import Guest
from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import bring_back, withdraw
from portal.experiences.services.suggesting import find_suggestion, prove, suggest
from portal.members.models import Organisation
from registry.models import CriterionVersion
from registry.views.lookup import RegistryView, find_criterion, find_version


class SuggestView(PrivatePage, RegistryView):
    """The form about one version. Whoever works for a public buyer is led to that of members."""

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        user = request.user
        if user.is_authenticated and Organisation.objects.public_buyers().with_member(user).exists():
            return redirect("feedback:give", slug, number)
        email = user.email if user.is_authenticated else ""
        initial = {"language": get_language() or settings.LANGUAGE_CODE, "email": email}
        return self.show(version, SuggestionForm(request=request, initial=initial))

    def post(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        form = SuggestionForm(request.POST, request=request)
        if form.is_valid() and (wait := limited(request, form.purpose, form.cleaned_data["email"])):
            form.add_error(None, too_often(wait))
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in ("email", "name", "key")}
            try:
                suggest(version, form.point(), **words)
            except ValidationError as error:
                form.refuse(error)
            else:
                return redirect("suggestions:sent", slug, number)
        return self.show(version, form)

    def show(self, version: CriterionVersion, form: SuggestionForm) -> HttpResponse:
        context = {"form": form, "version": version, "trail": _path_to(version, _("Suggest a change"))}
        return render(self.request, "experiences/suggestions/form.html", context)


class SentView(PrivatePage, RegistryView):
    """Says that a link was mailed, and what to do if it does not come."""

    def get(self, request: HttpRequest, slug: str, number: str) -> HttpResponse:
        version = find_version(find_criterion(slug), number)
        context = {"version": version, "trail": _path_to(version, _("Check your mail"))}
        return render(request, "experiences/suggestions/sent.html", context)


class SuggestionView(MailedLinkPage):
    """A mailed link. Looking proves nothing, since mail scanners look too; the button does. Then it shows the state."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = find_suggestion(token)
        if found is None:
            return self.spent(request)
        feedback, guest = found
        if not can(guest, "experiences.follow_suggestion", feedback):
            return render(request, "experiences/suggestions/confirm.html", {"feedback": feedback})
        context = {"feedback": feedback, "trail": _path_to(feedback.version, _("Your suggestion"))}
        return render(request, "experiences/suggestions/own.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        act = {"withdraw": self.withdraw, "undo": self.bring_back}.get(request.POST.get("do", ""), self.confirm)
        done = act(token)
        if done is None:
            return self.spent(request)
        messages.success(request, done)
        return redirect("suggestions:own", token)

    def confirm(self, token: str) -> str | None:
        """What to say of it; None where the link opens nothing."""
        return _("Thank you. The coordinators read your suggestion and answer it.") if prove(token) else None

    def withdraw(self, token: str) -> str | None:
        if own := self.own(token):
            withdraw(own[0].pk, actor=own[1])
        return _("Your suggestion was withdrawn. You can bring it back below.") if own else None

    def bring_back(self, token: str) -> str | None:
        if own := self.own(token):
            bring_back(own[0].pk, actor=own[1])
        return _("Your suggestion is there again.") if own else None

    def own(self, token: str) -> tuple[CriterionFeedback, Guest] | None:
        """A suggestion that counts, and its guest."""
        found = find_suggestion(token)
        return found if found and can(found[1], "experiences.follow_suggestion", found[0]) else None

    def spent(self, request: HttpRequest) -> HttpResponse:
        return render(request, "experiences/suggestions/link_used.html", status=410)


def _path_to(version: CriterionVersion, page: str) -> list[Crumb]:
    return trail((_("Criteria"), reverse("registry:sets")), (str(version), version.get_absolute_url()), (page, ""))
