"""Public addresses of members under a language; the list and the pages of members belong to the CMS."""

from django.urls import path

from portal.members.views import public, public_contract_ends

app_name = "members"

urlpatterns = [
    path("members/volumes/", public.VolumesView.as_view(), name="volumes"),
    path("members/volumes.csv", public.VolumesCsvView.as_view(), name="volumes-csv"),
    path("members/over-time/", public.GrowthView.as_view(), name="growth"),
    path("members/over-time.csv", public.GrowthCsvView.as_view(), name="growth-csv"),
    path("members/contract-ends/", public_contract_ends.ContractEndsView.as_view(), name="contract-ends"),
    path("members/contract-ends.csv", public_contract_ends.ContractEndsCsvView.as_view(), name="contract-ends-csv"),
    path("buyers/", public.BuyersRedirectView.as_view(), name="buyers"),
]
