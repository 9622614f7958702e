"""Addresses of the rules of registers, under /admin/registers/."""

from django.urls import path

from registry.admin.governing import RegistersView, RulesView

app_name = "registry-rules"

urlpatterns = [
    path("", RegistersView.as_view(), name="registers"),
    path("<int:pk>/rules/", RulesView.as_view(), name="rules"),
]
