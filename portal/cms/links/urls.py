"""Addresses of the report on links, under /admin/reports/links/."""

from django.urls import path

from portal.cms.links.report import LinksReport

app_name = "links-report"

urlpatterns = [
    path("", LinksReport.as_view(), name="list"),
    path("results/", LinksReport.as_view(results_only=True), name="results"),
]
