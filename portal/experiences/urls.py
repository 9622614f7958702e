"""Public addresses of tender experiences, under a language."""

from django.urls import path

from portal.experiences.views import matrix, public

app_name = "experiences"

urlpatterns = [
    path("", public.ListView.as_view(), name="list"),
    path("export.<str:suffix>", public.ExportView.as_view(), name="export"),
    path("matrix/", matrix.MatrixView.as_view(), name="matrix"),
    path("matrix.<str:suffix>", matrix.MatrixExportView.as_view(), name="matrix-export"),
    path("feed.atom", public.FeedView.as_view(), name="feed"),
    path("<slug:slug>.json", public.ExperienceJsonView.as_view(), name="experience-json"),
    path("<slug:slug>/", public.ExperienceView.as_view(), name="experience"),
    path("<slug:slug>/documents/<int:pk>/", public.DocumentView.as_view(), name="document"),
]
