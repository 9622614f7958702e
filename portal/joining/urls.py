"""Addresses of the request to join, under a language."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "joining"

urlpatterns = [
    path("", TemplateView.as_view(template_name="joining/start.html"), name="start"),
    path("<str:reference>/", TemplateView.as_view(template_name="joining/status.html"), name="status"),
]
