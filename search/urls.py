"""Addresses of the search under a language."""

from django.urls import path

from search.views import opensearch, search

app_name = "search"

urlpatterns = [
    path("", search, name="search"),
    path("opensearch.xml", opensearch, name="opensearch"),
]
