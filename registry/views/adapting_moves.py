"""A newer release below an adaptation: what becomes of each change, what to decide, and the move itself."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from registry.diffs.adapted import members_of, pinned_by
from registry.diffs.move_rows import MoveRow, decided, move_rows
from registry.errors import RegistryError, StaleDraft, Undecided
from registry.models import Release
from registry.services.adapting import moves_to, rebase_adaptation
from registry.views.adapting import language, newest_releases
from registry.views.adapting_draft import UnderDraft


class MoveAdaptationView(UnderDraft):
    """Puts the newest release below a draft. Nothing is decided for the city but what needs no decision."""

    template = "registry/adapting/move.html"
    permission = "registry.edit_adaptation"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(None)

    def post(self, request: HttpRequest) -> HttpResponse:
        release = self.newer()
        if release is None:
            return self.page(None)
        decisions, values = decided(self.rows(release, request.POST.dict()), language())
        seen = request.POST.get("seen", "")
        try:
            rebase_adaptation(
                self.draft.pk,
                release,
                decisions=decisions,
                values=values,
                seen=int(seen) if seen.isdecimal() else 0,
                on=localdate(),
                actor=self.request.user,
            )
        except StaleDraft:
            self.draft.refresh_from_db()
            fault = _("It was changed meanwhile. Look again at what to decide.")
            return self.page(request.POST.dict(), fault=fault, status=409)
        except Undecided:
            return self.page(request.POST.dict(), fault=_("Something is not decided yet. Look at what is marked."))
        except RegistryError as error:
            return self.page(request.POST.dict(), fault=str(error))
        messages.success(request, _("The draft now stands on %(release)s.") % {"release": release})
        return redirect(self.draft)

    def page(self, said: Mapping[str, str] | None, *, fault: str = "", status: int = 200) -> HttpResponse:
        release = self.newer()
        self.title = _("Move to the newest release")
        rows = self.rows(release, said) if release else []
        return self.show(
            status,
            release=release,
            fault=fault,
            open=[row for row in rows if not row.is_settled],
            settled=[row for row in rows if row.is_settled],
        )

    def newer(self) -> Release | None:
        """The newest release of the set, if the draft stands on an older one."""
        newest = newest_releases().get(self.draft.criteria_set_id)
        return newest if newest and newest.number > self.draft.release.number else None

    def rows(self, release: Release, said: Mapping[str, str] | None) -> list[MoveRow]:
        old, new = (members_of(pinned_by(each)) for each in (self.draft.release, release))
        return move_rows(moves_to(self.draft, release), old, new, said)
