"""Addresses of criteria and of what happens to them after publication, under /admin/criteria/."""

from django.urls import path, re_path

from registry.admin.after import criterion, listing, proposals
from registry.enums import StepAfter

app_name = "criteria-admin"

_STEPS = "|".join(StepAfter.values)

urlpatterns = [
    path("", listing.CriteriaListView.as_view(), name="list"),
    path("results/", listing.CriteriaListView.as_view(results_only=True), name="list-results"),
    path("steps/", listing.ProposalListView.as_view(), name="proposals"),
    path("steps/results/", listing.ProposalListView.as_view(results_only=True), name="proposals-results"),
    path("steps/<int:pk>/", proposals.ProposalView.as_view(), name="proposal"),
    path("steps/<int:pk>/confirm/", proposals.ConfirmView.as_view(), name="confirm"),
    path("steps/<int:pk>/take-back/", proposals.TakeBackView.as_view(), name="take-back"),
    path("<int:pk>/", criterion.CriterionView.as_view(), name="criterion"),
    re_path(rf"^(?P<pk>[0-9]+)/(?P<step>{_STEPS})/$", criterion.ProposeView.as_view(), name="propose"),
]
