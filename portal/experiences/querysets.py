"""Questions about tender experiences. A reader's questions go to faces, and name the viewer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from portal.core.sent_once import SentOnceQuerySet
from portal.core.viewer import Viewer
from portal.experiences.enums import ENDED_STAGES, WORKING_STATES, Audience, Standing, State, Waiting
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

OLD_AFTER = timedelta(days=30)  # without a change, a draft may have been forgotten


class TenderExperienceQuerySet(models.QuerySet["TenderExperience"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of which the rule ``experiences.read`` says yes: whose face for this viewer exists."""
        from portal.experiences.models import Face  # the models import this module

        return self.filter(pk__in=Face.objects.visible_to(viewer).values("experience"))

    def tombstones_for(self, viewer: Viewer) -> Self:
        """Those that were retracted, for whoever could read them until then: to others they never were there."""
        seen = Q(current__visibility=Audience.EVERYONE) | Q(organisation__in=organisations_of(viewer))
        if MEMBERS in viewer.audiences:
            seen |= Q(current__visibility=Audience.MEMBERS)
        return self.exclude(retracted_at=None).filter(seen)

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

    def citing(self, version_pk: int) -> Self:
        """Those of members that cite a version, as published or as somebody is writing them; not what was retracted."""
        from portal.experiences.models import Edition  # the models import this module

        editions = Edition.objects.filter(citations__version=version_pk)
        here = Q(current__in=editions) | Q(editions__in=editions.in_work())
        return self.filter(here, retracted_at=None, organisation__isnull=False).distinct()

    def with_waiting(self, *, now: datetime) -> Self:
        """Add ``waits``: the ``Waiting`` of what its authors should see to, empty for nothing."""
        return self.annotate(waits=_waits(now))

    def waiting_for(self, waiting: str) -> Self:
        """Those of ``with_waiting`` that want this of their authors."""
        return self.filter(waits=waiting)

    def all_waiting(self, *, now: datetime) -> list[tuple[str, str]]:
        """Reference and ``Waiting`` of each one that wants something of its authors."""
        rows = self.annotate(waits=_waits(now)).exclude(waits="").order_by("pk")
        return list(rows.values_list("reference", "waits"))

    def for_area(self, *, now: datetime) -> Self:
        """What the members' list shows, in two queries: what was changed last comes first."""
        from portal.experiences.models import Edition  # the models import this module

        newest = Edition.objects.filter(experience=OuterRef("pk")).order_by("-number").values("changed_at")[:1]
        working = Prefetch("editions", Edition.objects.in_work(), to_attr="in_work")
        rows = self.with_waiting(now=now).annotate(changed_at=Subquery(newest))
        return rows.select_related("organisation", "current").prefetch_related(working).order_by("-changed_at", "-pk")

    def for_inbox(self) -> Self:
        """What coordinators list, in one query: what waits for them first, the oldest on top; then the newest.

        Of what authors write they see nothing before it is sent: titles are those of the submission that waits, else
        of what was published.
        """
        from portal.experiences.models import Edition  # the models import this module

        editions = Edition.objects.filter(experience=OuterRef("pk"))
        waiting = FilteredRelation("editions", condition=Q(editions__state=State.SUBMITTED))
        standing = Case(
            When(waiting__isnull=False, then=Value(Standing.WAITING)),
            When(Exists(editions.filter(state=State.RETURNED)), then=Value(Standing.RETURNED)),
            When(retracted_at__isnull=False, then=Value(Standing.RETRACTED)),
            When(current__isnull=False, then=Value(Standing.PUBLISHED)),
            default=Value(Standing.WITH_AUTHORS),
            output_field=CharField(),
        )
        rows = self.filter(Exists(editions.filter(submission__gt=0)) | Q(current__isnull=False))
        return (
            rows.annotate(waiting=waiting)
            .annotate(since=F("waiting__submitted_at"), standing=standing)
            .annotate(title=Coalesce(F("waiting__title"), F("current__title"), Value("")))
            .annotate(language=Coalesce(F("waiting__language"), F("current__language"), Value("")))
            .select_related("organisation", "current")
            .order_by(F("since").asc(nulls_last=True), "-created_at", "-pk")
        )


def _waits(now: datetime) -> Case:
    from portal.experiences.models import Edition  # the models import this module

    working = Edition.objects.in_work().filter(experience=OuterRef("pk"))
    old = working.filter(state=State.DRAFT, changed_at__lt=now - OLD_AFTER)
    said_nothing = Q(current__bids=None, current__price_outcome="", current__challenge="", current__again="")
    has_ended = Q(current__stage__in=ENDED_STAGES) | Q(current__year__lt=localdate(now).year)
    untold = Q(current__isnull=False, retracted_at=None) & said_nothing & has_ended & ~Exists(working)
    return Case(
        When(Exists(working.filter(state=State.RETURNED)), then=Value(Waiting.RETURNED)),
        When(Exists(old), then=Value(Waiting.OLD_DRAFT)),
        When(untold, then=Value(Waiting.UNTOLD)),
        default=Value(""),
        output_field=CharField(),
    )


class EditionQuerySet(models.QuerySet["Edition"]):
    def with_rows(self) -> Self:
        """All that ``showing.shown_to`` and ``statements.parts_of`` read."""
        rows = ("suppliers", "lessons", "documents", "citations__version__criterion")
        return self.select_related("experience__organisation").prefetch_related(*rows)

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

    def with_reach(self) -> Self:
        """Add ``is_public``: whether everyone sees something of the experience."""
        public = self.model._default_manager.filter(experience=OuterRef("experience"), audience=Audience.EVERYONE)
        return self.annotate(is_public=Exists(public))

    def generation(self) -> tuple[int, int]:
        """Another one whenever a face came or went: what was counted over faces holds for as long as it is the same.

        Faces never change: each publication and retraction replaces them, and no key is given twice. Keys are added up
        because the newest one says too little: of two publications at once the later may have the lower keys.
        """
        found = self.aggregate(count=Count("pk"), keys=Sum("pk"))
        return found["count"], found["keys"] or 0

    def real(self) -> Self:
        """Without those of fictional members, which are counted in no figure."""
        return self.exclude(organisation__is_fictional=True)


class FaceCitationQuerySet(models.QuerySet["FaceCitation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(seen_by(viewer, "face__"))

    def real(self) -> Self:
        return self.exclude(face__organisation__is_fictional=True)


class CriterionFeedbackQuerySet(SentOnceQuerySet["CriterionFeedback"]):
    def counting(self) -> Self:
        """Without what guests have said whose address is not proved: nobody reads that."""
        return self.exclude(organisation=None, verified_at=None)

    def visible_to(self, viewer: Viewer, *, or_withdrawn_of: Sequence[int] = ()) -> Self:
        """Members read all that is said; nobody else does. What was withdrawn is gone, but for its own people."""
        if MEMBERS not in viewer.audiences:
            return self.none()
        return self.counting().filter(Q(withdrawn_at=None) | Q(organisation__in=or_withdrawn_of))

    def for_page(self) -> Self:
        """All that the page of a criterion shows, in one query: open points first, the newest of them on top."""
        rows = self.select_related("version__criterion", "organisation")
        return rows.order_by(F("answered_at").asc(nulls_first=True), "-given_at", "-pk")

    def open(self) -> Self:
        return self.counting().filter(answered_at=None, withdrawn_at=None)

    def for_inbox(self) -> Self:
        """All that the coordinators' list shows, in one query: open points first, the oldest of them on top."""
        rows = self.counting().filter(withdrawn_at=None).select_related("version__criterion", "organisation")
        return rows.order_by(F("answered_at").asc(nulls_first=True), "given_at", "pk")
