"""Who may do what with tender experiences. What a reader may see, the faces say (``models/face.py``)."""

from typing import TYPE_CHECKING

import rules

from portal.experiences.enums import Audience
from portal.experiences.grants import Guest
from portal.members.enums import OrganisationKind
from portal.members.rules import belongs_to, edits, is_administrator, is_coordinator, is_signed_in
from portal.members.viewers import MEMBERS, viewer_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.experiences.models import CriterionFeedback, TenderExperience
    from portal.members.models import Organisation


@rules.predicate
def is_buyers(actor: "User", organisation: "Organisation | None" = None) -> bool:
    """Works for this public buyer; a supporter has no tenders to tell of."""
    return (
        organisation is not None
        and organisation.kind == OrganisationKind.PUBLIC_BUYER
        and belongs_to(actor, organisation)
    )


@rules.predicate
def is_author(actor: "User", experience: "TenderExperience | None" = None) -> bool:
    """Works for the organisation whose experience it is."""
    return experience is not None and is_buyers(actor, experience.organisation)


@rules.predicate
def edits_for(actor: "User", experience: "TenderExperience | None" = None) -> bool:
    return experience is not None and edits(actor, experience.organisation)


@rules.predicate
def was_sent(actor: "User", experience: "TenderExperience | None" = None) -> bool:
    """A draft that was never sent is nobody's but its authors'."""
    return experience is not None and experience.editions.filter(submission__gt=0).exists()


@rules.predicate
def sent_it(actor: "User", experience: "TenderExperience | None" = None) -> bool:
    """Whoever sent an edition does not decide on it: four eyes."""
    return experience is not None and experience.editions.in_work().filter(submitted_by=actor).exists()


@rules.predicate
def is_shown(actor: "User", experience: "TenderExperience | None" = None) -> bool:
    """Published, not retracted, and meant for an audience that the actor belongs to."""
    if experience is None or experience.retracted_at is not None or experience.current is None:
        return False
    if experience.current.visibility == Audience.EVERYONE or belongs_to(actor, experience.organisation):
        return True
    return experience.current.visibility == Audience.MEMBERS and is_member(actor)


@rules.predicate
def is_member(actor: "User") -> bool:
    """Belongs to the audience "members": public buyers' people, and coordinators."""
    return is_signed_in(actor) and MEMBERS in viewer_of(actor).audiences


@rules.predicate
def is_members_of_buyer(actor: "User", feedback: "CriterionFeedback | None" = None) -> bool:
    """Works for the organisation that gave the feedback."""
    return feedback is not None and belongs_to(actor, feedback.organisation)


@rules.predicate
def is_its_guest(actor: object, feedback: "CriterionFeedback | None" = None) -> bool:
    """Has followed the link that was mailed to whoever made this suggestion, and has proved the address with it."""
    return (
        isinstance(actor, Guest)
        and feedback is not None
        and feedback.is_of_guest
        and feedback.verified_at is not None
        and actor.feedback_id == feedback.pk
    )


rules.add_perm("experiences.start", is_buyers)  # of an organisation
rules.add_perm("experiences.read", is_shown)
rules.add_perm("experiences.write", is_author)
rules.add_perm("experiences.see_work", is_author | (is_coordinator & was_sent))  # what is not published yet
rules.add_perm("experiences.read_inbox", is_coordinator)
# Superusers get no way around four eyes: they moderate only if they are coordinators too, and not what they sent.
rules.add_perm("experiences.moderate", is_coordinator & ~is_administrator & was_sent & ~sent_it)
rules.add_perm("experiences.retract", edits_for | (is_coordinator & ~is_administrator))
rules.add_perm("experiences.give_feedback", is_member)
rules.add_perm("experiences.see_feedback", is_member)
rules.add_perm("experiences.answer_feedback", is_coordinator & ~is_administrator)
rules.add_perm("experiences.withdraw_feedback", is_members_of_buyer | is_its_guest)
rules.add_perm("experiences.follow_suggestion", is_its_guest)  # to make one needs no rule, but a proved address
