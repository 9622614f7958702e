"""Addresses of the coordinators' pages about drafts, under /admin/drafts/."""

from django.urls import path

from registry.admin.drafting.views.abandoning import AbandonSeveralView
from registry.admin.drafting.views.deciding import LockView, SameBidsView
from registry.admin.drafting.views.edit import EditView
from registry.admin.drafting.views.listing import DraftListView
from registry.admin.drafting.views.revisions import CompareRevisionsView, RestoreView, RevisionsView
from registry.admin.drafting.views.start import StartView

app_name = "drafts-admin"

urlpatterns = [
    path("", DraftListView.as_view(), name="list"),
    path("results/", DraftListView.as_view(results_only=True), name="list-results"),
    path("start/", StartView.as_view(), name="start"),
    path("abandon/", AbandonSeveralView.as_view(), name="abandon-several"),
    path("<int:pk>/", EditView.as_view(), name="edit"),
    path("<int:pk>/lock/", LockView.as_view(), name="lock"),
    path("<int:pk>/revisions/", RevisionsView.as_view(), name="revisions"),
    path("<int:pk>/revisions/compare/", CompareRevisionsView.as_view(), name="compare-revisions"),
    path("<int:pk>/revisions/<int:revision>/restore/", RestoreView.as_view(), name="restore"),
    path("<int:pk>/same-bids/", SameBidsView.as_view(), name="same-bids"),
]
