"""What the coordinators' pages in the Wagtail admin share, whatever they moderate."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import ngettext
from django.views.generic import View

from portal.core.access import require

if TYPE_CHECKING:
    from portal.accounts.models import User


class ForCoordinators(View):
    """Raises PermissionDenied, which Wagtail turns into its own answer, unless the visitor has ``permission``.

    Wagtail lets superusers in everywhere; the rules do not.
    """

    permission: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user, self.permission)
        return super().dispatch(request, *args, **kwargs)

    @property
    def coordinator(self) -> "User":
        return cast("User", self.request.user)  # the rule has asked


@dataclass(frozen=True)
class Check:
    """What somebody would otherwise look up by hand: a sentence, fine or a warning, that decides nothing."""

    is_fine: bool
    sentence: str


def in_days(number: int) -> str:
    """ "12 days"."""
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
