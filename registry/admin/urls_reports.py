"""Addresses of the reports on criteria, under /admin/reports/criteria/."""

from django.urls import path

from registry.admin.reports import BehindReport, BelowFloorReport, UnreviewedReport

app_name = "registry-reports"

urlpatterns = [
    path("unreviewed/", UnreviewedReport.as_view(), name="unreviewed"),
    path("unreviewed/results/", UnreviewedReport.as_view(results_only=True), name="unreviewed-results"),
    path("below-the-law/", BelowFloorReport.as_view(), name="below-floor"),
    path("below-the-law/results/", BelowFloorReport.as_view(results_only=True), name="below-floor-results"),
    path("translations-behind/", BehindReport.as_view(), name="behind"),
    path("translations-behind/results/", BehindReport.as_view(results_only=True), name="behind-results"),
]
