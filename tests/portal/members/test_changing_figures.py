"""What a member says of itself: profile, volumes, commitments; saved only on top of what was seen."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from portal.core.ambitions import Ambition
from portal.members.enums import Category, CommitmentStatus
from portal.members.errors import ChangedMeanwhile, NothingToRepeat
from portal.members.models import Commitment, ProcurementVolume
from portal.members.seen import seen_of
from portal.members.services.figures import (
    Figures,
    Profile,
    Said,
    add_volume,
    change_profile,
    change_volume,
    confirm_figures,
    figures_of,
    profile_of,
    remove_volume,
    repeat_last_year,
    said_by,
    say_commitments,
)
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.members import OrganisationFactory, VolumeFactory
from tests.races import race

pytestmark = pytest.mark.django_db
PROFILE = Profile(
    own_name="Exempelstad",
    website="https://exempelstad.example.org/",
    contact_email="procurement@example.org",
    languages=["sv", "en"],
    nuts="SE224",
)
FIGURES = Figures(Category.SMARTPHONES, None, 6000, 7000, "Purchasing report", date(2026, 1, 31))


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example")


@pytest.fixture
def editor(organisation):
    return city_editor(organisation)


def seen_in(organisation):
    organisation.refresh_from_db()
    return seen_of(*profile_of(organisation))


def events():
    return list(OutboxEvent.objects.filter(label="members.organisation").values_list("name", flat=True))


def intruders(organisation):
    return [
        UserFactory(),
        UserFactory(is_superuser=True),
        MembershipFactory(organisation=organisation).user,
        city_editor(),
    ]


def test_profile_is_changed_by_an_editor(organisation, editor):
    change_profile(organisation.pk, PROFILE, seen=seen_in(organisation), actor=editor)

    organisation.refresh_from_db()
    assert profile_of(organisation) == PROFILE
    assert organisation.name == "City of Example"
    assert events() == ["members.profile_changed"]


def test_profile_is_changed_by_a_coordinator_too(organisation):
    change_profile(organisation.pk, PROFILE, seen=seen_in(organisation), actor=coordinator())

    organisation.refresh_from_db()
    assert organisation.own_name == "Exempelstad"


def test_nobody_else_changes_anything(organisation):
    volume = VolumeFactory(organisation=organisation)
    seen = seen_of(*figures_of(volume))

    changes = [
        lambda actor: change_profile(organisation.pk, PROFILE, seen=seen_in(organisation), actor=actor),
        lambda actor: add_volume(organisation.pk, FIGURES._replace(year=2026), actor=actor),
        lambda actor: change_volume(volume.pk, FIGURES, seen=seen, actor=actor),
        lambda actor: remove_volume(volume.pk, seen=seen, actor=actor),
        lambda actor: repeat_last_year(organisation.pk, year=2026, actor=actor),
        lambda actor: confirm_figures(organisation.pk, actor=actor),
        lambda actor: say_commitments(organisation.pk, [], seen=seen_of(), actor=actor),
    ]
    for actor, change in product(intruders(organisation), changes):
        with pytest.raises(PermissionDenied):
            change(actor)

    assert events() == []
    assert ProcurementVolume.objects.get() == volume


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("website", "not an address"),
        ("contact_email", "nobody"),
        ("nuts", "somewhere"),
        ("nuts", "DK011"),
        ("languages", ["sv", "tlh"]),
        ("own_name", "x" * 201),
    ],
)
def test_profile_is_checked_where_it_is_saved(organisation, editor, name, wrong):
    with pytest.raises(ValidationError) as refusal:
        change_profile(organisation.pk, PROFILE._replace(**{name: wrong}), seen=seen_in(organisation), actor=editor)

    organisation.refresh_from_db()
    assert list(refusal.value.message_dict) == [name]
    assert profile_of(organisation).own_name == ""


def test_profile_that_a_colleague_changed_meanwhile_is_not_lost(organisation, editor):
    seen = seen_in(organisation)
    change_profile(organisation.pk, PROFILE, seen=seen, actor=coordinator())

    with pytest.raises(ChangedMeanwhile) as refusal:
        change_profile(organisation.pk, PROFILE._replace(own_name="Mine"), seen=seen, actor=editor)

    organisation.refresh_from_db()
    assert organisation.own_name == "Exempelstad"
    assert str(refusal.value).startswith("What stands here about City of Example was changed meanwhile")


@pytest.mark.django_db(transaction=True)
def test_of_two_profiles_saved_at_once_one_is_told():
    organisation = OrganisationFactory()
    editor, seen = city_editor(organisation), seen_in(organisation)

    def save(name):
        return lambda: change_profile(organisation.pk, PROFILE._replace(own_name=name), seen=seen, actor=editor)

    results = race(save("First"), save("Second"))

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "Organisation"]


def test_volume_is_added_and_counts_as_looking(organisation, editor):
    volume = add_volume(organisation.pk, FIGURES, actor=editor)

    organisation.refresh_from_db()
    assert figures_of(ProcurementVolume.objects.get(pk=volume.pk)) == FIGURES
    assert organisation.figures_checked_on == localdate()
    assert events() == ["members.figures_changed"]


@pytest.mark.parametrize("year", [None, 2026])
def test_second_volume_for_the_same_time_is_explained(organisation, editor, year):
    add_volume(organisation.pk, FIGURES._replace(year=year), actor=editor)

    with pytest.raises(ValidationError):
        add_volume(organisation.pk, FIGURES._replace(year=year, low=1), actor=editor)

    assert organisation.volumes.get().low == 6000


def test_volume_from_above_to_is_refused(organisation, editor):
    with pytest.raises(ValidationError) as refusal:
        add_volume(organisation.pk, FIGURES._replace(low=9, high=8), actor=editor)

    assert refusal.value.messages == ["“From” is more than “to”: exchange the two."]
    assert not organisation.volumes.exists()


@pytest.mark.django_db(transaction=True)
def test_same_volume_added_twice_at_once_is_there_once():
    organisation = OrganisationFactory()
    editor = city_editor(organisation)

    results = race(*[lambda: add_volume(organisation.pk, FIGURES, actor=editor)] * 2)

    assert sorted(type(result).__name__ for result in results) == ["ProcurementVolume", "ValidationError"]
    assert organisation.volumes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_year_repeated_twice_at_once_is_repeated_once():
    organisation = OrganisationFactory()
    editor = city_editor(organisation)
    VolumeFactory(organisation=organisation, year=2025)

    results = race(*[lambda: repeat_last_year(organisation.pk, year=2026, actor=editor)] * 2)

    assert sorted(len(result) for result in results) == [0, 1]
    assert organisation.volumes.filter(year=2026).count() == 1


@pytest.mark.parametrize(
    ("change", "events_told"),
    [
        (lambda own, actor: confirm_figures(own.pk, actor=actor), ["members.figures_changed"]),
        (lambda own, actor: say_commitments(own.pk, [], seen=seen_of(), actor=actor), ["members.commitments_changed"]),
    ],
)
def test_change_is_noted_for_the_search_once(organisation, editor, change, events_told):
    change(organisation, editor)

    assert events() == events_told


def test_volume_is_changed(organisation, editor):
    volume = VolumeFactory(organisation=organisation)

    change_volume(volume.pk, FIGURES, seen=seen_of(*figures_of(volume)), actor=editor)

    volume.refresh_from_db()
    assert figures_of(volume) == FIGURES


def test_volume_that_was_changed_meanwhile_is_not_lost(organisation, editor):
    volume = VolumeFactory(organisation=organisation)
    seen = seen_of(*figures_of(volume))
    change_volume(volume.pk, FIGURES, seen=seen, actor=editor)

    with pytest.raises(ChangedMeanwhile):
        change_volume(volume.pk, FIGURES._replace(high=9999), seen=seen, actor=editor)
    with pytest.raises(ChangedMeanwhile):
        remove_volume(volume.pk, seen=seen, actor=editor)

    volume.refresh_from_db()
    assert volume.high == 7000


def test_volume_is_removed(organisation, editor):
    volume = VolumeFactory(organisation=organisation)

    remove_volume(volume.pk, seen=seen_of(*figures_of(volume)), actor=editor)

    assert not ProcurementVolume.objects.exists()
    assert events() == ["members.figures_changed"]


def test_last_years_figures_stand_for_this_year_too(organisation, editor):
    VolumeFactory(organisation=organisation, year=None, low=1, high=1)
    VolumeFactory(organisation=organisation, year=2024, low=10, high=20)
    VolumeFactory(organisation=organisation, year=2025, low=30, high=40, source="Report 2025")

    [added] = repeat_last_year(organisation.pk, year=2026, actor=editor)

    assert figures_of(added) == Figures(Category.SMARTPHONES, 2026, 30, 40, "Report 2025", localdate())
    assert organisation.volumes.count() == 4


def test_repeating_last_year_twice_adds_nothing(organisation, editor):
    VolumeFactory(organisation=organisation, year=2025)
    repeat_last_year(organisation.pk, year=2026, actor=editor)

    assert repeat_last_year(organisation.pk, year=2026, actor=editor) == []
    assert organisation.volumes.count() == 2


@pytest.mark.parametrize("year", [None, 2026, 2027])
def test_without_an_earlier_year_there_is_nothing_to_repeat(organisation, editor, year):
    VolumeFactory(organisation=organisation, year=year)

    with pytest.raises(NothingToRepeat):
        repeat_last_year(organisation.pk, year=2026, actor=editor)

    assert organisation.volumes.count() == 1


def test_figures_are_confirmed_for_a_year(organisation, editor):
    confirm_figures(organisation.pk, actor=editor)

    organisation.refresh_from_db()
    assert organisation.figures_checked_on == localdate()
    later = localdate() + timedelta(days=365)
    old = type(organisation).objects.with_old_figures
    assert (old(on=later).exists(), old(on=later + timedelta(days=1)).exists()) == (False, True)


def said(ambition, status=CommitmentStatus.PLANNED, **details):
    return Said(ambition.value, status, **details)


def test_commitments_are_said(organisation, editor):
    first = said(Ambition.A4, target_date=date(2027, 12, 31), evidence="https://example.org/plan", note="Longer use.")
    second = said(Ambition.A1, CommitmentStatus.MET)

    say_commitments(organisation.pk, [first, second], seen=seen_of(), actor=editor)

    assert said_by(organisation) == [second, first]
    assert events() == ["members.commitments_changed"]


def test_commitment_that_is_left_out_is_not_said_any_more(organisation, editor):
    both = [said(Ambition.A1), said(Ambition.A2)]
    say_commitments(organisation.pk, both, seen=seen_of(), actor=editor)

    say_commitments(organisation.pk, both[1:], seen=seen_of(*both), actor=editor)

    assert said_by(organisation) == both[1:]


def test_commitment_that_stays_keeps_its_day_of_change(organisation, editor):
    both = [said(Ambition.A1), said(Ambition.A2)]
    say_commitments(organisation.pk, both, seen=seen_of(), actor=editor)
    long_ago = timezone.now() - timedelta(days=100)
    Commitment.objects.update(updated_at=long_ago)

    changed = [both[0], said(Ambition.A2, CommitmentStatus.MET)]
    say_commitments(organisation.pk, changed, seen=seen_of(*both), actor=editor)

    kept, new = organisation.commitments.order_by("ambition")
    assert (kept.updated_at, new.status) == (long_ago, CommitmentStatus.MET)
    assert new.updated_at > long_ago


def test_commitments_that_were_changed_meanwhile_are_not_lost(organisation, editor):
    say_commitments(organisation.pk, [said(Ambition.A1)], seen=seen_of(), actor=editor)

    with pytest.raises(ChangedMeanwhile):
        say_commitments(organisation.pk, [said(Ambition.A2)], seen=seen_of(), actor=editor)

    assert said_by(organisation) == [said(Ambition.A1)]


@pytest.mark.parametrize(
    "wrong",
    [
        Said("A10", CommitmentStatus.MET),
        Said("A1", "perhaps"),
        said(Ambition.A1, evidence="javascript:alert(1)"),
    ],
)
def test_commitments_are_checked_where_they_are_saved(organisation, editor, wrong):
    with pytest.raises(ValidationError):
        say_commitments(organisation.pk, [wrong], seen=seen_of(), actor=editor)

    assert said_by(organisation) == []
