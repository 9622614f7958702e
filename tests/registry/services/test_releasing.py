"""A release pins exact versions; its number follows from what changed for bids (registry rule 11)."""

import json
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.outbox.models import OutboxEvent
from registry.errors import CandidateMember, EmptyRelease, MemberTwice, WithdrawnMember
from registry.models import Release, ReleaseMember, StatusEvent
from registry.sealed.canonical import sha256
from registry.sealed.verify import find_faults
from registry.services.releasing import publish_release
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import CriteriaSetFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 4)
JUNE = date(2026, 6, 1)
CODES = ("BAT-01", "LAB-01", "REP-01", "TAK-01")


def version(code: str, number: str = "1.0.0", **facts):
    return VersionFactory(criterion__code=code, number=number, **facts)


def publish(*members, on=MAY, criteria_set=None):
    """Publish a release of versions, or of (version, mandatory)."""
    pinned = [member if isinstance(member, tuple) else (member, False) for member in members]
    release, _is_new = publish_release(criteria_set or CriteriaSetFactory(), pinned, effective_on=on, origin="import")
    return release


def test_first_release_is_one_and_published():
    battery, label = version("BAT-01"), version("LAB-01", "2.1.0")

    release = publish(label, (battery, True))

    assert str(release) == "smartphones@1.0.0"
    assert [(m.position, str(m.version), m.criterion, m.mandatory) for m in release.members.all()] == [
        (1, "LAB-01@2.1.0", label.criterion, False),
        (2, "BAT-01@1.0.0", battery.criterion, True),
    ]
    assert [str(event) for event in release.events.all()] == ["smartphones@1.0.0 published 2026-05-04"]
    assert release.events.get().parsed_details == {"origin": "import"}
    assert list(find_faults()) == []


def test_manifest_holds_each_version_with_its_hash_and_duty():
    battery = version("BAT-01")

    release = publish((battery, True))

    assert json.loads(release.content) == {
        "schema": "release/1",
        "set": "smartphones",
        "members": [{"version": "BAT-01@1.0.0", "content_hash": battery.content_hash, "mandatory": True}],
    }
    assert release.content_hash == sha256(release.content)


def test_release_is_announced_once():
    release = publish(version("BAT-01"))

    announced = OutboxEvent.objects.values_list("name", "label", "object_id")
    assert list(announced) == [("registry.released", "registry.release", release.pk)]


def test_same_members_are_the_same_release():
    battery, label = version("BAT-01"), version("LAB-01")
    first = publish(battery, label)
    publish(battery)

    again, is_new = publish_release(
        first.criteria_set, [(battery, False), (label, False)], effective_on=JUNE, origin="import"
    )

    assert (again, is_new) == (first, False)
    assert (Release.objects.count(), OutboxEvent.objects.count()) == (2, 2)


def test_same_members_of_another_set_are_another_release():
    battery = version("BAT-01")
    publish(battery)

    release = publish(battery, criteria_set=CriteriaSetFactory(slug="laptops"))

    assert str(release) == "laptops@1.0.0"


def test_same_release_may_be_named_again_when_a_member_was_withdrawn_since():
    """Nothing is sealed then, so there is nothing to refuse: an old folder can be imported again."""
    battery = version("BAT-01")
    release = publish(battery)
    withdrawn(battery, JUNE)

    assert publish(battery, on=JUNE) == release


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ("BAT-01 LAB-01", "BAT-01", "2.0.0"),
        ("BAT-01", "BAT-01 LAB-01", "1.1.0"),
        ("BAT-01", "BAT-01 LAB-01!", "2.0.0"),
        ("BAT-01", "BAT-01!", "2.0.0"),
        ("BAT-01!", "BAT-01", "1.1.0"),
        ("BAT-01 LAB-01", "LAB-01 BAT-01", "1.0.1"),
        ("BAT-01 LAB-01", "BAT-01 REP-01", "2.0.0"),
    ],
    ids=["removed", "added", "mandatory added", "becomes mandatory", "becomes optional", "order", "exchanged"],
)
def test_number_follows_from_members_that_come_and_go(before, after, number):
    """An exclamation mark: every tender with the set takes it."""
    versions = {code: version(code) for code in CODES}

    def pinned(members: str):
        return [(versions[member.rstrip("!")], member.endswith("!")) for member in members.split()]

    publish(*pinned(before))

    assert str(publish(*pinned(after)).number) == number


@pytest.mark.parametrize(
    ("step", "number"), [("1.0.1", "1.0.1"), ("1.1.0", "1.1.0"), ("2.0.0", "2.0.0"), ("1.2.3", "1.1.0")]
)
def test_number_follows_from_the_step_of_a_member(step, number):
    battery, label = version("BAT-01"), version("LAB-01")
    publish(battery, label)

    newer = followed_by(battery, step, body=battery_content(theme="durability"))

    assert str(publish(newer, label).number) == number


def test_largest_step_of_all_members_counts():
    battery, label, repair = version("BAT-01"), version("LAB-01"), version("REP-01")
    publish(battery, label, repair)
    patch = followed_by(battery, "1.0.1", body=battery_content(theme="durability"))
    minor = followed_by(label, "1.1.0", body=battery_content(theme="durability"))

    assert str(publish(patch, minor, repair).number) == "1.1.0"


def test_number_goes_on_from_the_newest_release():
    battery, label, repair = version("BAT-01"), version("LAB-01"), version("REP-01")

    numbers = [
        str(publish(*members).number)
        for members in [(battery,), (battery, label), (battery, label, repair), (battery,), (label,)]
    ]

    assert numbers == ["1.0.0", "1.1.0", "1.2.0", "1.0.0", "2.0.0"]  # the fourth is the first again


@given(st.lists(st.lists(st.sampled_from(CODES), min_size=1, unique=True), max_size=6))
def test_every_new_release_is_later_than_all_before_it(lists):
    """Whatever comes and goes: numbers rise, the same members are the same release, the register verifies."""
    with transaction.atomic():
        versions = {code: version(code) for code in CODES}

        releases = [publish(*(versions[code] for code in codes)) for codes in lists]

        numbers = [release.number for release in Release.objects.order_by("pk")]
        assert numbers == sorted(set(numbers))
        assert len(numbers) == len({tuple(codes) for codes in lists}) == len(set(releases))
        assert list(find_faults()) == []
        transaction.set_rollback(True)


def test_release_of_nothing_is_refused():
    with pytest.raises(EmptyRelease, match=r"^A release of smartphones needs at least one member"):
        publish()


def test_criterion_twice_is_refused():
    battery = version("BAT-01")
    newer = followed_by(battery, "1.1.0")

    with pytest.raises(MemberTwice, match=r"^A release holds each criterion once, but BAT-01 is listed twice"):
        publish(battery, newer)


def test_candidate_is_refused():
    candidate = version("BAT-01", "1.0.0-rc.1")

    with pytest.raises(CandidateMember, match=r"^A release cannot hold BAT-01@1\.0\.0-rc\.1: it is a candidate"):
        publish(candidate)


def test_withdrawn_member_is_refused_from_the_day_of_its_withdrawal():
    battery = withdrawn(version("BAT-01"), MAY)

    with pytest.raises(WithdrawnMember, match=r"^A release cannot hold BAT-01@1\.0\.0: it is withdrawn\. Take it out"):
        publish(battery, on=MAY)
    assert str(publish(battery, on=MAY - timedelta(days=1))) == "smartphones@1.0.0"


def test_superseded_member_may_be_pinned():
    """A set may hold on to an older version: its text is in the register for ever."""
    battery = version("BAT-01")
    followed_by(battery, "2.0.0")

    assert [str(member.version) for member in publish(battery).members.all()] == ["BAT-01@1.0.0"]


def test_refused_release_leaves_nothing_behind():
    battery = withdrawn(version("BAT-01"), MAY)

    with pytest.raises(WithdrawnMember):
        publish(version("LAB-01"), battery)

    assert (Release.objects.count(), ReleaseMember.objects.count(), OutboxEvent.objects.count()) == (0, 0, 0)
    assert StatusEvent.objects.exclude(release=None).count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_first_release_do_not_grow_with_its_members(django_assert_num_queries, count):
    versions = [version(code) for code in CODES[:count]]
    criteria_set = CriteriaSetFactory()

    with django_assert_num_queries(16):
        publish(*versions, criteria_set=criteria_set)
