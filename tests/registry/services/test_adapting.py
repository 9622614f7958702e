"""A city's draft of an adaptation: begun, saved by whoever read it last, moved above a newer release, given up."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from registry.enums import Decision, DraftState, Fate
from registry.errors import (
    AdaptationExists,
    DraftExists,
    NotAdaptable,
    ReasonNeeded,
    ReleaseNotUsable,
    StaleDraft,
    StepNotPossible,
    Undecided,
)
from registry.models import AdaptationDraft
from registry.services.adapting import (
    abandon_adaptation,
    moves_to,
    newest_of,
    rebase_adaptation,
    save_adaptation,
    start_adaptation,
    start_next_adaptation,
)
from tests.factories.accounts import city_editor
from tests.factories.adaptations import (
    ADAPTED_ON,
    AdaptationDraftFactory,
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    without,
    words,
)
from tests.factories.drafts import secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db
KEY = cycles().key


def steps_of(draft) -> list[tuple[str, str]]:
    return list(draft.steps.values_list("name", "reason"))


def start(release, editor, city=None, *, on=ADAPTED_ON) -> AdaptationDraft:
    city = city or editor.memberships.get().organisation
    return start_adaptation(release, organisation=city, language="sv", on=on, actor=editor)


def newer(draft, **levels) -> object:
    """The next release of the set: BAT-01 asks for another number of cycles, or has other texts."""
    old = draft.release.members.get(criterion__code="BAT-01").version
    version = VersionFactory(criterion=old.criterion, number="2.0.0", base_version=old, body=battery_content(**levels))
    other = draft.release.members.get(criterion__code="LAB-01").version
    return ReleaseFactory(number="2.0.0", members=[version, other])


LEVELS = {1: {"cycles": "1000", "share": "80"}, 2: {"cycles": "1000", "share": "80"}}


# Beginning


def test_adaptation_begins_with_the_release_as_it_is():
    release, editor = smartphones(), city_editor()

    draft = start(release, editor)

    assert list(draft.parsed) == []
    assert (draft.release, draft.criteria_set, draft.language) == (release, release.criteria_set, "sv")
    assert (draft.state, draft.lock_version, draft.saved_by) == (DraftState.DRAFTING, 1, editor)
    assert str(draft) == f"{draft.organisation.slug}/smartphones"
    assert steps_of(draft) == [("start", "")]
    assert str(draft.steps.get()) == f"{draft}: start"


def test_city_drafts_one_adaptation_of_a_set_at_a_time():
    release, editor = smartphones(), city_editor()
    start(release, editor)

    with pytest.raises(DraftExists, match=r"Somebody is drafting city-.*/smartphones already"):
        start(release, editor)
    assert start(release, city_editor()).lock_version == 1
    assert start(ReleaseFactory(criteria_set=CriteriaSetFactory(slug="laptops")), editor).lock_version == 1


def test_release_that_is_not_yet_published_is_not_adapted():
    release = smartphones(published=date(2026, 9, 2))

    with pytest.raises(ReleaseNotUsable, match=r"smartphones@1\.0\.0 is not a published release"):
        start(release, city_editor())
    assert start(release, city_editor(), on=date(2026, 9, 2)).release == release


def test_second_adaptation_goes_on_from_the_first():
    adaptation = published_adaptation()
    editor = city_editor(adaptation.organisation)

    with pytest.raises(AdaptationExists, match=f"already: {adaptation}"):
        start(adaptation.release, editor)
    draft = start_next_adaptation(adaptation, actor=editor)

    assert draft.parsed == adaptation.parsed.overrides == changes(cycles())
    assert (draft.release, draft.language) == (adaptation.release, "en")


def test_next_adaptation_goes_on_from_the_newest_one():
    first = published_adaptation()
    second = followed_by(first, changes(cycles("1500")))

    with pytest.raises(AdaptationExists, match=f"already: {second}"):
        start_next_adaptation(first, actor=city_editor(first.organisation))
    assert newest_of(first.organisation, first.criteria_set) == second


def test_newest_is_by_number_and_of_one_city_and_set():
    city = OrganisationFactory()

    assert newest_of(city, published_adaptation().criteria_set) is None


# Saving


@pytest.fixture
def draft():
    return AdaptationDraftFactory()


@pytest.fixture
def editor(draft):
    return city_editor(draft.organisation)


def save(draft, editor, *overrides, seen=None, language="en"):
    seen = seen or draft.lock_version
    return save_adaptation(draft.pk, overrides=changes(*overrides), language=language, seen=seen, actor=editor)


def test_saving_keeps_what_is_changed_and_who_changed_it(draft, editor):
    saved = save(draft, editor, cycles("1300"), words(), without("LAB-01"))

    again = AdaptationDraft.objects.get()
    assert again.parsed == changes(cycles("1300"), words(), without("LAB-01"))
    assert (again.lock_version, again.saved_by, again) == (2, editor, saved)


def test_numbers_are_saved_in_their_plain_form(draft, editor):
    assert save(draft, editor, cycles("01300.0")).parsed == changes(cycles("1300"))


def test_what_says_the_same_as_the_release_is_not_kept(draft, editor):
    same = battery_content().texts["en"]["follow_up"]

    assert list(save(draft, editor, cycles("800"), words(same, block="follow_up")).parsed) == []


def test_saving_the_same_again_is_nobodys_change(draft, editor):
    saved = save(draft, editor, *draft.parsed)

    assert (saved.lock_version, saved.saved_by) == (1, draft.saved_by)


def test_another_language_of_the_reasons_is_a_change(draft, editor):
    assert save(draft, editor, *draft.parsed, language="fi").lock_version == 2


def test_value_out_of_bounds_is_refused_with_its_bounds(draft, editor):
    with pytest.raises(NotAdaptable, match="“full charge cycles”: 3,000 is outside the bounds") as refusal:
        save(draft, editor, cycles("3000"))

    assert [fault.key for fault in refusal.value.faults] == [KEY]
    assert AdaptationDraft.objects.get().parsed == changes(cycles())


def test_reasons_may_be_missing_for_now(draft, editor):
    assert save(draft, editor, words(reason="", legal_basis="")).lock_version == 2


def test_second_tab_gets_both_texts(draft, editor):
    save(draft, editor, cycles("1300"))

    with pytest.raises(StaleDraft) as refusal:
        save(draft, editor, cycles("1400"), seen=1)

    yours, theirs = refusal.value.yours, refusal.value.theirs
    assert [each["overrides"]["set"][0]["value"] for each in (yours, theirs)] == ["1400", "1300"]
    assert AdaptationDraft.objects.get().parsed == changes(cycles("1300"))


def test_only_its_city_saves(draft):
    for stranger in (city_editor(), secretary(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            save(draft, stranger, cycles("1300"))


# Above another release


def rebase(draft, editor, release, *, seen=None, **given):
    facts = {"decisions": {}, "values": {}, "on": ADAPTED_ON, "seen": seen or draft.lock_version, **given}
    return rebase_adaptation(draft.pk, release, actor=editor, **facts)


def test_what_applies_moves_along(draft, editor):
    release = newer(draft, theme="durability")

    moved = rebase(draft, editor, release)

    assert (moved.release, moved.parsed, moved.saved_by) == (release, changes(cycles()), editor)
    assert (moved.lock_version, steps_of(moved)) == (2, [("rebase", "smartphones@2.0.0")])


def test_what_the_release_says_itself_now_goes_by_itself(draft, editor):
    levels = {**LEVELS, 1: {"cycles": "1200", "share": "80"}}

    assert list(rebase(draft, editor, newer(draft, levels=levels)).parsed) == []


def test_conflict_waits_for_a_decision(draft, editor):
    release = newer(draft, levels=LEVELS)

    [moved] = moves_to(draft, release)
    with pytest.raises(Undecided, match=f"changes too: {KEY}. Decide") as refusal:
        rebase(draft, editor, release)

    assert (moved.fate, moved.before, moved.after) == (Fate.CONFLICT, {"": "800"}, {"": "1000"})
    assert refusal.value.moved == [moved]
    assert AdaptationDraft.objects.get().release == draft.release


def test_newer_release_is_compared_before_anybody_begins_a_draft():
    adaptation = published_adaptation()

    [moved] = moves_to(adaptation, newer(adaptation.draft, levels=LEVELS))

    assert (moved.key, moved.fate) == (KEY, Fate.CONFLICT)


@pytest.mark.parametrize(
    ("given", "stays"),
    [
        ({"decisions": {KEY: Decision.KEEP}}, [cycles("1200")]),
        ({"decisions": {KEY: Decision.DROP}}, []),
        ({"values": {KEY: "1900"}}, [cycles("1900")]),
        ({"values": {KEY: "1900.0"}}, [cycles("1900")]),
        ({"values": {KEY: "1000"}}, []),
    ],
)
def test_decisions_are_followed(draft, editor, given, stays):
    assert rebase(draft, editor, newer(draft, levels=LEVELS), **given).parsed == changes(*stays)


def test_other_value_is_inside_the_new_bounds(draft, editor):
    with pytest.raises(NotAdaptable, match="2,100 is outside the bounds"):
        rebase(draft, editor, newer(draft, levels=LEVELS), values={KEY: "2100"})


def test_rebasing_compares_and_swaps(draft, editor):
    release = newer(draft, theme="durability")
    save(draft, editor, cycles("1300"))

    with pytest.raises(StaleDraft):
        rebase(draft, editor, release, seen=1)


def test_release_of_another_set_or_of_later_is_refused(draft, editor):
    laptops = ReleaseFactory(criteria_set=CriteriaSetFactory(slug="laptops"))
    later = ReleaseFactory(number="3.0.0", published=date(2027, 1, 1))

    for release in (laptops, later):
        with pytest.raises(ReleaseNotUsable, match="Choose another release"):
            rebase(draft, editor, release)


# Giving up


def test_draft_is_given_up_with_a_reason(draft, editor):
    with pytest.raises(ReasonNeeded):
        abandon_adaptation(draft.pk, reason=" ", actor=editor)
    given_up = abandon_adaptation(draft.pk, reason="We use it as it is. ", actor=editor)

    assert (given_up.state, steps_of(given_up)) == (DraftState.ABANDONED, [("abandon", "We use it as it is.")])
    assert start(draft.release, editor, draft.organisation).pk != draft.pk


def test_draft_that_has_ended_stays_as_it_is(draft, editor):
    release = newer(draft, theme="durability")
    abandon_adaptation(draft.pk, reason="No.", actor=editor)

    for attempt in (
        lambda: save(draft, editor, cycles("1300")),
        lambda: rebase(draft, editor, release),
        lambda: abandon_adaptation(draft.pk, reason="No.", actor=editor),
    ):
        with pytest.raises(StepNotPossible, match="is “abandoned”"):
            attempt()
