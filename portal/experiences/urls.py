"""Public addresses of tender experiences, under a language."""

from django.urls import URLPattern

app_name = "experiences"

urlpatterns: list[URLPattern] = []
