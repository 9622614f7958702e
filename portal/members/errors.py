"""What can go wrong with members, in words for the person who has to mend it."""

from django.utils.translation import gettext_lazy as _

from portal.core.errors import Refusal


class MembersError(Refusal):
    """A rule of members was broken."""


class AlreadyColleague(MembersError):
    message = _("%(thing)s works for %(organisation)s already. Change the role in the list of colleagues instead.")


class LastEditor(MembersError):
    message = _(
        "%(thing)s is the last who can edit for %(organisation)s. Give another colleague the role of city editor first."
    )


class InvitationClosed(MembersError):
    message = _("This invitation was used, taken back or has expired. Ask whoever invited you for a new one.")


class ChangedMeanwhile(MembersError):
    message = _(
        "What stands here about %(thing)s was changed meanwhile, in another window or by a colleague."
        " Compare both texts and save again."
    )


class NothingToRepeat(MembersError):
    message = _("%(thing)s has no figures of an earlier year to use again. Add a volume instead.")


class PageLocked(MembersError):
    message = _("The page of %(thing)s is locked by a coordinator. Ask the coordinators to unlock it.")


class PageArranged(MembersError):
    message = _(
        "A coordinator has given the page of %(thing)s headings, quotations or links, which plain text would remove."
        " Copy your text and ask the coordinators to put it in."
    )
