"""Addresses of the search under a language."""

from django.urls import path

from search.views import opensearch, search
from search.views_network import AskView, QuestionsView, WithdrawView
from search.views_programs import feed, search_json, suggest
from search.views_saved import (
    DeleteSearchView,
    LettersView,
    SavedSearchesView,
    SaveSearchView,
    StopLettersView,
)

app_name = "search"

urlpatterns = [
    path("search/", search, name="search"),
    path("search.json", search_json, name="json"),
    path("search/opensearch.xml", opensearch, name="opensearch"),
    path("search/suggest.json", suggest, name="suggest"),
    path("search/feed/", feed, name="feed"),
    path("search/save/", SaveSearchView.as_view(), name="save"),
    path("search/letters/<str:signed>/", StopLettersView.as_view(), name="stop-letters"),
    path("me/searches/", SavedSearchesView.as_view(), name="saved"),
    path("me/searches/letters/", LettersView.as_view(), name="letters"),
    path("me/searches/<int:pk>/delete/", DeleteSearchView.as_view(), name="delete-saved"),
    path("me/questions/", QuestionsView.as_view(), name="questions"),
    path("me/questions/ask/", AskView.as_view(), name="ask"),
    path("me/questions/<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw-question"),
]
