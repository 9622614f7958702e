"""The way from the admin to the handbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.cms.handbook import handbook_page
from portal.members.moderation import ForCoordinators


class HandbookView(ForCoordinators):
    """Leads to the handbook in the language of the admin; it is asked here, so that the menu asks nothing."""

    permission = "registry.read_steps"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = handbook_page()
        if page is None:
            raise Http404("The handbook is not published.")
        return redirect(page.get_url(request))
