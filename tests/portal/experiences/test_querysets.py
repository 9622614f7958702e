"""Questions about tender experiences: one face a reader, one row an experience, one query however many there are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.viewer import VISITOR
from portal.experiences.enums import Audience, State
from portal.experiences.models import CriterionFeedback, Edition, Face, FaceCitation, TenderExperience
from portal.experiences.services.moving import retract
from portal.members.enums import OrganisationKind
from portal.members.viewers import viewer_of
from tests.factories.accounts import MembershipFactory, city_editor, coordinator
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceFactory,
    FeedbackFactory,
    SubmittedFactory,
    published,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


def case(**facts):
    return published(EditionFactory(experience__organisation=None, experience__buyer="A ministry", **facts))


def audiences(user):
    return list(Face.objects.visible_to(viewer_of(user)).order_by("experience_id").values_list("audience", flat=True))


def test_each_reader_sees_the_face_of_the_narrowest_audience_they_belong_to():
    own, other = published(), published()
    case()
    member = MembershipFactory(organisation=own.organisation).user

    assert audiences(member) == ["own", "members", "members"]
    assert audiences(coordinator()) == ["members"] * 3
    assert list(Face.objects.visible_to(VISITOR).values_list("audience", flat=True)) == ["everyone"] * 3
    assert {own, other} <= set(TenderExperience.objects.visible_to(VISITOR))


def test_colleague_of_two_organisations_sees_one_face_of_each():
    first, second = published(visibility=Audience.MEMBERS), published()
    user = MembershipFactory(organisation=first.organisation).user
    MembershipFactory(organisation=second.organisation, user=user)

    assert audiences(user) == ["own", "own"]


def test_people_of_a_supporter_see_their_own_as_their_own_and_the_rest_as_everyone():
    own, _shared, _public = published(visibility=Audience.MEMBERS), published(visibility=Audience.MEMBERS), published()
    own.organisation.kind = OrganisationKind.SUPPORTER
    own.organisation.save()

    assert audiences(MembershipFactory(organisation=own.organisation).user) == ["own", "everyone"]


def test_citations_are_those_of_the_face_that_the_reader_sees():
    edition = EditionFactory(criteria_visibility=Audience.MEMBERS)
    CitationFactory(edition=edition, version=(version := VersionFactory()))
    published(edition)

    assert list(FaceCitation.objects.visible_to(VISITOR)) == []
    assert [row.version for row in FaceCitation.objects.visible_to(viewer_of(city_editor()))] == [version]


def test_fictional_members_are_counted_in_no_figure_and_public_cases_are():
    fictional = published(EditionFactory(experience__organisation=OrganisationFactory(is_fictional=True)))
    real, from_sources = published(), case()

    faces = Face.objects.visible_to(VISITOR)
    assert {face.experience for face in faces} == {fictional, real, from_sources}
    assert {face.experience for face in faces.real()} == {real, from_sources}


def test_faces_know_whether_everyone_sees_something():
    open_one, shut = published(), published(visibility=Audience.MEMBERS)

    rows = Face.objects.visible_to(viewer_of(city_editor())).with_reach()

    assert {row.experience: row.is_public for row in rows} == {open_one: True, shut: False}


@pytest.mark.parametrize(
    ("visibility", "for_visitor", "for_member"), [(Audience.EVERYONE, 1, 1), (Audience.MEMBERS, 0, 1)]
)
def test_tombstone_is_for_whoever_could_read_the_record(visibility, for_visitor, for_member):
    experience = published(visibility=visibility)
    retract(experience.pk, reason="Wrong.", actor=city_editor(experience.organisation))

    tombs = TenderExperience.objects.tombstones_for
    assert tombs(VISITOR).count() == for_visitor
    assert tombs(viewer_of(city_editor())).count() == for_member
    assert tombs(viewer_of(MembershipFactory(organisation=experience.organisation).user)).count() == 1


def test_what_is_in_work_is_at_most_one_edition_and_what_is_published_stays_apart():
    experience = published()
    draft = EditionFactory(experience=experience, number=2)

    assert list(experience.editions.in_work()) == [draft]
    assert list(experience.editions.published()) == [experience.current]


def test_what_waits_longest_comes_first():
    late = SubmittedFactory(submitted_at=timezone.now())
    early = SubmittedFactory(submitted_at=timezone.now() - timedelta(days=2))
    EditionFactory(state=State.RETURNED)

    assert list(Edition.objects.waiting()) == [early, late]


def test_coordinator_finds_an_experience_of_many_editions_once():
    experience = published()
    for number in (2, 3):
        EditionFactory(experience=experience, number=number, state=State.PUBLISHED, submission=1)

    assert list(TenderExperience.objects.work_visible_to(coordinator())) == [experience]


def test_colleague_of_a_member_and_coordinator_finds_own_drafts_and_what_was_sent():
    user = coordinator()
    own = EditionFactory(experience=ExperienceFactory(organisation=user.memberships.get().organisation)).experience
    sent = SubmittedFactory().experience
    EditionFactory()

    assert set(TenderExperience.objects.work_visible_to(user)) == {own, sent}


def test_members_read_feedback_until_it_is_withdrawn():
    shown = FeedbackFactory()
    FeedbackFactory(withdrawn_at=timezone.now())

    assert list(CriterionFeedback.objects.visible_to(viewer_of(city_editor()))) == [shown]
    assert list(CriterionFeedback.objects.visible_to(VISITOR)) == []


def test_feedback_is_open_until_it_is_answered_or_withdrawn():
    waiting = FeedbackFactory()
    FeedbackFactory(answered_at=timezone.now(), answer="Yes.")
    FeedbackFactory(withdrawn_at=timezone.now())

    assert list(CriterionFeedback.objects.open()) == [waiting]


@pytest.mark.parametrize("count", [1, 3])
def test_asking_what_a_reader_sees_is_one_query(django_assert_num_queries, count):
    for _ in range(count):
        published()
    viewer = viewer_of(city_editor())

    with django_assert_num_queries(1):
        assert len(TenderExperience.objects.visible_to(viewer)) == count
    with django_assert_num_queries(1):
        assert len(Face.objects.visible_to(viewer).with_reach()) == count


@pytest.mark.parametrize("count", [1, 3])
def test_asking_what_somebody_may_write_is_one_query(django_assert_num_queries, count):
    user = city_editor(organisation := OrganisationFactory())
    for _ in range(count):
        EditionFactory(experience=ExperienceFactory(organisation=organisation))

    with django_assert_num_queries(1):
        assert len(TenderExperience.objects.writable_by(user)) == count


def test_publication_that_ends_after_a_later_one_is_another_generation():
    """Its faces take the places of others, and none of them has the newest key."""
    first, last = published().faces.order_by("pk")[0], published().faces.order_by("pk")[0]
    Face.objects.filter(pk=last.pk).update(id=last.pk + 1000)
    before = Face.objects.generation()
    Face.objects.filter(pk=first.pk).update(id=last.pk + 500)

    assert Face.objects.generation() != before
