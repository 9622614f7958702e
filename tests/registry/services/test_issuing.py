"""Publishing a release: what was read is sealed once, with its notes, by somebody who did not write it alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.outbox.models import OutboxEvent
from registry.enums import DraftState
from registry.errors import NotPublishable, StaleDraft, StepNotPossible
from registry.models import Release, ReleaseNote, ReleaseStep, StatusEvent
from registry.sealed.canonical import sha256
from registry.sealed.release import manifest
from registry.sealed.verify import find_faults
from registry.services.assembling import abandon_release, save_members
from registry.services.issuing import digest_of, issue
from registry.services.noting import save_note
from tests.factories.accounts import UserFactory
from tests.factories.drafts import secretary
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import ReleaseFactory, VersionFactory, battery_content
from tests.factories.releases import RELEASED, chosen, issued, noted, ready, release_draft

pytestmark = pytest.mark.django_db

LATER = RELEASED + timedelta(days=30)


def names(draft, **facts):
    """The faults by name with which publishing is refused."""
    with pytest.raises(NotPublishable) as refused:
        issued(draft, **facts)
    assert Release.objects.filter(draft=draft).count() == 0
    return [fault.name for fault in refused.value.faults]


def test_release_is_sealed_with_its_members_in_their_order_and_duty():
    battery, label = VersionFactory(), VersionFactory()
    draft = ready(label, battery, mandatory=[battery])

    release = issued(draft)

    draft.refresh_from_db()
    assert (str(release), draft.state, draft.release) == ("smartphones@1.0.0", DraftState.PUBLISHED, release)
    assert [(row.version, row.mandatory) for row in release.members.all()] == [(label, False), (battery, True)]
    event = StatusEvent.objects.get(release=release)
    assert (event.kind, event.effective_on, event.parsed_details["origin"]) == ("published", RELEASED, "release")
    assert OutboxEvent.objects.filter(name="registry.released").count() == 1


def test_notes_are_sealed_in_each_language_and_the_chain_holds_their_hashes():
    release = issued(ready(VersionFactory()))

    rows = {row.language: row for row in ReleaseNote.objects.filter(release=release)}
    assert sorted(rows) == ["da", "en", "fi", "nb", "sv"]
    assert {row.revision for row in rows.values()} == {1}
    assert all(row.content_hash == sha256(row.content) for row in rows.values())
    sealed = release.events.get().parsed_details["notes"]
    assert sealed == {language: row.content_hash for language, row in rows.items()}
    assert list(find_faults()) == []


def test_manifest_does_not_hold_the_notes():
    """Other notes on the same members would be the same release: its hash is over what tenders cite."""
    battery = VersionFactory()

    release = issued(ready(battery))

    assert release.content == manifest(release.criteria_set, [(battery, False)])


def test_day_of_the_draft_counts():
    release = issued(ready(VersionFactory(), effective_on=LATER))

    assert release.events.get().effective_on == LATER


def test_next_release_gets_the_computed_number():
    battery = VersionFactory(criterion__code="BAT-01")
    issued(ready(battery))
    newer = followed_by(battery, "1.1.0", body=battery_content(theme="durability"))

    assert str(issued(ready(newer)).number) == "1.1.0"


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_whoever_alone_wrote_it_publishes_nothing(who):
    author = secretary(is_superuser=who == "superuser")
    draft = noted(release_draft(VersionFactory(), actor=author), actor=author)

    with pytest.raises(PermissionDenied):
        issued(draft, actor=author)

    assert Release.objects.count() == 0
    assert issued(draft).draft == draft


def test_superuser_without_the_role_publishes_nothing():
    with pytest.raises(PermissionDenied):
        issued(ready(VersionFactory()), actor=UserFactory(is_superuser=True))


def test_one_of_two_writers_may_publish():
    author = secretary()
    draft = noted(release_draft(VersionFactory(), actor=author))

    assert issued(draft, actor=author).draft == draft


def test_repeat_returns_the_same_release_on_another_day_too():
    draft = ready(VersionFactory())
    seen, actor = digest_of(draft), secretary()

    releases = [issue(draft.pk, seen=seen, on=day, actor=actor) for day in (RELEASED, RELEASED, LATER)]

    assert len({release.pk for release in releases}) == Release.objects.count() == 1
    assert list(ReleaseStep.objects.filter(name="publish").values_list("user", flat=True)) == [actor.pk]
    assert OutboxEvent.objects.filter(name="registry.released").count() == 1


def test_repeat_with_another_key_is_refused():
    draft = ready(VersionFactory())
    issued(draft)

    with pytest.raises(StepNotPossible):
        issue(draft.pk, seen="0" * 64, on=RELEASED, actor=secretary())


@pytest.mark.parametrize("change", ["members", "day", "note"])
def test_nothing_is_published_that_was_not_read(change):
    battery, author = VersionFactory(), secretary()
    draft = ready(battery)
    seen = digest_of(draft)
    if change == "note":
        save_note(draft.pk, "sv", {"lead": "Annat."}, seen=draft.lock_version, actor=author)
    else:
        members = chosen(battery, mandatory=[battery] if change == "members" else [])
        day = LATER if change == "day" else None
        save_members(draft.pk, members, effective_on=day, seen=draft.lock_version, actor=author)

    with pytest.raises(StaleDraft):
        issue(draft.pk, seen=seen, on=RELEASED, actor=secretary())

    assert Release.objects.count() == 0


def test_draft_that_was_given_up_is_not_published():
    draft = ready(VersionFactory())
    abandon_release(draft.pk, reason="Not now.", actor=secretary())

    with pytest.raises(StepNotPossible, match="abandoned"):
        issued(draft)


def test_empty_release_is_in_the_way():
    assert names(release_draft()) == ["members", "notes"]


def test_member_that_is_not_in_force_on_the_day_is_in_the_way():
    battery = VersionFactory(published=LATER)

    assert names(ready(battery)) == ["in-force"]


def test_member_that_comes_into_force_on_the_day_is_not():
    battery = VersionFactory(published=LATER)

    assert issued(ready(battery, effective_on=LATER)).draft.effective_on == LATER


def test_superseded_member_is_in_the_way():
    battery = VersionFactory()
    draft = ready(battery)
    followed_by(battery, "1.1.0", RELEASED)

    assert names(draft) == ["in-force"]


@pytest.mark.parametrize("days", [0, 60], ids=["already", "later"])
def test_withdrawn_member_is_in_the_way_whenever_that_takes_effect(days):
    battery = VersionFactory()
    draft = ready(battery)
    withdrawn(battery, RELEASED + timedelta(days=days))

    assert names(draft) == ["in-force"]


def test_same_members_as_a_release_before_are_in_the_way():
    battery, label = VersionFactory(), VersionFactory()
    issued(ready(battery))
    issued(ready(battery, label))

    assert names(ready(battery)) == ["changed"]


def test_notes_are_asked_for_in_the_languages_of_the_register():
    draft = release_draft(VersionFactory())

    assert names(draft) == ["notes"]


def test_notes_that_were_saved_before_the_members_changed_are_in_the_way():
    battery, label = VersionFactory(), VersionFactory()
    draft = ready(battery)
    draft = save_members(
        draft.pk, chosen(battery, label), effective_on=None, seen=draft.lock_version, actor=secretary()
    )

    assert names(draft) == ["notes"]
    assert issued(noted(draft)).members.count() == 2


def test_share_of_other_languages_is_that_of_the_register():
    draft = ready(VersionFactory())
    register = draft.criteria_set.register
    register.translations_percent = 75
    register.save()
    for language in ("sv", "fi"):
        draft = save_note(draft.pk, language, {}, seen=draft.lock_version, actor=secretary())

    assert names(draft) == ["languages"]
    assert issued(noted(draft)).draft == draft


@pytest.mark.parametrize(
    ("day", "after", "faults"),
    [
        (RELEASED - timedelta(days=1), date(2026, 2, 2), ["day"]),
        (None, LATER, ["day"]),
        (LATER, LATER, []),
    ],
    ids=["past", "before the newest release", "with the newest release"],
)
def test_day_is_neither_past_nor_before_the_newest_release(day, after, faults):
    battery = VersionFactory()
    ReleaseFactory(members=[battery], published=after)
    draft = ready(battery, VersionFactory(), effective_on=day)

    if faults:
        assert names(draft) == faults
    else:
        assert str(issued(draft).number) == "1.1.0"
