"""Where members write their tender experiences, in the members' area."""

from django.urls import URLPattern

app_name = "tenders"

urlpatterns: list[URLPattern] = []
