"""The one address of the peer's server."""

from django.urls import path

from tests.bench_search.peers.wagtail import search

urlpatterns = [path("wagtail/", search)]
