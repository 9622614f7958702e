"""What mail somebody gets, and the way out of it from a mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache

from portal.members.forms.notifications import ChoicesForm
from portal.members.services.notifications import choices_of, choose, subscription_of, unsubscribe
from portal.members.views.area import AreaView


class NotificationsView(AreaView):
    template = "members/area/notifications.html"
    title = gettext_lazy("Mail that you get")

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {topic.value: frequency for topic, frequency in choices_of(self.request.user).items()}
        return self.show(form=ChoicesForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChoicesForm(request.POST)
        if not form.is_valid():
            return self.show(form=form)
        choose(self.request.user.pk, form.chosen(), actor=self.request.user)
        messages.success(request, _("Your choices are saved."))
        return redirect("area:notifications")


@method_decorator(never_cache, name="dispatch")
class UnsubscribeView(View):
    """Without signing in: the link of a mail stops that topic for its reader. Looking at it stops nothing."""

    def get(self, request: HttpRequest, signed: str) -> HttpResponse:
        subscription = subscription_of(signed)
        return self._page(request, subscription=subscription, is_done=False)

    def post(self, request: HttpRequest, signed: str) -> HttpResponse:
        return self._page(request, subscription=unsubscribe(signed), is_done=True)

    def _page(self, request: HttpRequest, **context: object) -> HttpResponse:
        status = 200 if context["subscription"] else 404
        return render(request, "members/area/unsubscribe.html", context, status=status)
