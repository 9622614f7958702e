"""Addresses of the request to join, under a language."""

from django.urls import path

from portal.joining.enums import Task
from portal.joining.views import entering, evidence, requests, tasks

app_name = "joining"

urlpatterns = [
    path("", entering.StartView.as_view(), name="start"),
    path("questions.docx", entering.QuestionsView.as_view(), name="questions"),
    path("suitability/", entering.SuitabilityView.as_view(), name="suitability"),
    path("email/", entering.EmailView.as_view(), name="email"),
    path("email/sent/", entering.EmailSentView.as_view(), name="email-sent"),
    path("link/<str:token>/", entering.LinkView.as_view(), name="link"),
    path("resume/", entering.ResumeView.as_view(), name="resume"),
    path("<str:reference>/", requests.StatusView.as_view(), name="status"),
    path("<str:reference>/task/<str:task>/", tasks.TaskView.as_view(), name="task"),
    path("<str:reference>/task/<str:task>/colleague/", tasks.ColleagueView.as_view(), name="colleague"),
    path("<str:reference>/check/", requests.CheckView.as_view(), name="check"),
    path("<str:reference>/sent/", requests.SentView.as_view(), name="sent"),
    path("<str:reference>/record.docx", requests.RecordView.as_view(), name="record"),
    path(
        "<str:reference>/evidence/<int:pk>/", evidence.EvidenceView.as_view(), {"task": Task.EVIDENCE}, name="evidence"
    ),
    path(
        "<str:reference>/evidence/<int:pk>/remove/",
        evidence.EvidenceRemoveView.as_view(),
        {"task": Task.EVIDENCE},
        name="evidence-remove",
    ),
    path("<str:reference>/withdraw/", requests.WithdrawView.as_view(), name="withdraw"),
]
