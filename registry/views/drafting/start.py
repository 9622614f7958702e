"""Proposing a change of a criterion in force, or a new criterion."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.members.views.area import AreaView
from registry.consultations.times import Course, course_beside
from registry.enums import OPEN_STATES, CriterionKind
from registry.errors import RegistryError
from registry.models import Criterion, CriterionVersion, Draft
from registry.sealed.texts import texts_in
from registry.services.drafting import start_from, start_new
from registry.writing.forms.fields import here
from registry.writing.forms.starting import (
    OwnStartFromForm,
    OwnStartNewForm,
    StartForm,
    buyers_of,
    versions_to_follow,
)


class StartView(AreaView):
    """``?criterion=bat-01`` has chosen what to change; without it the page asks for that, or for a new one."""

    template = "registry/drafting/start.html"
    title = gettext_lazy("Propose a change")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not buyers_of(request.user).exists():
            raise Http404("Only public buyers propose.")
        return super().dispatch(request, *args, **kwargs)

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Drafts of criteria"), reverse("registry:drafts"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        code = request.GET.get("criterion", "")
        criterion = Criterion.objects.filter(code=code.upper()).first() if code else None
        return self.about(criterion) if criterion else self.choose()

    def post(self, request: HttpRequest) -> HttpResponse:
        is_new = request.POST.get("do") == "new"
        form: StartForm = (OwnStartNewForm if is_new else OwnStartFromForm)(self.request.user, request.POST)
        if form.is_valid():
            try:
                draft = self.start(form)
            except (RegistryError, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, _("%(draft)s is started.") % {"draft": draft})
                return redirect("registry:draft", draft.pk)
        base = None if is_new else form.cleaned_data.get("base")
        return self.about(base.criterion, form=form) if base else self.choose(**{"new" if is_new else "failed": form})

    def start(self, form: StartForm) -> Draft:
        data = form.cleaned_data
        if isinstance(form, OwnStartNewForm):
            named = (data["register"], data["code"], CriterionKind(data["kind"]), form.content())
            return start_new(*named, proposed_by=data["proposed_by"], actor=self.request.user)
        return start_from(data["base"], proposed_by=data["proposed_by"], actor=self.request.user)

    def choose(self, *, new: StartForm | None = None, failed: StartForm | None = None) -> HttpResponse:
        """The criteria that can be changed, and the form of a new one."""
        versions = [(version, texts_in(version, here()).title) for version in versions_to_follow()]
        return self.show(versions=versions, new=new or OwnStartNewForm(self.request.user), failed=failed)

    def about(self, criterion: Criterion, *, form: StartForm | None = None) -> HttpResponse:
        """Why one criterion could be changed, and the button that starts it, unless somebody drafts it already."""
        base: CriterionVersion | None = (
            versions_to_follow().filter(criterion=criterion).order_by("-major", "-minor", "-patch").first()
        )
        if base is None:
            return self.show(criterion=criterion, **self.drafted(criterion))
        form = form or OwnStartFromForm(self.request.user, initial={"base": base.pk})
        return self.show(criterion=criterion, base=base, base_title=texts_in(base, here()).title, form=form)

    def drafted(self, criterion: Criterion) -> dict[str, Any]:
        """Who drafts a criterion already, as far as the reader may know it."""
        draft = Draft.objects.filter(code=criterion.code, state__in=OPEN_STATES).first()
        is_own = bool(draft and buyers_of(self.request.user).filter(pk=draft.proposed_by_id).exists())
        return {"drafted": draft, "is_own": is_own, "course": _course_of(criterion)}


def _course_of(criterion: Criterion) -> Course | None:
    """The consultation or vote that goes on for a criterion, which everybody can read."""
    newest = criterion.versions.finals().newest_first().first()
    return course_beside(newest, on=localdate(), language=here()) if newest else None
