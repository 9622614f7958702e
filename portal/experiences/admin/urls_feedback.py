"""Addresses of the coordinators' pages about feedback, under /admin/feedback/."""

from django.urls import path

from portal.experiences.admin.views.feedback import AnswerView, FeedbackListView

app_name = "feedback-admin"

urlpatterns = [
    path("", FeedbackListView.as_view(), name="list"),
    path("results/", FeedbackListView.as_view(results_only=True), name="list-results"),
    path("<int:pk>/", AnswerView.as_view(), name="answer"),
]
