"""Addresses of the reports on use, under /admin/reports/criteria/."""

from django.urls import path

from portal.experiences.admin.unused import UnusedReport

app_name = "experiences-reports"

urlpatterns = [
    path("never-used/", UnusedReport.as_view(), name="unused"),
    path("never-used/results/", UnusedReport.as_view(results_only=True), name="unused-results"),
]
