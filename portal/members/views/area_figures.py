"""What an organisation says of itself: profile, volumes, commitments."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.members.enums import OrganisationKind
from portal.members.errors import ChangedMeanwhile, NothingToRepeat
from portal.members.forms.figures import CommitmentsForm, VolumeForm, values_of
from portal.members.forms.organisation import ProfileForm
from portal.members.models import ProcurementVolume
from portal.members.seen import seen_of
from portal.members.services.figures import (
    Profile,
    add_volume,
    change_profile,
    change_volume,
    confirm_figures,
    figures_of,
    profile_of,
    remove_volume,
    repeat_last_year,
    said_by,
    say_commitments,
)
from portal.members.views.area import OrganisationView, SavingView


class OrganisationPageView(OrganisationView):
    """All that an organisation says, for everybody who works there."""

    template = "members/area/organisation.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.title = self.organisation.display_name
        return self.show(
            profile=profile_of(self.organisation),
            languages=", ".join(name for code, name in settings.LANGUAGES if code in self.organisation.languages),
            volumes=self.organisation.volumes.order_by("category", "year"),
            commitments=self.organisation.commitments.order_by("ambition"),
            is_buyer=self.organisation.kind == OrganisationKind.PUBLIC_BUYER,
        )

    def above(self) -> list[tuple[str, str]]:
        return super().above()[:1]


class ProfileView(SavingView):
    template = "members/area/profile.html"
    title = gettext_lazy("Profile")
    message = gettext_lazy("The profile is saved.")

    def form(self, data: Any) -> ProfileForm:
        return ProfileForm(data, initial={**self.stored(), "seen": self.seen()})

    def save(self, form: ProfileForm) -> None:
        seen = form.cleaned_data["seen"]
        change_profile(self.organisation.pk, form.profile(), seen=seen, actor=self.request.user)

    def stored(self) -> Mapping[str, Any]:
        return self._profile()._asdict()

    def seen(self) -> str:
        return seen_of(*self._profile())

    def _profile(self) -> Profile:
        self.organisation.refresh_from_db()
        return profile_of(self.organisation)


class VolumesView(OrganisationView):
    template = "members/area/volumes.html"
    title = gettext_lazy("Yearly volumes")

    def get(self, request: HttpRequest) -> HttpResponse:
        volumes = list(self.organisation.volumes.order_by("category", "year"))
        this_year = localdate().year
        years = {volume.year for volume in volumes if volume.year}
        repeatable = any(year < this_year for year in years) and this_year not in years
        ends = self.organisation.contract_ends.order_by("category")
        return self.show(volumes=volumes, contract_ends=ends, this_year=this_year, repeatable=repeatable)


class AddVolumeView(SavingView):
    template = "members/area/volume.html"
    title = gettext_lazy("Add a volume")
    done = "area:volumes"
    message = gettext_lazy("The volume is added.")

    def form(self, data: Any) -> VolumeForm:
        return VolumeForm(data)

    def save(self, form: VolumeForm) -> None:
        add_volume(self.organisation.pk, form.figures(), actor=self.request.user)

    def above(self) -> list[tuple[str, str]]:
        return [*super().above(), (_("Yearly volumes"), reverse("area:volumes", args=[self.organisation.slug]))]


class VolumeView(AddVolumeView):
    """A volume that is there: one that a colleague has removed meanwhile is not found."""

    title = gettext_lazy("Change a volume")
    message = gettext_lazy("The volume is saved.")

    def form(self, data: Any) -> VolumeForm:
        return VolumeForm(data, initial={**self.stored(), "seen": self.seen()})

    def save(self, form: VolumeForm) -> None:
        seen = form.cleaned_data["seen"]
        change_volume(self._volume().pk, form.figures(), seen=seen, actor=self.request.user)

    def stored(self) -> Mapping[str, Any]:
        return figures_of(self._volume())._asdict()

    def seen(self) -> str:
        return seen_of(*figures_of(self._volume()))

    def context(self) -> dict[str, Any]:
        return {**super().context(), "volume": self._volume()}

    def _volume(self) -> ProcurementVolume:
        return get_object_or_404(ProcurementVolume, pk=self.kwargs["pk"], organisation=self.organisation)


class RemoveVolumeView(OrganisationView):
    permission = "members.change_figures"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        volume = get_object_or_404(ProcurementVolume, pk=pk, organisation=self.organisation)
        try:
            remove_volume(volume.pk, seen=request.POST.get("seen", ""), actor=self.request.user)
        except ChangedMeanwhile as error:
            messages.error(request, str(error))
            return redirect("area:volume", self.organisation.slug, volume.pk)
        messages.success(request, _("The volume is removed."))
        return self.back("area:volumes")


class RepeatVolumesView(OrganisationView):
    """Last year's figures, said once more for this year."""

    permission = "members.change_figures"

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            repeat_last_year(self.organisation.pk, year=localdate().year, actor=self.request.user)
        except NothingToRepeat as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Last year's figures now stand for this year too. Change what is different."))
        return self.back("area:volumes")


class ConfirmFiguresView(OrganisationView):
    permission = "members.change_figures"

    def post(self, request: HttpRequest) -> HttpResponse:
        confirm_figures(self.organisation.pk, actor=self.request.user)
        messages.success(request, _("Thank you. We ask again in a year."))
        return self.back("area:volumes")


class CommitmentsView(SavingView):
    """All nine ambitions on one page."""

    template = "members/area/commitments.html"
    title = gettext_lazy("Commitments to the ambitions")
    message = gettext_lazy("The commitments are saved.")

    def form(self, data: Any) -> CommitmentsForm:
        return CommitmentsForm(data, initial={**self.stored(), "seen": self.seen()})

    def save(self, form: CommitmentsForm) -> None:
        seen = form.cleaned_data["seen"]
        say_commitments(self.organisation.pk, form.said(), seen=seen, actor=self.request.user)

    def stored(self) -> Mapping[str, Any]:
        return values_of(said_by(self.organisation))

    def seen(self) -> str:
        return seen_of(*said_by(self.organisation))
