""" "We used these": from a basket to a record of the tender, on one page."""

from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.experiences.errors import ExperienceError
from portal.experiences.forms.quick import UsedForm
from portal.experiences.models import TenderExperience
from portal.experiences.services.moving import submit
from portal.experiences.services.quick import Logged, Used, log_use
from portal.experiences.services.reading import Pasted, read_basket
from portal.experiences.views.area import TendersView
from portal.members.seen import seen_of
from registry.models import SharedBasket
from registry.takeaway.annex import AnnexEntry, basket_of, make_annex
from registry.takeaway.basket import Basket, BasketError
from registry.views.basket_session import load_basket


class UsedView(TendersView):
    """The criteria of a shared basket (``?basket=<key>``) or of one's own, and what must be said of the tender."""

    template = "experiences/area/quick.html"
    title = gettext_lazy("We used these criteria")

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.organisations:
            return self.show(403)
        seen = seen_of(self.basket.as_dict())
        return self.page(UsedForm(self.organisations, initial={"title": self.basket.title, "seen": seen}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.organisations:
            return self.show(403)
        form = UsedForm(self.organisations, request.POST)
        if not form.is_valid() or not self.is_current(form):
            return self.page(form)
        try:
            logged = self.log(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except ExperienceError as error:
            form.add_error(None, str(error))
        else:
            return self.go_on(logged, send=request.POST.get("do") == "send")
        return self.page(form)

    def is_current(self, form: UsedForm) -> bool:
        """Whether the criteria are those that were shown, and there are any; else the form says what happened."""
        if not self.read.cited:
            form.add_error(None, _("There is no criterion to log. Put some in your basket first."))
        elif form.cleaned_data["seen"] != (now := seen_of(self.basket.as_dict())):
            form.see(now)
            form.add_error(None, _("Your basket has changed since you opened this page. Look at it, then save again."))
        return not form.errors

    def log(self, form: UsedForm) -> Logged:
        answers = form.cleaned_data
        used = Used(answers["title"], answers["year"], answers["stage"], answers["language"], self.read.cited)
        return log_use(form.buyer, used, token=answers["token"], actor=self.request.user)

    def go_on(self, logged: Logged, *, send: bool) -> HttpResponse:
        if send:
            self.send(logged.experience)
        elif logged.is_new:
            messages.success(self.request, _("The tender is logged. You can add more about it at any time."))
        else:
            messages.info(self.request, _("This tender was logged a moment ago. You can change it here."))
        return redirect("tenders:record", logged.experience.reference)

    def send(self, experience: TenderExperience) -> None:
        """To the coordinators; what is in the way is said on the page of the record."""
        try:
            submit(experience.pk, actor=self.request.user)
        except ExperienceError as error:
            messages.error(self.request, _("The tender is logged, but not sent yet. %(why)s") % {"why": error})
        else:
            messages.success(self.request, _("The tender is logged and was sent to the coordinators."))

    def page(self, form: UsedForm) -> HttpResponse:
        return self.show(form=form, entries=self.entries, unknown=self.read.unknown, basket=self.basket)

    @cached_property
    def basket(self) -> Basket:
        """The shared one that the address names, or the reader's own. Raises Http404 for a key of no basket."""
        key = self.request.GET.get("basket", "")
        if not key:
            return load_basket(self.request)
        shared = SharedBasket.objects.filter(key=key.lower()).first()
        try:
            return basket_of(shared.content) if shared else _none(key)
        except BasketError:
            return _none(key)

    @cached_property
    def read(self) -> Pasted:
        return read_basket(self.basket, on=localdate())

    @property
    def entries(self) -> list[AnnexEntry]:
        """What will be logged, in the order of the basket."""
        cited = {(row.version_id, row.level) for row in self.read.cited}
        annex = make_annex(self.basket, language=get_language() or settings.LANGUAGE_CODE, on=localdate())
        order = {item.key: place for place, item in enumerate(self.basket.items)}
        shown = [entry for entry in annex.entries if (entry.version.pk, entry.item.level) in cited]
        return sorted(shown, key=lambda entry: order[entry.item.key])


def _none(key: str) -> Basket:
    raise Http404(key)
