"""The living style guide."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
