"""Addresses of the members' area, under a language."""

from django.urls import path

from portal.members.views.area import DashboardView, SecurityView
from portal.members.views.area_colleagues import (
    ColleaguesView,
    ColleagueView,
    InviteView,
    RemoveColleagueView,
    ResendInvitationView,
    RevokeInvitationView,
)
from portal.members.views.area_contract_ends import ContractEndsView
from portal.members.views.area_figures import (
    AddVolumeView,
    CommitmentsView,
    ConfirmFiguresView,
    OrganisationPageView,
    ProfileView,
    RemoveVolumeView,
    RepeatVolumesView,
    VolumesView,
    VolumeView,
)
from portal.members.views.area_invitation import InvitationView
from portal.members.views.area_notifications import NotificationsView, UnsubscribeView

app_name = "area"

ORGANISATION = "me/organisations/<slug:slug>/"

urlpatterns = [
    path("invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("unsubscribe/<str:signed>/", UnsubscribeView.as_view(), name="unsubscribe"),
    path("me/", DashboardView.as_view(), name="dashboard"),
    path("me/security/", SecurityView.as_view(), name="security"),
    path("me/notifications/", NotificationsView.as_view(), name="notifications"),
    path(ORGANISATION, OrganisationPageView.as_view(), name="organisation"),
    path(f"{ORGANISATION}profile/", ProfileView.as_view(), name="profile"),
    path(f"{ORGANISATION}volumes/", VolumesView.as_view(), name="volumes"),
    path(f"{ORGANISATION}volumes/add/", AddVolumeView.as_view(), name="add-volume"),
    path(f"{ORGANISATION}volumes/last-year/", RepeatVolumesView.as_view(), name="repeat-volumes"),
    path(f"{ORGANISATION}volumes/hold/", ConfirmFiguresView.as_view(), name="confirm-figures"),
    path(f"{ORGANISATION}volumes/<int:pk>/", VolumeView.as_view(), name="volume"),
    path(f"{ORGANISATION}volumes/<int:pk>/remove/", RemoveVolumeView.as_view(), name="remove-volume"),
    path(f"{ORGANISATION}contract-ends/", ContractEndsView.as_view(), name="contract-ends"),
    path(f"{ORGANISATION}commitments/", CommitmentsView.as_view(), name="commitments"),
    path(f"{ORGANISATION}colleagues/", ColleaguesView.as_view(), name="colleagues"),
    path(f"{ORGANISATION}colleagues/invite/", InviteView.as_view(), name="invite"),
    path(f"{ORGANISATION}colleagues/<int:pk>/", ColleagueView.as_view(), name="colleague"),
    path(f"{ORGANISATION}colleagues/<int:pk>/remove/", RemoveColleagueView.as_view(), name="remove-colleague"),
    path(f"{ORGANISATION}invitations/<int:pk>/resend/", ResendInvitationView.as_view(), name="resend-invitation"),
    path(f"{ORGANISATION}invitations/<int:pk>/revoke/", RevokeInvitationView.as_view(), name="revoke-invitation"),
]
