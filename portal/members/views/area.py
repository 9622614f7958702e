"""The members' area: what its pages have in common, and its front page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache

from portal.accounts.models import User
from portal.accounts.second_factor import has_second_factor
from portal.core.access import can
from portal.core.breadcrumbs import trail
from portal.members.duties import duties_of
from portal.members.errors import ChangedMeanwhile, MembersError
from portal.members.forms.saving import SavingForm
from portal.members.models import Organisation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MemberRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@method_decorator(never_cache, name="dispatch")
class AreaView(LoginRequiredMixin, View):
    """A page of somebody's own. A visitor is led to sign in, and back here."""

    request: MemberRequest
    template = ""
    title: "StrOrPromise" = ""

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        steps = [*self.above(), (self.title if isinstance(self.title, str) else str(self.title), "")]
        context = {"title": self.title, "trail": trail(*steps), **self.context(), **context}
        return render(self.request, self.template, context, status=status)

    def above(self) -> list[tuple[str, str]]:
        """The pages between the front page and this one: label and address."""
        return [(_("My pages"), reverse("area:dashboard"))]

    def context(self) -> dict[str, Any]:
        return {}


class OrganisationView(AreaView):
    """A page about one organisation. Whoever may not ask for it learns nothing: it is not found."""

    permission = "members.see_organisation"
    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            found = Organisation.objects.filter(slug=slug).first()
            if found is None or not can(request.user, self.permission, found):
                raise Http404(slug)
            self.organisation = found
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[tuple[str, str]]:
        name, slug = self.organisation.display_name, self.organisation.slug
        return [*super().above(), (name, reverse("area:organisation", args=[slug]))]

    def context(self) -> dict[str, Any]:
        may_change = can(self.request.user, "members.change_figures", self.organisation)
        return {**super().context(), "organisation": self.organisation, "may_change": may_change}

    def back(self, name: str) -> HttpResponse:
        """To another page about the same organisation."""
        return redirect(name, self.organisation.slug)


class SavingView(OrganisationView):
    """A form on top of stored values: saved, refused by field, or held against what was stored meanwhile."""

    permission = "members.change_figures"
    done = "area:organisation"
    message: "StrOrPromise" = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.form(None))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.save(form)
            except ValidationError as error:
                form.refuse(error)
            except ChangedMeanwhile as error:
                form.meet(error, stored=self.stored(), seen=self.seen())
            except MembersError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, str(self.message))
                return self.saved()
        return self.show(form=form)

    def form(self, data: Any) -> SavingForm:
        raise NotImplementedError

    def save(self, form: Any) -> None:
        raise NotImplementedError

    def saved(self) -> HttpResponse:
        return self.back(self.done)

    def stored(self) -> Mapping[str, Any]:
        """The stored values, read anew, by the names of the form's fields."""
        raise NotImplementedError

    def seen(self) -> str:
        """The mark of the stored values, read anew."""
        raise NotImplementedError


class DashboardView(AreaView):
    template = "members/area/dashboard.html"
    title = gettext_lazy("My pages")

    def get(self, request: HttpRequest) -> HttpResponse:
        user = self.request.user
        memberships = user.memberships.select_related("organisation")
        return self.show(memberships=memberships, duties=duties_of(user))

    def above(self) -> list[tuple[str, str]]:
        return []


class SecurityView(AreaView):
    """How to keep an account one's own; where a new colleague arrives."""

    template = "members/area/security.html"
    title = gettext_lazy("Secure your account")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(has_factor=has_second_factor(self.request.user))
