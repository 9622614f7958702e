"""Addresses of the coordinators' pages about translations, under /admin/translations/."""

from django.urls import path

from registry.admin.translating import editor, log, overview, sheets, steps

app_name = "translations-admin"

urlpatterns = [
    path("", overview.OverviewView.as_view(), name="overview"),
    path("log/", log.LogView.as_view(), name="log"),
    path("log/results/", log.LogView.as_view(results_only=True), name="log-results"),
    path("<int:pk>/", steps.ReadView.as_view(), name="read"),
    path("<int:pk>/edit/", editor.EditView.as_view(), name="edit"),
    path("<int:pk>/rebase/", steps.RebaseView.as_view(), name="rebase"),
    path("<int:pk>/send-back/", steps.SendBackView.as_view(), name="send-back"),
    path("<int:pk>/abandon/", steps.AbandonView.as_view(), name="abandon"),
    path("<slug:language>/", overview.LanguageView.as_view(), name="language"),
    path("<slug:language>/begin/<int:pk>/", overview.BeginView.as_view(), name="begin"),
    path("<slug:language>/export/", sheets.ExportView.as_view(), name="export"),
    path("<slug:language>/import/", sheets.ImportView.as_view(), name="import"),
]
