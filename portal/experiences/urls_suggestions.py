"""What guests say about criteria, under a language."""

from django.urls import path

from portal.experiences.views import suggesting

app_name = "suggestions"

urlpatterns = [
    path("criterion/<slug:slug>/<str:number>/suggest/", suggesting.SuggestView.as_view(), name="suggest"),
    path("criterion/<slug:slug>/<str:number>/suggest/sent/", suggesting.SentView.as_view(), name="sent"),
    path("suggestions/<str:token>/", suggesting.SuggestionView.as_view(), name="own"),
]
