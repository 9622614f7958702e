"""Addresses of the registry that are cited: without language, for ever."""

from django.urls import URLPattern

app_name = "permanent"
urlpatterns: list[URLPattern] = []
