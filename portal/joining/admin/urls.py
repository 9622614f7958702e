"""Addresses of the reviewers' pages, under /admin/join/."""

from django.urls import path

from portal.joining.admin.views.inbox import InboxView
from portal.joining.admin.views.request import EvidenceView, NoteView, RecuseView, RequestView
from portal.joining.admin.views.steps import StepView

app_name = "joining_admin"

urlpatterns = [
    path("", InboxView.as_view(), name="inbox"),
    path("results/", InboxView.as_view(results_only=True), name="inbox_results"),
    path("<int:pk>/", RequestView.as_view(), name="request"),
    path("<int:pk>/evidence/<int:document>/", EvidenceView.as_view(), name="evidence"),
    path("<int:pk>/note/", NoteView.as_view(), name="note"),
    path("<int:pk>/recuse/", RecuseView.as_view(), name="recuse"),
    path("<int:pk>/step/<slug:name>/", StepView.as_view(), name="step"),
]
