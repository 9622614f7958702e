"""The number of a release is raised with a reason, never lowered: the least one follows from what changed."""

import pytest
from django.core.exceptions import PermissionDenied

from registry.enums import Bump
from registry.errors import NotPublishable, NumberNotHigher, ReasonNeeded, StaleDraft, StepNotPossible
from registry.models import ReleaseStep
from registry.sealed.verify import find_faults
from registry.services.assembling import abandon_release, save_members
from registry.services.issuing import digest_of
from registry.services.noting import regenerate_notes
from registry.services.raising import numbers_of, raise_number, take_computed_number
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.history import followed_by
from tests.factories.registry import VersionFactory, battery_content
from tests.factories.releases import chosen, issued, noted, ready, release_draft

pytestmark = pytest.mark.django_db

WHY = {"en": "Tenders cite the set by its major number."}


def next_draft():
    """Of the second release of a set: a member has taken a minor step."""
    battery = VersionFactory(criterion__code="BAT-01")
    first = issued(ready(battery))
    newer = followed_by(battery, "1.1.0", body=battery_content(theme="durability"))
    return ready(newer, criteria_set=first.criteria_set)


def raised(draft, step=Bump.MAJOR, *, reason=None, seen=None, actor=None):
    seen = draft.lock_version if seen is None else seen
    return raise_number(draft.pk, step, reason=WHY if reason is None else reason, seen=seen, actor=actor or secretary())


def taken_back(draft, *, seen=None, actor=None):
    return take_computed_number(draft.pk, seen=draft.lock_version if seen is None else seen, actor=actor or secretary())


def test_numbers_above_the_least_one_can_be_chosen():
    numbers = numbers_of(next_draft())

    assert (str(numbers.least), str(numbers.number), numbers.is_raised) == ("1.1.0", "1.1.0", False)
    assert {step: str(number) for step, number in numbers.higher.items()} == {Bump.MAJOR: "2.0.0"}


def test_first_release_has_one_number():
    numbers = numbers_of(ready(VersionFactory()))

    assert (str(numbers.number), numbers.higher) == ("1.0.0", {})


def test_raised_number_is_kept_with_its_reason_and_its_writer():
    draft, actor = next_draft(), secretary()

    saved = raised(draft, actor=actor)

    saved.refresh_from_db()
    assert (saved.raised_to, saved.raised_because) == (Bump.MAJOR, WHY)
    assert (str(numbers_of(saved).number), numbers_of(saved).is_raised) == ("2.0.0", True)
    assert saved.lock_version == draft.lock_version + 1
    assert actor in saved.writers.all()
    assert list(ReleaseStep.objects.filter(name="raise").values_list("user", flat=True)) == [actor.pk]


def test_what_is_raised_already_is_not_saved_again():
    draft = raised(next_draft())

    assert raised(draft).lock_version == draft.lock_version


@pytest.mark.parametrize("step", [Bump.PATCH, Bump.MINOR])
def test_number_that_is_not_higher_is_refused_with_the_least_one(step):
    draft = next_draft()

    with pytest.raises(NumberNotHigher, match=r"need 1\.1\.0 at least, and get it automatically"):
        raised(draft, step)

    draft.refresh_from_db()
    assert (draft.raised_to, draft.raised_because) == (None, {})


def test_first_release_cannot_be_raised():
    with pytest.raises(NumberNotHigher, match=r"1\.0\.0 at least"):
        raised(ready(VersionFactory()))


@pytest.mark.parametrize("reason", [{}, {"en": " "}])
def test_number_is_not_raised_without_a_reason(reason):
    with pytest.raises(ReasonNeeded):
        raised(next_draft(), reason=reason)


@pytest.mark.parametrize("step", [raised, taken_back])
def test_nobody_decides_on_a_number_that_was_saved_meanwhile(step):
    with pytest.raises(StaleDraft):
        step(next_draft(), seen=1)


@pytest.mark.parametrize("step", [raised, taken_back])
@pytest.mark.parametrize("who", [UserFactory, city_editor, lambda: UserFactory(is_superuser=True)])
def test_stranger_raises_and_lowers_nothing(who, step):
    draft = next_draft()

    with pytest.raises(PermissionDenied):
        step(draft, actor=who())

    draft.refresh_from_db()
    assert draft.raised_to is None


@pytest.mark.parametrize("step", [raised, taken_back])
def test_draft_that_was_given_up_keeps_its_number(step):
    draft = next_draft()
    abandon_release(draft.pk, reason="Not now.", actor=secretary())

    with pytest.raises(StepNotPossible):
        step(draft)


def test_computed_number_can_be_taken_again():
    draft = taken_back(raised(next_draft()))

    assert (draft.raised_to, draft.raised_because) == (None, {})
    assert str(issued(draft).number) == "1.1.0"
    assert list(ReleaseStep.objects.filter(draft=draft, name="unraise").values_list("reason", flat=True)) == [""]


def test_computed_number_is_not_taken_twice():
    draft = taken_back(raised(next_draft()))

    assert taken_back(draft).lock_version == draft.lock_version


def test_release_has_the_raised_number_and_the_chain_says_why():
    release = issued(raised(next_draft()))

    assert str(release.number) == "2.0.0"
    assert release.events.get().parsed_details["raised"] == {"least": "1.1.0", "reason": WHY}
    assert list(find_faults()) == []


def test_release_with_the_computed_number_says_nothing_of_it():
    assert "raised" not in issued(next_draft()).events.get().parsed_details


def test_whoever_publishes_has_read_that_it_is_raised():
    draft = next_draft()

    assert digest_of(draft) != digest_of(raised(draft))


def resaved(draft, *members, mandatory=()):
    choices = chosen(*members, mandatory=mandatory)
    return save_members(draft.pk, choices, effective_on=None, seen=draft.lock_version, actor=secretary())


def patched_draft():
    """Raised from a patch to a minor step."""
    first, second = VersionFactory(criterion__code="BAT-01"), VersionFactory(criterion__code="LAB-01")
    release = issued(ready(first, second))
    draft = release_draft(second, first, criteria_set=release.criteria_set)
    return raised(draft, Bump.MINOR), first


def test_members_that_need_more_than_was_chosen_keep_it_from_being_published():
    draft, first = patched_draft()
    draft = noted(resaved(draft, first))

    numbers = numbers_of(draft)
    with pytest.raises(NotPublishable) as refused:
        issued(draft)

    assert (str(numbers.number), str(numbers.raised_to), numbers.is_short) == ("2.0.0", "1.1.0", True)
    assert [(fault.name, str(fault)) for fault in refused.value.faults] == [
        ("number", "The number was raised to 1.1.0, but the changes need 2.0.0 at least now.")
    ]


def test_members_that_need_what_was_chosen_are_published_as_if_nobody_had_raised_it():
    draft, first = patched_draft()
    second = draft.criteria_set.releases.get().members.get(position=2).version
    draft = noted(resaved(draft, first, second, VersionFactory(criterion__code="REP-01")))

    release = issued(draft)

    assert str(release.number) == "1.1.0"
    assert "raised" not in release.events.get().parsed_details


def test_notes_are_not_outdated_by_a_raised_number():
    draft = raised(next_draft())

    _draft, kept = regenerate_notes(draft.pk, seen=draft.lock_version, actor=secretary())

    assert kept == []
    assert str(issued(draft).number) == "2.0.0"
