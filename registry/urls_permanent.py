"""Addresses that are cited: without language, for ever."""

from django.urls import path, re_path

from registry.views import on_day
from registry.views import permanent as views
from registry.views.permanent_adaptations import PermanentAdaptationView

app_name = "permanent"

_SLUG = r"(?P<slug>[0-9A-Za-z-]+)"
_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)*(?:-[a-z]+\.?[0-9]*)?)"
_SUFFIX = r"(?:\.(?P<suffix>[a-z]+))?"
_LANGUAGE = r"(?P<language>[a-z]{2,3})"

urlpatterns = [
    path("criterion/<slug:slug>", views.PermanentCriterionView.as_view(), name="criterion"),
    path("criterion/<slug:slug>/@<str:day>", views.CriterionOnDayView.as_view(), name="criterion-on-day"),
    re_path(rf"^criterion/{_SLUG}/v{_NUMBER}{_SUFFIX}$", views.PermanentVersionView.as_view(), name="version"),
    re_path(rf"^criterion/{_SLUG}/v{_NUMBER}/{_LANGUAGE}$", views.PermanentVersionView.as_view(), name="version-in"),
    re_path(
        rf"^criterion/{_SLUG}/v{_NUMBER}/{_LANGUAGE}\.r(?P<revision>[1-9][0-9]{{0,5}})$",
        views.TranslationView.as_view(),
        name="translation",
    ),
    re_path(rf"^criterion/{_SLUG}/v{_NUMBER}/L(?P<level>[0-9]{{1,3}})$", views.LevelView.as_view(), name="level"),
    re_path(rf"^criterion/{_SLUG}/v{_NUMBER}/content\.json$", views.ContentView.as_view(), name="content"),
    path("set/<slug:slug>/@<str:day>", on_day.PermanentSetDayView.as_view(), name="set-on-day"),
    path("set/<slug:slug>", views.PermanentSetView.as_view(), name="set"),
    re_path(
        rf"^set/{_SLUG}/v{_NUMBER}/{_LANGUAGE}\.r(?P<revision>[1-9][0-9]{{0,5}})$",
        views.NoteView.as_view(),
        name="release-note",
    ),
    re_path(rf"^set/{_SLUG}/v{_NUMBER}{_SUFFIX}$", views.PermanentReleaseView.as_view(), name="release"),
    re_path(
        rf"^adaptation/(?P<city>[0-9A-Za-z-]+)/{_SLUG}/v{_NUMBER}{_SUFFIX}$",
        PermanentAdaptationView.as_view(),
        name="adaptation",
    ),
    re_path("", views.NothingView.as_view(), name="nothing"),
]
