"""Addresses of a city's own drafts, under me/drafts/ in the members' area."""

from django.urls import path

from registry.views.drafting.deciding import AbandonView, AskView, SameBidsView
from registry.views.drafting.earlier import CompareTextsView, EarlierTextsView, RestoreView
from registry.views.drafting.edit import EditView
from registry.views.drafting.listing import DraftListView
from registry.views.drafting.start import StartView

urlpatterns = [
    path("", DraftListView.as_view(), name="drafts"),
    path("start/", StartView.as_view(), name="draft-start"),
    path("<int:pk>/", EditView.as_view(), name="draft"),
    path("<int:pk>/earlier/", EarlierTextsView.as_view(), name="draft-earlier"),
    path("<int:pk>/earlier/compare/", CompareTextsView.as_view(), name="draft-compare"),
    path("<int:pk>/earlier/<int:revision>/restore/", RestoreView.as_view(), name="draft-restore"),
    path("<int:pk>/same-bids/", SameBidsView.as_view(), name="draft-same-bids"),
    path("<int:pk>/ask/", AskView.as_view(), name="draft-ask"),
    path("<int:pk>/abandon/", AbandonView.as_view(), name="draft-abandon"),
]
