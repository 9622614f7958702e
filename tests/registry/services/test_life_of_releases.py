"""The whole life of a set's releases, by chance: whatever is tried in whatever order, the promises hold.

A small model beside it knows what has to be possible: members, notes, writers, days. What the model forbids is refused,
and what it allows succeeds.
"""

from datetime import timedelta
from typing import ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from registry.enums import StatusKind
from registry.errors import RegistryError
from registry.models import CriterionVersion, Release, ReleaseDraft, ReleaseNote, StatusEvent
from registry.sealed.verify import find_faults
from registry.services.assembling import Choice, abandon_release, pinned_of, save_members, start_release
from registry.services.issuing import digest_of, issue
from registry.services.noting import outdated, regenerate_notes, save_note
from registry.services.sealing import head_of, seal_next
from registry.services.withdrawing import withdraw
from tests.factories.drafts import secretary
from tests.factories.registry import CriteriaSetFactory, VersionFactory, battery_content
from tests.factories.releases import RELEASED

CODES = ("BAT-01", "LAB-01", "REP-01")
WHO = st.integers(0, 1)
LANGUAGES = st.sampled_from(["en", "sv"])
CONTENTS = (
    battery_content(theme="durability"),
    battery_content(applies_to=("new", "refurbished")),
    battery_content(blocks={"purpose": "Longer lives."}),
)


class SetLife(RuleBasedStateMachine):
    """One set, three criteria in force, two coordinators who both write and publish."""

    most: ClassVar[list[int]] = []  # how many releases each life has sealed

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.criteria = [VersionFactory(criterion__code=code).criterion for code in CODES]
        self.criteria_set = CriteriaSetFactory()
        self.people = [secretary(is_superuser=True), secretary()]
        self.day = RELEASED
        self.draft_pk, self.writers, self.withdrawn = None, set(), set()
        self.sealed: dict[int, tuple[str, str]] = {}

    def teardown(self):
        self.most.append(len(self.sealed))
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def draft(self):
        return ReleaseDraft.objects.get(pk=self.draft_pk)

    def tried(self, call, *, possible=True):
        """What a step returned if it succeeded: exactly when the model allows it."""
        try:
            with transaction.atomic():
                result = call()
        except (RegistryError, PermissionDenied):
            assert not possible
            return None
        assert possible
        return result

    @rule(who=WHO)
    def somebody_starts(self, who):
        actor = self.people[who]
        is_free = self.draft_pk is None
        if draft := self.tried(lambda: start_release(self.criteria_set, on=self.day, actor=actor), possible=is_free):
            self.draft_pk, self.writers = draft.pk, {actor.pk}

    @rule(steps=st.integers(1, 4), who=WHO)
    def things_go_their_usual_way(self, steps, who):
        """Chance alone seldom comes as far as a release."""
        if self.draft_pk is None:
            self.somebody_starts(who=who)
        places = [place for place in range(len(CODES)) if place not in self.withdrawn]
        way = (
            lambda: self.somebody_chooses(who=who, chosen=places, mandatory=False, is_stale=False),
            lambda: self.somebody_generates(who=1 - who),
            lambda: self.somebody_publishes(who=who, is_read=1),
        )
        for step in way[: steps - 1]:
            step()

    @precondition(lambda self: self.draft_pk)
    @rule(
        who=WHO,
        chosen=st.lists(st.sampled_from(range(len(CODES))), unique=True),
        mandatory=st.booleans(),
        is_stale=st.booleans(),
    )
    def somebody_chooses(self, who, chosen, mandatory, is_stale):
        draft, actor = self.draft, self.people[who]
        heads = [head_of(self.criteria[place]) for place in chosen]
        choices = [Choice(head.pk, mandatory) for head in heads]
        seen = draft.lock_version - is_stale
        call = lambda: save_members(draft.pk, choices, effective_on=None, seen=seen, actor=actor)  # noqa: E731
        self.wrote(self.tried(call, possible=not is_stale), draft, actor)

    @precondition(lambda self: self.draft_pk)
    @rule(who=WHO, language=LANGUAGES, lead=st.sampled_from(["", "Longer lives.", "Shorter lists."]))
    def somebody_writes_a_note(self, who, language, lead):
        draft, actor = self.draft, self.people[who]
        call = lambda: save_note(draft.pk, language, {"lead": lead}, seen=draft.lock_version, actor=actor)  # noqa: E731
        self.wrote(self.tried(call), draft, actor)

    @precondition(lambda self: self.draft_pk)
    @rule(who=WHO)
    def somebody_generates(self, who):
        draft, actor = self.draft, self.people[who]
        edited = {code: draft.note(code) for code in draft.notes if draft.is_edited(code)}
        saved, kept = self.tried(lambda: regenerate_notes(draft.pk, seen=draft.lock_version, actor=actor))
        assert set(kept) == set(edited)
        assert {code: saved.note(code) for code in kept} == edited
        self.wrote(saved, draft, actor)

    def wrote(self, saved, before, actor):
        if saved and saved.lock_version > before.lock_version:
            self.writers.add(actor.pk)

    @rule(place=st.integers(0, 2), content=st.sampled_from(CONTENTS))
    def a_criterion_gets_a_version(self, place, content):
        base = head_of(self.criteria[place])
        if place not in self.withdrawn and base.parsed != content:
            seal_next(base, content, change={}, effective_on=self.day, origin="test")

    @rule(place=st.integers(0, 2), really=st.integers(0, 4))
    def a_criterion_is_withdrawn(self, place, really):
        if not really and place not in self.withdrawn:
            head, reason = head_of(self.criteria[place]), {"en": "A flaw."}
            withdraw(head, reason=reason, use_instead=None, effective_on=self.day, origin="test")
            self.withdrawn.add(place)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.day += timedelta(days=days)

    @precondition(lambda self: self.draft_pk)
    @rule(really=st.integers(0, 4))
    def it_is_abandoned(self, really):
        if not really:
            self.tried(lambda: abandon_release(self.draft_pk, reason="Not now.", actor=self.people[0]))
            self.draft_pk = None

    @precondition(lambda self: self.draft_pk)
    @rule(who=WHO, is_read=st.integers(0, 4))
    def somebody_publishes(self, who, is_read):
        draft, actor = self.draft, self.people[who]
        seen = digest_of(draft) if is_read else "0" * 64
        possible = bool(is_read) and self.writers != {actor.pk} and self.is_publishable(draft)
        call = lambda: issue(draft.pk, seen=seen, on=self.day, actor=actor)  # noqa: E731
        if release := self.tried(call, possible=possible):
            assert call() == release  # again: the same
            assert [(row.version, row.mandatory) for row in release.members.all()] == pinned_of(draft)
            self.sealed[release.pk] = (release.content, str(release))
            self.draft_pk = None

    def is_publishable(self, draft):
        pinned = pinned_of(draft)
        in_force = set(CriterionVersion.objects.in_force(on=self.day).values_list("pk", flat=True))
        known = {tuple((row.version_id, row.mandatory) for row in each.members.all()) for each in Release.objects.all()}
        return (
            bool(pinned)
            and all(version.pk in in_force for version, _mandatory in pinned)
            and tuple((version.pk, mandatory) for version, mandatory in pinned) not in known
            and bool(draft.note("en"))
            and outdated(draft) == []
        )

    @invariant()
    def register_verifies(self):
        assert list(find_faults()) == []

    @invariant()
    def what_was_sealed_stays(self):
        assert {each.pk: (each.content, str(each)) for each in Release.objects.all()} == self.sealed

    @invariant()
    def one_draft_is_open_at_most(self):
        assert [each.pk for each in ReleaseDraft.objects.filter(state="drafting")] == [
            pk for pk in [self.draft_pk] if pk
        ]

    @invariant()
    def every_release_has_notes_and_a_number_after_the_one_before(self):
        releases = list(Release.objects.order_by("pk"))
        numbers = [each.number for each in releases]
        assert numbers == sorted(set(numbers))
        assert all(ReleaseNote.objects.filter(release=each, language="en").exists() for each in releases)

    @invariant()
    def nothing_was_withdrawn_before_it_was_released(self):
        for release in Release.objects.all():
            sequence = release.events.get().sequence
            ended = StatusEvent.objects.filter(version__memberships__release=release, kind=StatusKind.WITHDRAWN)
            assert all(event.sequence > sequence for event in ended)


@pytest.mark.django_db
def test_life_of_a_set_keeps_every_promise():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    few = settings(max_examples=12, stateful_step_count=30, suppress_health_check=checks, deadline=None)

    run_state_machine_as_test(SetLife, settings=few)

    assert max(SetLife.most) >= 2, "chance came to no second release"
