"""What members say about criteria, under a language."""

from django.urls import URLPattern

app_name = "feedback"

urlpatterns: list[URLPattern] = []
