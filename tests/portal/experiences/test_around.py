"""What stands around an experience on its page."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from portal.core.viewer import VISITOR, Viewer
from portal.experiences.around import MOST_RELATED, around
from portal.experiences.enums import Audience, State
from portal.experiences.models import Edition, Face
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db
MEMBER = Viewer(("everyone", "members"))
MAY, JUNE = datetime(2026, 5, 4, 12, tzinfo=UTC), datetime(2026, 6, 8, 12, tzinfo=UTC)


def tell(*versions, **facts):
    edition = EditionFactory(**facts)
    for position, version in enumerate(versions):
        CitationFactory(edition=edition, version=version, position=position)
    return published(edition)


def surroundings(experience, viewer=VISITOR, *, is_signed_in=False):
    face = Face.objects.visible_to(viewer).select_related("experience__organisation").get(experience=experience)
    return around(face, viewer, is_signed_in=is_signed_in)


def corrected(experience, **facts):
    """A second edition, published by the portal itself."""
    return published(EditionFactory(experience=experience, number=2, **facts))


def test_reference_names_buyer_title_and_address():
    experience = tell(title="Phones", experience__organisation__name="City of Lund", experience__reference="TE-A")
    Face.objects.update(published_at=MAY)

    assert surroundings(experience).reference.plain == (
        f"Joint Demand: City of Lund: Phones. TE-A (2026). http://127.0.0.1:8000/en/experiences/{experience.slug}/"
    )


def test_addresses_are_those_of_the_experience():
    experience = tell()

    found = surroundings(experience)

    assert (found.path, found.json_url) == (
        f"/en/experiences/{experience.slug}/",
        f"/en/experiences/{experience.slug}.json",
    )


def test_visitor_is_led_to_sign_in_and_back_in_their_language():
    experience = tell()

    with override("fi"):
        found = surroundings(experience)

    back = f"%252Ffi%252Fexperiences%252F{experience.slug}%252F"
    assert found.sign_in_url == f"/language/fi/?next=%2Faccounts%2Flogin%2F%3Fnext%3D{back}"
    assert surroundings(experience, is_signed_in=True).sign_in_url == ""


def test_history_is_the_days_of_the_editions_newest_first():
    experience = tell()
    corrected(experience)
    EditionFactory(experience=experience, number=3, state=State.DRAFT)
    for number, moment in ((1, MAY), (2, JUNE)):
        Edition.objects.filter(number=number).update(published_at=moment)

    assert surroundings(experience).editions == [JUNE, MAY]


def test_visitor_learns_nothing_of_an_edition_that_was_for_members():
    experience = tell(visibility=Audience.MEMBERS)
    corrected(experience)
    Edition.objects.filter(number=1).update(published_at=MAY)
    Edition.objects.filter(number=2).update(published_at=JUNE)

    assert surroundings(experience).editions == [JUNE]
    assert surroundings(experience, MEMBER).editions == [JUNE, MAY]


def test_related_are_those_that_share_most_criteria_then_the_newest():
    battery, climate = VersionFactory(), VersionFactory()
    newer = VersionFactory(criterion=battery.criterion, number="2.0.0")
    experience = tell(battery, climate, title="This")
    tell(newer, title="One, old", year=2020)
    tell(climate, title="One, new", year=2025)
    tell(newer, climate, title="Two", year=2010)
    tell(VersionFactory(), title="None")

    found = surroundings(experience)

    assert [card.face.title for card in found.related] == ["Two", "One, new", "One, old"]


def test_related_are_only_those_that_the_reader_may_see():
    version = VersionFactory()
    experience = tell(version)
    tell(version, title="For members", visibility=Audience.MEMBERS)
    tell(version, title="Criteria for members", criteria_visibility=Audience.MEMBERS)

    assert surroundings(experience).related == []
    assert sorted(card.face.title for card in surroundings(experience, MEMBER).related) == [
        "Criteria for members",
        "For members",
    ]


def test_related_are_a_handful():
    version = VersionFactory()
    experience = tell(version)
    for _each in range(MOST_RELATED + 1):
        tell(version)

    assert len(surroundings(experience).related) == MOST_RELATED


@pytest.mark.parametrize("count", [1, 3])
def test_surroundings_take_five_queries(django_assert_num_queries, count):
    version = VersionFactory()
    experience = tell(version)
    for _each in range(count):
        tell(version)
    face = Face.objects.visible_to(VISITOR).select_related("experience__organisation").get(experience=experience)

    with django_assert_num_queries(5):  # its editions and criteria, who shares them, their cards
        around(face, VISITOR, is_signed_in=False)
