"""What can go wrong in the registry, in words for the person who has to mend it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from portal.core.errors import Refusal


class RegistryError(Refusal):
    """A rule of the registry was broken."""


class AlreadySealed(RegistryError):
    message = _("%(thing)s is sealed and never changes. Publish a new version instead.")


class NothingChanged(RegistryError):
    message = _("%(thing)s would be word for word the version it follows. There is nothing to seal.")


class NumberTaken(RegistryError):
    message = _(
        "%(thing)s exists already: somebody sealed it meanwhile. Look at it, then start again from the newest version."
    )


class NumberNotHigher(RegistryError):
    """``least`` is the number that a release gets by itself."""

    message = _("The changes of %(thing)s need %(least)s at least, and get it automatically. Choose a higher number.")


class KindChanged(RegistryError):
    message = _("%(thing)s cannot change its kind from %(old)s to %(new)s. Make a new criterion that replaces it.")


class OtherRegister(RegistryError):
    message = _("%(thing)s belongs to the register %(register)s. Name that register, or take a name of your own.")


class LineageCycle(RegistryError):
    message = _("%(thing)s would in the end replace itself through %(target)s. Remove one of the edges.")


class NoSuccessor(RegistryError):
    message = _("%(thing)s cannot be superseded: no published version follows it. Publish the successor first.")


class ReasonMissing(RegistryError):
    message = _("%(thing)s cannot be withdrawn without a reason. Say why, and what to use instead.")


class WordsMissing(RegistryError):
    message = _("The step on %(thing)s has no words in %(languages)s. Write them: everybody reads them.")


class DayPassed(RegistryError):
    message = _("%(thing)s cannot change on %(day)s: that day has passed. Name today or a later day.")


class ProposalWaits(RegistryError):
    message = _("A step of this kind waits for %(thing)s already. Confirm it, or take it back, before another one.")


class WithdrawalWaits(RegistryError):
    message = _("A withdrawal of %(thing)s waits for a second person already. Have it confirmed or taken back first.")


class ProposalClosed(RegistryError):
    message = _("The step on %(thing)s is “%(state)s” already. Propose another one if something is still wrong.")


class SuccessorsWrong(RegistryError):
    message = _("For this step on %(thing)s, name %(wanted)s that take its place. Choose among the other criteria.")


class OtherVersionWrong(RegistryError):
    message = _("%(thing)s is not followed by %(other)s. Name a later version of the same criterion, or none.")


class NotInForce(RegistryError):
    message = _(
        "%(thing)s is not in force (%(status)s), so nothing can follow or end it. Go on from the version in force."
    )


class TooEarly(RegistryError):
    message = _("%(thing)s takes effect on %(since)s, so nothing can follow it or end it on %(day)s. Name a later day.")


class WithdrawnMember(RegistryError):
    message = _("A release cannot hold %(thing)s: it is withdrawn. Take it out of the list of members.")


class CandidateMember(RegistryError):
    message = _("A release cannot hold %(thing)s: it is a candidate. Pin a final version.")


class MemberTwice(RegistryError):
    message = _("A release holds each criterion once, but %(thing)s is listed twice. Keep one of its versions.")


class EmptyRelease(RegistryError):
    message = _("A release of %(thing)s needs at least one member. List the criteria it holds.")


class DraftExists(RegistryError):
    message = _(
        "Somebody is drafting %(thing)s already. Work on that draft, or wait until it is published or abandoned."
    )


class StaleDraft(RegistryError):
    """``yours`` is what would have been saved, ``theirs`` what was saved meanwhile: both as plain JSON values."""

    message = _(
        "%(thing)s was saved meanwhile, in another window or by a colleague. Compare both texts and save again."
    )

    def __init__(self, thing: object, *, yours: object = None, theirs: object = None, **details: object) -> None:
        super().__init__(thing, **details)
        self.yours, self.theirs = yours, theirs


class DraftLocked(RegistryError):
    message = _("%(thing)s is locked for editing. Ask whoever locked it, or a coordinator, to unlock it.")


class StepNotPossible(RegistryError):
    message = _("%(thing)s is “%(state)s”, so this step is not possible now. Reload the page to see which steps are.")


class ReasonNeeded(RegistryError):
    message = _("This step on %(thing)s needs a reason that the others can read. Write one.")


class NotReady(RegistryError):
    message = _("%(thing)s cannot be put to the members yet: %(faults)s Mend this, then try again.")


class BaseMoved(RegistryError):
    message = _("%(thing)s starts from a text that %(head)s has followed. Abandon it and start again from %(head)s.")


class NothingDeclared(RegistryError):
    message = _("%(thing)s has no declaration that somebody could confirm. Declare first why the same bids comply.")


class NothingAsked(RegistryError):
    message = _("Nobody waits for an answer about %(thing)s. Reload the page to see what has happened meanwhile.")


class UnknownBlock(RegistryError):
    message = _("%(thing)s has no block or level “%(block)s”. Choose one of those on its page.")


class EmptyComment(RegistryError):
    message = _("The comment on %(thing)s has no words. Write what should change, and why.")


class ConsultationClosed(RegistryError):
    message = _("%(thing)s is no longer open for comments. Look at its page to see how it goes on.")


class ConsultationTooShort(RegistryError):
    message = _("The consultation on %(thing)s lasts until %(day)s. Open the vote on that day or later.")


class CommentsOpen(RegistryError):
    message = _("Comments on %(thing)s wait for an answer: %(count)s. Answer each of them first.")


class AnswerMissing(RegistryError):
    message = _("The comment on %(thing)s needs an answer that everybody can read. Write one.")


class AnsweredMeanwhile(RegistryError):
    message = _("Somebody has answered the comment on %(thing)s since you opened this page. Read that answer first.")


class SettingsChanged(RegistryError):
    message = _("Somebody has changed the rules of %(thing)s since you opened this page. Compare, then save again.")


class NoElectorate(RegistryError):
    message = _("Nobody could vote on %(thing)s: there is no member that is a public buyer. Add the members first.")


class VotingClosed(RegistryError):
    message = _("The vote on %(thing)s is closed. Look at its page to see how it ended.")


class LinkNotUsable(RegistryError):
    message = _("This link to %(thing)s was used, taken back or has expired. Ask whoever sent it for a new one.")


class CandidateReplaced(RegistryError):
    message = _("%(thing)s has changed since you opened this page. Read the new candidate, then decide.")


class NotPublishable(RegistryError):
    """``faults`` are the named faults of the preflight."""

    message = _("%(thing)s cannot be published yet: %(reasons)s Settle this, then publish again.")

    def __init__(self, thing: object, *, faults: Sequence[object] = (), **details: object) -> None:
        super().__init__(thing, **{"reasons": " ".join(map(str, faults)), **details})
        self.faults = faults


class NotAdaptable(RegistryError):
    """``faults`` are the named faults of what a city wants to change."""

    message = _("%(thing)s cannot be saved: %(reasons)s Mend this, then save again.")

    def __init__(self, thing: object, *, faults: Sequence[object] = (), **details: object) -> None:
        super().__init__(thing, **{"reasons": " ".join(map(str, faults)), **details})
        self.faults = faults


class AdaptationExists(RegistryError):
    message = _("There is an adaptation already: %(thing)s. Go on from that one.")


class ReleaseNotUsable(RegistryError):
    message = _("%(thing)s is not a published release of the same set. Choose another release.")


class Undecided(RegistryError):
    """``moved`` are the overrides that somebody has to decide on."""

    message = _("The new release changed what %(thing)s changes too: %(keys)s. Decide on each of them.")

    def __init__(self, thing: object, *, moved: Sequence[object] = (), **details: object) -> None:
        super().__init__(thing, **details)
        self.moved = moved


class CandidateClosed(RegistryError):
    message = _("%(thing)s is closed and takes no more translations. Translate the version that followed it.")


class NotTranslatable(RegistryError):
    message = _("%(thing)s is not translated into %(language)s. Choose another language of the site.")


class TranslationNotReady(RegistryError):
    message = _("%(thing)s cannot be handed in yet: %(faults)s Mend this, then try again.")


class RevisionLanded(RegistryError):
    message = _("%(newest)s was sealed since %(thing)s was begun. Take its texts over, then hand yours in again.")
