"""Addresses of the releases of sets, under /admin/releases/."""

from django.urls import path

from registry.admin.releases import deciding, members, notes, number, revising, sets

app_name = "release-drafts"

urlpatterns = [
    path("", sets.SetsView.as_view(), name="sets"),
    path("start/<slug:slug>/", sets.StartView.as_view(), name="start"),
    path("published/<int:pk>/notes/", revising.RevisionsView.as_view(), name="revisions"),
    path("published/<int:pk>/notes/<slug:language>/", revising.ReviseView.as_view(), name="revise"),
    path("published/<int:pk>/notes/<int:proposal>/confirm/", revising.ConfirmView.as_view(), name="confirm-note"),
    path("published/<int:pk>/notes/<int:proposal>/take-back/", revising.TakeBackView.as_view(), name="take-back-note"),
    path("<int:pk>/", members.MembersView.as_view(), name="members"),
    path("<int:pk>/notes/", notes.NotesView.as_view(), name="notes"),
    path("<int:pk>/notes/<slug:language>/", notes.NoteView.as_view(), name="note"),
    path("<int:pk>/notes/<slug:language>/replace/", notes.ReplaceView.as_view(), name="replace-note"),
    path("<int:pk>/number/", number.NumberView.as_view(), name="number"),
    path("<int:pk>/publish/", deciding.IssueView.as_view(), name="publish"),
    path("<int:pk>/abandon/", deciding.AbandonView.as_view(), name="abandon"),
]
