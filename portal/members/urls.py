"""Public addresses of members under a language; the list and the pages of members belong to the CMS."""

from django.urls import path

from portal.members.views import public

app_name = "members"

urlpatterns = [
    path("members/volumes/", public.VolumesView.as_view(), name="volumes"),
    path("members/volumes.csv", public.VolumesCsvView.as_view(), name="volumes-csv"),
    path("members/over-time/", public.GrowthView.as_view(), name="growth"),
    path("members/over-time.csv", public.GrowthCsvView.as_view(), name="growth-csv"),
    path("buyers/", public.BuyersRedirectView.as_view(), name="buyers"),
]
