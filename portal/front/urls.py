"""The style guide, for development only: ``portal/urls.py`` includes it when DEBUG is on."""

from django.urls import path

from portal.front.views import CriterionSpecimenView, FrontSpecimenView, SetSpecimenView, StyleGuideView

app_name = "front"

urlpatterns = [
    path("", StyleGuideView.as_view(), name="style_guide"),
    path("front/", FrontSpecimenView.as_view(), name="front_specimen"),
    path("set/", SetSpecimenView.as_view(), name="set_specimen"),
    path("criterion/", CriterionSpecimenView.as_view(), name="criterion_specimen"),
]
