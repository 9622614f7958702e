"""Addresses of the registry under a language."""

from django.urls import URLPattern

app_name = "registry"
urlpatterns: list[URLPattern] = []
