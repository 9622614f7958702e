"""What can go wrong in the registry, in words for the person who has to mend it."""

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
