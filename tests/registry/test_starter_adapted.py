"""The starter register adapted: whatever a city may set can be set, sealed, and moved above the next release."""

from datetime import date

import pytest

from registry.diffs.adapted import adapted, members_of, pinned_by
from registry.diffs.override_faults import override_faults
from registry.diffs.rebasing import three_way
from registry.enums import Fate
from registry.errors import NotPublishable
from registry.models import Release
from registry.sealed.overrides import Overrides, ValueSet
from registry.services.adaptations import preview_of
from registry.services.adapting import rebase_adaptation
from registry.services.importing import import_folder
from tests.factories.accounts import city_editor
from tests.factories.adaptations import AdaptationDraftFactory, changes, followed_by, published_adaptation, without
from tests.registry.services.promises import broken_promises
from tests.registry.test_starter import FEBRUARY, SEPTEMBER

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = date(2026, 3, 2), date(2026, 10, 1)


@pytest.fixture
def releases() -> tuple[Release, Release]:
    import_folder(FEBRUARY)
    import_folder(SEPTEMBER)
    first, second = Release.objects.order_by("major", "minor", "patch")
    return first, second


def every_value(release: Release, end: int) -> Overrides:
    """Every parameter at every level, at one end of what it may be: 0 the least or first, -1 the most or last."""
    return changes(
        *(
            ValueSet(criterion=code, level=level, parameter=parameter, value=value)
            for code, member in members_of(pinned_by(release)).items()
            for level, values in member.content.levels.items()
            for parameter, facts in member.content.parameters.items()
            if parameter in values
            if (value := (facts.options or (facts.minimum, facts.maximum))[end]) != values[parameter]
        )
    )


@pytest.mark.parametrize("end", [0, -1])
def test_every_value_may_be_set_to_either_end_of_its_bounds(releases, end):
    pinned = pinned_by(releases[0])
    overrides = every_value(releases[0], end)

    texts = adapted(pinned, overrides)

    assert len(overrides.values) > 10
    assert override_faults(members_of(pinned), overrides) == []
    assert {text.relation for text in texts} <= {"identical", "stricter", "looser", "not_comparable"}
    touched = {each.criterion for each in overrides}
    assert {text.code for text in texts if text.relation == "identical"} == {text.code for text in texts} - touched


def test_every_value_is_applied_or_has_met_a_change_of_the_next_release(releases):
    old, new = (members_of(pinned_by(release)) for release in releases)

    moved = three_way(old, new, every_value(releases[0], -1))

    stayed = {each.fate for each in moved if each.before == each.after}
    assert stayed <= {Fate.APPLIED, Fate.OUT_OF_BOUNDS}
    assert {each.fate for each in moved if each.before != each.after} <= set(Fate) - {Fate.APPLIED}


def test_starter_is_adapted_sealed_and_moved_to_its_next_release(releases):
    first, second = releases
    code = pinned_by(first)[0].version.criterion.code
    adaptation = published_adaptation(AdaptationDraftFactory(release=first, changed=changes()), on=SPRING)
    draft = AdaptationDraftFactory(
        release=first,
        organisation=adaptation.organisation,
        criteria_set=first.criteria_set,
        changed=changes(without(code)),
    )
    facts = {"decisions": {}, "values": {}, "seen": 1, "on": AUTUMN}

    moved = rebase_adaptation(draft.pk, second, actor=city_editor(draft.organisation), **facts)
    newest = published_adaptation(moved, on=AUTUMN)

    assert str(adaptation.number) == "1.0.0"
    assert (newest.release, str(newest.number), newest.previous) == (second, "2.0.0", adaptation)
    assert newest.criteria.get(criterion__code=code).relation == "left_out"
    assert newest.criteria.count() == second.members.count()
    assert broken_promises() == []


def test_first_release_is_not_adapted_whole_once_one_of_its_criteria_is_withdrawn(releases):
    draft = AdaptationDraftFactory(release=releases[0], changed=changes())

    assert preview_of(draft, on=SPRING).faults == []
    with pytest.raises(NotPublishable, match=r"DUR-03@1\.0\.0 is withdrawn\. Leave it out"):
        published_adaptation(draft, on=AUTUMN)


def test_release_that_is_used_as_it_is_follows_the_number_of_the_set(releases):
    """A city that changes nothing takes the same step as the set, or a smaller one where only duties were raised."""
    first, second = releases
    adaptation = published_adaptation(AdaptationDraftFactory(release=first, changed=changes()), on=SPRING)
    draft = AdaptationDraftFactory(release=second, organisation=adaptation.organisation, changed=changes())

    newest = published_adaptation(draft, on=AUTUMN)

    assert newest.number.step_to(adaptation.number) == first.number.step_to(second.number)
    assert followed_by(newest, changes(without(newest.parsed.criteria[0].code)), on=AUTUMN).previous == newest
