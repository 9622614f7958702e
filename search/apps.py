"""Search over everything that can be found."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
