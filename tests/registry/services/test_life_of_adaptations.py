"""The whole life of a city's adaptations, by chance: whatever is tried in whatever order, the promises hold.

A small model beside it knows what has to be possible. What the model forbids is refused, and what it allows succeeds.
"""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from registry.enums import IN_FORCE, Decision
from registry.errors import RegistryError
from registry.models import Adaptation, AdaptationDraft
from registry.services.adaptations import preview_of, publish_adaptation
from registry.services.adapting import (
    abandon_adaptation,
    moves_to,
    newest_of,
    rebase_adaptation,
    save_adaptation,
    start_adaptation,
    start_next_adaptation,
)
from registry.services.ending import ask_withdrawal, confirm_withdrawal
from tests.factories.accounts import city_editor
from tests.factories.adaptations import ADAPTED_ON, changes, cycles, smartphones, without, words
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory, VersionFactory, battery_content
from tests.registry.services.promises import broken_promises

BOUNDS = range(800, 2001)
CHANGES = st.sampled_from(
    [
        changes(cycles("900")),
        changes(cycles("1000"), words(effect="same")),
        changes(cycles("1500"), words(effect="stricter")),
        changes(cycles("1500"), without("LAB-01")),
        changes(words(block="guidance", how="add")),
        changes(),
    ]
)
EDITOR = st.integers(0, 1)


class AdaptationLife(RuleBasedStateMachine):
    """One city with two editors, and three releases of a set: as it was, with another value, with other words."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        first = smartphones()
        battery, label = (row.version for row in first.members.all())
        other = VersionFactory(
            criterion=battery.criterion,
            number="2.0.0",
            base_version=battery,
            body=battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: {"cycles": "1000", "share": "80"}}),
        )
        worded = VersionFactory(
            criterion=battery.criterion,
            number="3.0.0",
            base_version=other,
            body=battery_content(blocks={"requirement.1": "It shall last."}),
        )
        self.releases = [
            first,
            *(ReleaseFactory(number=f"{n}.0.0", members=[v, label]) for n, v in ((2, other), (3, worded))),
        ]
        self.city = OrganisationFactory()
        self.editors = [city_editor(self.city) for _ in range(2)]
        self.day = ADAPTED_ON
        self.draft, self.newest, self.ended = None, None, False

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def tried(self, *, possible, call):
        """Whether a step succeeded: exactly when the model allows it, else in words or by the rule."""
        try:
            with transaction.atomic():
                result = call()
        except (RegistryError, PermissionDenied):
            assert not possible
            return False
        assert possible
        self.result = result
        return True

    def refreshed(self):
        return AdaptationDraft.objects.get(pk=self.draft.pk)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.day += timedelta(days=days)

    @rule(who=EDITOR, release=st.integers(0, 2))
    def somebody_starts(self, who, release):
        facts = {"organisation": self.city, "language": "en", "on": self.day, "actor": self.editors[who]}
        if self.tried(
            possible=self.draft is None and self.newest is None,
            call=lambda: start_adaptation(self.releases[release], **facts),
        ):
            self.draft = self.result

    @precondition(lambda self: self.newest)
    @rule(who=EDITOR)
    def somebody_goes_on(self, who):
        call = lambda: start_next_adaptation(self.newest, actor=self.editors[who])  # noqa: E731
        if self.tried(possible=self.draft is None, call=call):
            self.draft = self.result

    @precondition(lambda self: self.draft)
    @rule(who=EDITOR, changed=CHANGES, is_stale=st.integers(0, 3).map(lambda n: n == 0))
    def somebody_saves(self, who, changed, is_stale):
        seen = self.refreshed().lock_version - is_stale
        facts = {"overrides": changed, "language": "en", "seen": seen, "actor": self.editors[who]}
        self.tried(possible=not is_stale, call=lambda: save_adaptation(self.draft.pk, **facts))

    @precondition(lambda self: self.draft)
    @rule(value=st.sampled_from(["799", "2001", "900.5", "many"]))
    def somebody_goes_out_of_bounds(self, value):
        facts = {"overrides": changes(cycles(value)), "language": "en", "seen": self.refreshed().lock_version}
        self.tried(possible=False, call=lambda: save_adaptation(self.draft.pk, actor=self.editors[0], **facts))

    @precondition(lambda self: self.draft)
    @rule(who=EDITOR, release=st.integers(0, 2), decision=st.sampled_from([None, *Decision]))
    def somebody_rebases(self, who, release, decision):
        """Everything that waits for a decision is a conflict here, so each decision settles it."""
        draft, target = self.refreshed(), self.releases[release]
        waiting = [moved.key for moved in moves_to(draft, target) if moved.fate == "conflict"]
        facts = {"decisions": {key: decision for key in waiting if decision}, "values": {}, "on": self.day}
        self.tried(
            possible=not waiting or decision is not None,
            call=lambda: rebase_adaptation(draft.pk, target, seen=draft.lock_version, actor=self.editors[who], **facts),
        )

    @precondition(lambda self: self.draft)
    @rule(really=st.integers(0, 4))
    def it_is_abandoned(self, really):
        call = lambda: abandon_adaptation(self.draft.pk, reason="Not now.", actor=self.editors[0])  # noqa: E731
        if really == 0 and self.tried(possible=True, call=call):
            self.draft = None

    @precondition(lambda self: self.draft)
    @rule(who=EDITOR)
    def somebody_publishes(self, who):
        draft = self.refreshed()
        preview = preview_of(draft, on=self.day)
        differs = self.newest is None or preview.content_hash != self.newest.content_hash
        facts = {"seen": preview.content_hash, "effective_on": self.day, "on": self.day, "actor": self.editors[who]}
        call = lambda: publish_adaptation(draft.pk, **facts)  # noqa: E731
        if self.tried(possible=draft.saved_by != self.editors[who] and differs, call=call):
            assert (self.result.number, self.result.previous) == (preview.number, self.newest)
            assert call() == self.result  # again: the same
            self.draft, self.newest, self.ended = None, self.result, False

    @precondition(lambda self: self.newest)
    @rule(who=EDITOR, really=st.integers(0, 2))
    def the_newest_is_withdrawn(self, who, really):
        facts = {"reason": {"en": "No."}, "on": self.day, "actor": self.editors[who]}
        call = lambda: ask_withdrawal(self.newest.pk, **facts)  # noqa: E731
        if really == 0 and self.tried(possible=not self.ended, call=call):
            asked, others = self.result, [editor for editor in self.editors if editor != self.editors[who]]
            with pytest.raises(PermissionDenied):
                confirm_withdrawal(asked.pk, on=self.day, actor=self.editors[who])
            confirm_withdrawal(asked.pk, on=self.day, actor=others[0])
            self.ended = True

    @invariant()
    def promises_hold(self):
        assert broken_promises() == []

    @invariant()
    def at_most_one_is_in_force(self):
        in_force = list(Adaptation.objects.in_force(on=self.day))
        assert in_force == ([] if self.newest is None or self.ended else [self.newest])
        assert all(row.status in IN_FORCE for row in in_force)

    @invariant()
    def numbers_follow_each_other(self):
        line = sorted(Adaptation.objects.all(), key=lambda row: row.number)
        assert all(new.previous == old for old, new in pairwise(line))
        assert (line[-1] if line else None) == newest_of(self.city, self.releases[0].criteria_set)

    @invariant()
    def values_are_inside_their_bounds(self):
        for row in Adaptation.objects.all():
            battery = row.parsed.by_code["BAT-01"].content
            assert {int(values["cycles"]) in BOUNDS for values in battery.levels.values()} == {True}


@pytest.mark.django_db
def test_life_of_adaptations_keeps_every_promise():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    few = settings(max_examples=12, stateful_step_count=30, suppress_health_check=checks, deadline=None)

    run_state_machine_as_test(AdaptationLife, settings=few)
