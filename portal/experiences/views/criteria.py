"""The criteria that a tender used: added in three ways, told about one by one, put in order."""

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.experiences.errors import ExperienceError
from portal.experiences.finding import find_versions
from portal.experiences.forms.answers import TaskForm
from portal.experiences.forms.criteria import CriteriaForm, key_of
from portal.experiences.models import Edition
from portal.experiences.services.criteria import add_criteria, merged
from portal.experiences.services.reading import Pasted, read_basket, read_pasted
from portal.experiences.services.writing import save
from portal.experiences.tasks import Cited, Task
from portal.experiences.views.area_tasks import CHECK, TaskPage, TaskView
from registry.views.basket_session import load_basket

REMOVED = "removed_criteria"  # in the session, by record: the row that was removed last, and its place
NOTHING = Pasted((), ())


class CriteriaView(TaskView):
    """Every button saves what was typed, then does its own step: add, move, remove, put back.

    What was pasted is read by every button, so that none loses it.
    """

    only = Task.CRITERIA
    more = NOTHING  # what was read from a pasted text or the basket
    added = 0

    def form(self, edition: Edition, data: Any = None) -> TaskForm:
        return CriteriaForm(edition, data)

    def save(self, form: TaskForm) -> None:
        step, _colon, key = self.request.POST.get("do", "").partition(":")
        said: list[Cited] = form.values()["criteria"]
        rows, removed = self.after_step(form, said, step, key)
        if step != "autosave":
            rows = self.with_more(rows, step, form)
        seen = form.cleaned_data.get("seen", "")
        save(self.experience.pk, self.task, {"criteria": rows}, seen=seen, actor=self.request.user)
        if step in ("remove", "undo", "continue"):
            self.remember(removed)

    def after_step(self, form: TaskForm, rows: list[Cited], step: str, key: str) -> tuple[list[Cited], Any]:
        """The rows after a step, and what it has taken away: the row and its place."""
        keys = [row.key for row in cast(CriteriaForm, form).rows]
        if step == "undo" and (gone := self.removed):
            row, place = gone
            return (rows, None) if key_of(row) in keys else ([*rows[:place], row, *rows[place:]], None)
        if key not in keys:
            return rows, None
        place = keys.index(key)
        if step in ("up", "down"):
            other = place - 1 if step == "up" else place + 1
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
        if step == "remove":
            return [*rows[:place], *rows[place + 1 :]], (rows[place], place)
        return rows, None

    def with_more(self, rows: list[Cited], step: str, form: TaskForm) -> list[Cited]:
        """The rows, and those of a pasted text or of the basket. Raises TooManyCriteria."""
        if step == "basket":
            self.more = read_basket(load_basket(self.request), on=localdate())
        elif pasted := form.cleaned_data.get("pasted"):
            self.more = read_pasted(pasted, on=localdate())
        longer = merged(self.experience, rows, self.more.cited)
        self.added = len(longer) - len(rows)
        return longer

    def go_on(self, step: str) -> HttpResponse:
        """On, to what is searched, or back to the list; there stands what was not understood of a pasted text."""
        name, _colon, key = step.partition(":")
        self.tell(name)
        wanted = self.request.POST.get("find", "").strip()[:100]
        if self.more.unknown and not (name == "find" and wanted):
            form = CriteriaForm(self.edition_now())
            form.initial["pasted"] = "" if name == "basket" else "\n".join(row.text for row in self.more.unknown)
            form.initial["find"] = wanted
            return self.page(form)
        if name != "continue" and wanted:
            for piece in self.more.unknown:
                messages.error(self.request, piece.why)
            return redirect(f"{_finding(self)}?{urlencode({'q': wanted})}")
        if name in ("save", "continue"):
            return super().go_on(step)
        return redirect(f"{self.address(key)}#row-{key}" if key else self.address())

    def tell(self, name: str) -> None:
        if self.added:
            text = ngettext("%(count)d criterion was added.", "%(count)d criteria were added.", self.added)
            messages.success(self.request, text % {"count": self.added})
        elif self.more.cited:
            messages.info(self.request, _("All of these are in the list already."))
        elif name == "paste" and not self.more.unknown:
            messages.error(self.request, _("Nothing was pasted. Paste a link or citations into the field first."))

    def page(self, form: TaskForm, status: int = 200) -> HttpResponse:
        self.template = "experiences/area/criteria.html"
        return self.show(
            status,
            form=form,
            form_url=self.address(),
            unknown=self.more.unknown,
            opened=self.request.GET.get("open", ""),
            removed=self.removed and self.removed[0],
            basket_size=len(load_basket(self.request).items),
        )

    def address(self, opened: str = "") -> str:
        """Of this page, with one row open."""
        known = {"open": opened, "from": CHECK if self.request.GET.get("from") == CHECK else ""}
        query = urlencode({name: value for name, value in known.items() if value})
        return self.request.path + (f"?{query}" if query else "")

    @property
    def removed(self) -> tuple[Cited, int] | None:
        """The row that was removed last, and where it stood."""
        stored = self.request.session.get(REMOVED, {}).get(self.experience.reference)
        return (Cited(*stored[0]), stored[1]) if stored else None

    def remember(self, removed: tuple[Cited, int] | None) -> None:
        stored = dict(self.request.session.get(REMOVED, {}))
        if removed is None and self.experience.reference not in stored:
            return
        stored.pop(self.experience.reference, None)
        self.request.session[REMOVED] = {**stored, self.experience.reference: removed} if removed else stored


class FindCriteriaView(TaskPage):
    """Versions by code or title, each level with a button that adds it."""

    only = Task.CRITERIA
    template = "experiences/area/criteria_find.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if shut := self.shut():
            return shut
        wanted = request.GET.get("q", "").strip()[:100]
        finding = find_versions(wanted, language=get_language() or settings.LANGUAGE_CODE, on=localdate())
        return self.show(wanted=wanted, finding=finding, count=self.edition.citations.count())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add what a button names, on top of whatever the record cites by now."""
        more = read_pasted(request.POST.get("item", ""), on=localdate())
        try:
            added = add_criteria(self.experience.pk, more.cited, actor=self.request.user)
        except ExperienceError as error:
            messages.error(request, str(error))
            return redirect(request.get_full_path())
        for piece in more.unknown:
            messages.error(request, piece.why)
        names = {"names": request.POST.get("item", "")}
        if added:
            messages.success(request, _("%(names)s was added.") % names)
        elif more.cited:
            messages.info(request, _("%(names)s is in the list already.") % names)
        return redirect(request.get_full_path())

    def above(self) -> list[tuple[str, str]]:
        page = reverse("tenders:criteria", args=[self.experience.reference])
        return [*super().above(), (str(Task.CRITERIA.label), page)]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        self.title = gettext_lazy("Find criteria")
        return super().show(status, **context)


def _finding(view: CriteriaView) -> str:
    return reverse("tenders:find-criteria", args=[view.experience.reference])
