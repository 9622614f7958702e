"""Questions about tender experiences. A reader's questions go to faces, and name the viewer."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from portal.core.viewer import Viewer
from portal.experiences.enums import WORKING_STATES, Audience, State
from portal.members.enums import OrganisationKind
from portal.members.rules import is_coordinator, is_signed_in
from portal.members.viewers import MEMBERS, organisations_of

if TYPE_CHECKING:
    from portal.experiences.models import (  # noqa: F401  (named in the base classes)
        CriterionFeedback,
        Edition,
        Face,
        FaceCitation,
        TenderExperience,
    )


class TenderExperienceQuerySet(models.QuerySet["TenderExperience"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of which the rule ``experiences.read`` says yes: whose face for this viewer exists."""
        from portal.experiences.models import Face  # the models import this module

        return self.filter(pk__in=Face.objects.visible_to(viewer).values("experience"))

    def writable_by(self, actor: object) -> Self:
        """Those of which the rule ``experiences.write`` says yes to an actor."""
        if not is_signed_in(actor):
            return self.none()
        mine = Q(organisation__memberships__user=actor, organisation__kind=OrganisationKind.PUBLIC_BUYER)
        return self.filter(mine).distinct()

    def work_visible_to(self, actor: object) -> Self:
        """Those of which the rule ``experiences.see_work`` says yes to an actor."""
        own = self.writable_by(actor)
        if not is_coordinator(actor):
            return own
        return self.filter(Q(pk__in=own.values("pk")) | Q(editions__submission__gt=0)).distinct()


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_work(self) -> Self:
        return self.filter(state__in=WORKING_STATES)

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def waiting(self) -> Self:
        """With the coordinators, the oldest first."""
        return self.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")


def seen_by(viewer: Viewer, prefix: str = "") -> Q:
    """Of each experience the one face that a viewer sees: that of the narrowest audience the viewer belongs to."""
    audience, organisation = f"{prefix}audience", f"{prefix}organisation__in"
    shared = Q(**{audience: Audience.MEMBERS if MEMBERS in viewer.audiences else Audience.EVERYONE})
    own = organisations_of(viewer)
    if not own:
        return shared
    return (shared & ~Q(**{organisation: own})) | Q(**{audience: Audience.OWN, organisation: own})


class FaceQuerySet(models.QuerySet["Face"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One face an experience, the one that this viewer sees."""
        return self.filter(seen_by(viewer))

    def real(self) -> Self:
        """Without those of fictional members, which are counted in no figure."""
        return self.exclude(organisation__is_fictional=True)


class FaceCitationQuerySet(models.QuerySet["FaceCitation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(seen_by(viewer, "face__"))

    def real(self) -> Self:
        return self.exclude(face__organisation__is_fictional=True)


class CriterionFeedbackQuerySet(models.QuerySet["CriterionFeedback"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members read all that members say; nobody else does. What was withdrawn is gone."""
        shown = self.filter(withdrawn_at=None)
        return shown if MEMBERS in viewer.audiences else shown.none()

    def open(self) -> Self:
        return self.filter(answered_at=None, withdrawn_at=None)
