"""Where city editors write their city's page, in the members' area."""

from django.urls import path

from portal.cms.views import EditView, PreviewView, PublishView, StartView, UnpublishView

app_name = "city-page"

PAGE = "me/organisations/<slug:slug>/page/"

urlpatterns = [
    path(PAGE, StartView.as_view(), name="start"),
    path(f"{PAGE}<slug:language>/", EditView.as_view(), name="edit"),
    path(f"{PAGE}<slug:language>/preview/", PreviewView.as_view(), name="preview"),
    path(f"{PAGE}<slug:language>/publish/", PublishView.as_view(), name="publish"),
    path(f"{PAGE}<slug:language>/unpublish/", UnpublishView.as_view(), name="unpublish"),
]
