"""In any world of tender experiences, a queryset finds exactly what the rule says yes to."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.core.access import can
from portal.experiences.enums import Audience, State
from portal.experiences.models import CriterionFeedback, Face, FaceCitation, TenderExperience
from portal.experiences.services.copying import copy_edition
from portal.experiences.services.faces import write_faces
from portal.members.enums import OrganisationKind, Role
from portal.members.models import Membership
from portal.members.viewers import organisations_of, viewer_of
from tests.access.test_querysets import allowed, found
from tests.factories.accounts import UserFactory
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceFactory,
    FeedbackFactory,
    SuggestionFactory,
    published,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db

COURSES = ("draft", "sent", "returned", "published", "corrected", "retracted")
SHARED = [Audience.MEMBERS, Audience.EVERYONE]
people = st.fixed_dictionaries({"is_active": st.booleans(), "is_superuser": st.booleans()})
organisations = st.fixed_dictionaries({"kind": st.sampled_from(OrganisationKind), "is_fictional": st.booleans()})
experiences = st.fixed_dictionaries(
    {
        "owner": st.integers(0, 2) | st.none(),  # None: a case from public sources
        "course": st.sampled_from(COURSES),
        "visibility": st.sampled_from(SHARED),
        "criteria_visibility": st.sampled_from(Audience),
    }
)
worlds = st.fixed_dictionaries(
    {
        "organisations": st.lists(organisations, min_size=3, max_size=3),
        "people": st.lists(people, min_size=1, max_size=3),
        "roles": st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 2)), st.sampled_from(Role), max_size=5),
        "experiences": st.lists(experiences, min_size=1, max_size=4),
        "feedback": st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=3),  # whose; withdrawn?
        "suggestions": st.lists(st.tuples(st.booleans(), st.booleans()), max_size=3),  # proved? withdrawn?
    }
)


def build(world, version):
    """The actors of a world, with its rows in the database."""
    places = [OrganisationFactory.create(**fields) for fields in world["organisations"]]
    users = [UserFactory.create(**fields) for fields in world["people"]]
    Membership.objects.bulk_create(
        Membership(user=users[person], organisation=places[place], role=role)
        for (person, place), role in world["roles"].items()
        if person < len(users)
    )
    for fields in world["experiences"]:
        make(places, version, **fields)
    for place, is_withdrawn in world["feedback"]:
        withdrawn_at = timezone.now() if is_withdrawn else None
        FeedbackFactory.create(organisation=places[place], version=version, withdrawn_at=withdrawn_at)
    for is_proved, is_withdrawn in world["suggestions"]:
        moments = {"verified_at": is_proved, "withdrawn_at": is_withdrawn}
        SuggestionFactory.create(
            version=version, **{name: timezone.now() if is_past else None for name, is_past in moments.items()}
        )
    return [*users, AnonymousUser()]


def make(places, version, *, owner, course, **facts):
    """One experience whose course was this."""
    whose = {"organisation": None, "buyer": "A ministry"} if owner is None else {"organisation": places[owner]}
    state = {"sent": State.SUBMITTED, "returned": State.RETURNED}.get(course, State.DRAFT)
    edition = EditionFactory.create(
        experience=ExperienceFactory(**whose), state=state, submission=int(state != State.DRAFT), **facts
    )
    CitationFactory(edition=edition, version=version)
    if course in ("published", "corrected", "retracted"):
        experience = published(edition)
        if course == "corrected":
            copy_edition(experience.current)
        if course == "retracted":
            experience.retracted_at, experience.retraction_reason = experience.published_at, "Wrong."
            experience.save()
            write_faces(experience)


def each_world(check):
    """Call ``check`` with the actors of a hundred worlds, whose rows are taken back."""
    version = VersionFactory()

    @given(worlds)
    def run(world):
        with transaction.atomic():
            check(build(world, version))
            transaction.set_rollback(True)

    run()


def test_querysets_agree_with_the_rules():
    def check(actors):
        for actor in actors:
            rows = TenderExperience.objects
            assert found(rows.visible_to(viewer_of(actor))) == allowed(actor, "experiences.read", TenderExperience)
            assert found(rows.writable_by(actor)) == allowed(actor, "experiences.write", TenderExperience)
            assert found(rows.work_visible_to(actor)) == allowed(actor, "experiences.see_work", TenderExperience)

    each_world(check)


def test_reader_sees_one_face_of_each_experience_and_their_own_of_their_own():
    def check(actors):
        for actor in actors:
            viewer = viewer_of(actor)
            faces = list(Face.objects.visible_to(viewer).select_related("experience"))
            assert len(faces) == len({face.experience_id for face in faces})
            assert {face.experience_id for face in faces} == allowed(actor, "experiences.read", TenderExperience)
            for face in faces:
                is_own = face.organisation_id in organisations_of(viewer)
                shared = Audience.MEMBERS if can(actor, "experiences.see_feedback") else Audience.EVERYONE
                assert face.audience == (Audience.OWN if is_own else shared)

    each_world(check)


def test_citations_that_a_reader_sees_are_those_of_the_faces_that_the_reader_sees():
    def check(actors):
        for actor in actors:
            viewer = viewer_of(actor)
            faces = set(Face.objects.visible_to(viewer).values_list("pk", flat=True))
            seen = FaceCitation.objects.visible_to(viewer)
            assert found(seen) == {row.pk for row in FaceCitation.objects.all() if row.face_id in faces}
            assert found(seen.real()) == {row.pk for row in seen if not row.face.experience.is_fictional}

    each_world(check)


def test_feedback_is_seen_by_those_who_may_see_feedback():
    def check(actors):
        rows = CriterionFeedback.objects.filter(withdrawn_at=None)
        there = {row.pk for row in rows if not row.is_of_guest or row.verified_at}
        for actor in actors:
            wanted = there if can(actor, "experiences.see_feedback") else set()
            assert found(CriterionFeedback.objects.visible_to(viewer_of(actor))) == wanted

    each_world(check)


def test_whoever_is_removed_reads_as_a_stranger_from_the_next_question_on():
    member = Membership.objects.create(user=UserFactory(), organisation=OrganisationFactory(), role=Role.MEMBER)
    own = published(EditionFactory(experience__organisation=member.organisation, visibility=Audience.MEMBERS))
    other = published(visibility=Audience.MEMBERS)
    before = found(TenderExperience.objects.visible_to(viewer_of(member.user)))

    member.delete()

    assert before == {own.pk, other.pk}
    assert found(TenderExperience.objects.visible_to(viewer_of(member.user))) == set()
