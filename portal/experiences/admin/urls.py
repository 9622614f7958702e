"""Addresses of the coordinators' pages, under /admin/experiences/."""

from django.urls import path

from portal.experiences.admin.views.inbox import InboxView
from portal.experiences.admin.views.record import DocumentView, RecordView
from portal.experiences.admin.views.steps import PublishView, RetractView, SendBackView

app_name = "experiences-admin"

urlpatterns = [
    path("", InboxView.as_view(), name="inbox"),
    path("results/", InboxView.as_view(results_only=True), name="inbox-results"),
    path("<int:pk>/", RecordView.as_view(), name="record"),
    path("<int:pk>/documents/<int:document>/", DocumentView.as_view(), name="document"),
    path("<int:pk>/publish/", PublishView.as_view(), name="publish"),
    path("<int:pk>/send-back/", SendBackView.as_view(), name="send-back"),
    path("<int:pk>/retract/", RetractView.as_view(), name="retract"),
]
