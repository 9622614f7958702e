"""Somebody's own saved searches, and the way out of the letters about them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from portal.members.views.area import AreaView
from search.errors import EngineUnavailable
from search.models import SavedSearch
from search.saved import SavingError, delete_search, save_search, user_of, want_letters


class SavedSearchesView(AreaView):
    template = "search/saved.html"
    title = gettext_lazy("Saved searches")

    def get(self, request: HttpRequest) -> HttpResponse:
        searches = SavedSearch.objects.filter(user=self.request.user).order_by("-pk")
        return self.show(searches=searches, is_silent=any(search.is_silent for search in searches))


class SaveSearchView(AreaView):
    def post(self, request: HttpRequest) -> HttpResponse:
        encoded = request.POST.get("search", "")
        try:
            save_search(encoded, language=get_language(), actor=self.request.user, on=localdate())
        except SavingError as error:
            messages.error(request, str(error))
        except EngineUnavailable:
            messages.error(request, _("The search is catching up with changes. Try again in a minute."))
        else:
            messages.success(request, _("The search is saved. You get a letter when it finds something new."))
            return redirect("search:saved")
        return redirect(f"{reverse('search:search')}?{encoded}")


class DeleteSearchView(AreaView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not delete_search(pk, actor=self.request.user):
            raise Http404(pk)
        messages.success(request, _("The search is deleted."))
        return redirect("search:saved")


class LettersView(AreaView):
    """Letters about all one's searches: on or off."""

    def post(self, request: HttpRequest) -> HttpResponse:
        want_letters(self.request.user, wanted=request.POST.get("wanted") == "yes")
        messages.success(request, _("Your choices are saved."))
        return redirect("search:saved")


@method_decorator(never_cache, name="dispatch")
class StopLettersView(View):
    """Without signing in: the link of a letter stops such letters. Looking at it stops nothing."""

    def get(self, request: HttpRequest, signed: str) -> HttpResponse:
        return self._page(request, signed, is_done=False)

    def post(self, request: HttpRequest, signed: str) -> HttpResponse:
        if user := user_of(signed):
            want_letters(user, wanted=False)
        return self._page(request, signed, is_done=True)

    def _page(self, request: HttpRequest, signed: str, *, is_done: bool) -> HttpResponse:
        is_ours = user_of(signed) is not None
        context = {"is_ours": is_ours, "is_done": is_done}
        return render(request, "search/stop_letters.html", context, status=200 if is_ours else 404)
