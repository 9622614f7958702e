"""The next release is put together: begun from the newest, saved by whoever read it last, given up with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from registry.enums import DraftState
from registry.errors import (
    CandidateMember,
    DraftExists,
    MemberTwice,
    OtherRegister,
    ReasonNeeded,
    StaleDraft,
    StepNotPossible,
)
from registry.models import ReleaseDraft, ReleaseStep
from registry.services.assembling import (
    abandon_release,
    choices_of,
    compared_with_newest,
    pinned_of,
    save_members,
    start_release,
)
from registry.services.noting import regenerate_notes, save_note
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import CriteriaSetFactory, RegisterFactory, ReleaseFactory, VersionFactory
from tests.factories.releases import RELEASED, chosen, issued, ready, release_draft

pytestmark = pytest.mark.django_db

STRANGERS = {
    "stranger": UserFactory.create,
    "editor of a city": city_editor,
    "superuser": lambda: UserFactory.create(is_superuser=True, is_staff=True),
}


def begin(criteria_set=None, *, actor=None):
    return start_release(criteria_set or CriteriaSetFactory(), on=RELEASED, actor=actor or secretary())


def save(draft, *members, effective_on=None, actor=None, seen=None, mandatory=()):
    return save_members(
        draft.pk,
        chosen(*members, mandatory=mandatory),
        effective_on=effective_on,
        seen=draft.lock_version if seen is None else seen,
        actor=actor or secretary(),
    )


def abandon(draft, reason="Not now.", actor=None):
    return abandon_release(draft.pk, reason=reason, actor=actor or secretary())


def test_first_release_begins_with_nothing():
    actor = secretary()

    draft = begin(actor=actor)

    assert (draft.state, draft.members, draft.notes, draft.effective_on) == (DraftState.DRAFTING, [], {}, None)
    assert list(draft.writers.all()) == [actor]
    assert list(ReleaseStep.objects.values_list("name", "user")) == [("start", actor.pk)]


def test_next_release_begins_with_the_members_of_the_newest_in_the_version_in_force():
    kept, old, gone = VersionFactory.create_batch(3)
    release = ReleaseFactory(members=[gone, old, kept], mandatory=[old])
    newer = followed_by(old, "1.1.0")
    withdrawn(gone)

    draft = begin(release.criteria_set)

    assert pinned_of(draft) == [(newer, True), (kept, False)]


def test_member_whose_next_version_is_not_in_force_yet_begins_with_the_older_one():
    old = VersionFactory()
    release = ReleaseFactory(members=[old])
    followed_by(old, "1.1.0", RELEASED + timedelta(days=1))

    assert pinned_of(begin(release.criteria_set)) == [(old, False)]


def test_set_has_one_open_draft():
    first = begin()

    with pytest.raises(DraftExists, match="Somebody is drafting smartphones already"):
        begin()

    abandon(first)
    assert begin().pk != first.pk


def test_another_set_has_a_draft_of_its_own():
    begin()

    assert str(begin(CriteriaSetFactory(slug="laptops"))) == "laptops"


@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_writes_nothing(who):
    draft, stranger = begin(), STRANGERS[who]()
    attempts = [
        lambda: begin(CriteriaSetFactory(slug="laptops"), actor=stranger),
        lambda: save(draft, VersionFactory(), actor=stranger),
        lambda: save_note(draft.pk, "en", {"lead": "Mine."}, seen=1, actor=stranger),
        lambda: regenerate_notes(draft.pk, seen=1, actor=stranger),
        lambda: abandon(draft, actor=stranger),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    draft.refresh_from_db()
    assert (draft.lock_version, draft.state, ReleaseDraft.objects.count()) == (1, DraftState.DRAFTING, 1)


def test_members_are_saved_in_their_order_with_duty_and_day():
    battery, label = VersionFactory.create_batch(2)
    author, other = secretary(), secretary()
    draft = begin(actor=author)

    saved = save(draft, label, battery, mandatory=[battery], effective_on=RELEASED, actor=other)

    assert (pinned_of(saved), saved.effective_on) == ([(label, False), (battery, True)], RELEASED)
    assert (saved.lock_version, set(saved.writers.all())) == (2, {author, other})


def test_what_is_saved_already_is_not_saved_again():
    battery, other = VersionFactory(), secretary()
    draft = save(begin(), battery)

    again = save(draft, battery, actor=other)

    assert (again.lock_version, other in again.writers.all()) == (draft.lock_version, False)


def test_second_tab_gets_both_lists():
    battery, label = VersionFactory.create_batch(2)
    draft = begin()
    save(draft, battery)

    with pytest.raises(StaleDraft) as conflict:
        save(draft, label, seen=draft.lock_version)

    assert (conflict.value.yours, conflict.value.theirs) == ([[label.pk, False]], [[battery.pk, False]])
    draft.refresh_from_db()
    assert pinned_of(draft) == [(battery, False)]


def test_candidate_is_no_member():
    with pytest.raises(CandidateMember):
        save(begin(), VersionFactory(number="1.1.0-rc.1", published=None))


def test_criterion_is_a_member_once():
    battery = VersionFactory()

    with pytest.raises(MemberTwice):
        save(begin(), battery, followed_by(battery, "1.1.0"))


def test_criterion_of_another_register_is_no_member():
    foreign = VersionFactory(criterion__register=RegisterFactory(code="other"))

    with pytest.raises(OtherRegister, match="belongs to the register other"):
        save(begin(), foreign)


def test_draft_is_given_up_with_a_reason():
    actor = secretary()

    draft = abandon(begin(), reason=" Too early. ", actor=actor)

    step = ReleaseStep.objects.last()
    assert (draft.state, step.name, step.reason, step.user) == (DraftState.ABANDONED, "abandon", "Too early.", actor)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_giving_up_needs_a_reason(reason):
    draft = begin()

    with pytest.raises(ReasonNeeded):
        abandon(draft, reason=reason)

    draft.refresh_from_db()
    assert draft.is_open


@pytest.mark.parametrize("end", [abandon, issued], ids=["abandoned", "published"])
@pytest.mark.parametrize("name", ["save", "note", "regenerate", "abandon"])
def test_nothing_is_written_once_a_draft_is_closed(name, end):
    draft = ready(VersionFactory())
    end(draft)
    draft.refresh_from_db()
    before = ReleaseDraft.objects.values().get()
    steps = {
        "save": lambda: save(draft, VersionFactory()),
        "note": lambda: save_note(draft.pk, "en", {"lead": "!"}, seen=draft.lock_version, actor=secretary()),
        "regenerate": lambda: regenerate_notes(draft.pk, seen=draft.lock_version, actor=secretary()),
        "abandon": lambda: abandon(draft),
    }

    with pytest.raises(StepNotPossible):
        steps[name]()

    assert ReleaseDraft.objects.values().get() == before


def test_comparison_is_with_the_newest_release():
    battery, label = VersionFactory.create_batch(2)
    ReleaseFactory(members=[battery])

    compared = compared_with_newest(release_draft(label), "en")

    assert [row.version for row in compared.added] == [label]
    assert [row.version for row in compared.removed] == [battery]


def test_first_release_is_compared_with_nothing():
    battery = VersionFactory()

    compared = compared_with_newest(release_draft(battery), "en")

    assert ([row.version for row in compared.added], compared.removed, compared.changed) == ([battery], [], [])


def test_published_draft_is_compared_with_the_release_before_it():
    battery, label = VersionFactory.create_batch(2)
    issued(ready(battery))
    draft = ready(battery, label)
    issued(draft)
    draft.refresh_from_db()

    assert [row.version for row in compared_with_newest(draft, "en").added] == [label]


@pytest.mark.parametrize("count", [1, 4])
def test_members_are_read_in_one_query(django_assert_num_queries, count):
    draft = release_draft(*VersionFactory.create_batch(count))

    with django_assert_num_queries(1):
        assert len(pinned_of(draft)) == len(choices_of(draft)) == count
