"""Where members write their tender experiences, in the members' area."""

from django.urls import path

from portal.experiences.views.area import StartView
from portal.experiences.views.area_list import ListView
from portal.experiences.views.area_reading import CheckView, PreviewView
from portal.experiences.views.area_record import (
    CorrectView,
    DiscardView,
    RecordView,
    RetractView,
    SendView,
    TakeBackView,
)
from portal.experiences.views.area_tasks import TaskView
from portal.experiences.views.criteria import CriteriaView, FindCriteriaView
from portal.experiences.views.documents import DocumentsView, DocumentView, RemoveDocumentView
from portal.experiences.views.quick import UsedView
from portal.experiences.views.sheets import ExportView, ImportView, TemplateView

app_name = "tenders"

urlpatterns = [
    path("", ListView.as_view(), name="list"),
    path("new/", StartView.as_view(), name="start"),
    path("used/", UsedView.as_view(), name="used"),
    path("import/", ImportView.as_view(), name="import"),
    path("template.xlsx", TemplateView.as_view(), name="template"),
    path("export.xlsx", ExportView.as_view(), name="export"),
    # What has an address without a reference stands above this line: a reference is any word with hyphens.
    path("<slug:reference>/", RecordView.as_view(), name="record"),
    # The task of a view of its own stands above the others: "tenders:task" leads here too.
    path("<slug:reference>/task/criteria/", CriteriaView.as_view(), name="criteria"),
    path("<slug:reference>/task/criteria/find/", FindCriteriaView.as_view(), name="find-criteria"),
    path("<slug:reference>/task/documents/", DocumentsView.as_view(), name="documents"),
    path("<slug:reference>/documents/<int:pk>/", DocumentView.as_view(), name="document"),
    path("<slug:reference>/documents/<int:pk>/remove/", RemoveDocumentView.as_view(), name="remove-document"),
    path("<slug:reference>/task/<slug:task>/", TaskView.as_view(), name="task"),
    path("<slug:reference>/check/", CheckView.as_view(), name="check"),
    path("<slug:reference>/preview/", PreviewView.as_view(), name="preview"),
    path("<slug:reference>/send/", SendView.as_view(), name="send"),
    path("<slug:reference>/take-back/", TakeBackView.as_view(), name="take-back"),
    path("<slug:reference>/correct/", CorrectView.as_view(), name="correct"),
    path("<slug:reference>/discard/", DiscardView.as_view(), name="discard"),
    path("<slug:reference>/retract/", RetractView.as_view(), name="retract"),
]
