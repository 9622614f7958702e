"""The life of criteria after publication, step by step at random: what holds, holds after each."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from registry.enums import IN_FORCE, ProposalState, StatusKind, StepAfter
from registry.errors import RegistryError
from registry.models import CriterionVersion, LineageEdge, StatusEvent, StatusProposal
from registry.sealed.verify import find_faults
from registry.services.proposing import Step, confirm, propose, take_back
from registry.services.sealing import replaces_itself, seal_next
from registry.takeaway.use_now import heads_after
from tests.factories.drafts import secretary
from tests.factories.proposals import NOTE
from tests.factories.registry import VersionFactory, battery_content

TODAY = date(2026, 6, 1)
CODES = ("BAT-01", "BAT-02", "BAT-03", "BAT-04")
THEMES = ("durability", "climate", "battery")


class AfterPublication(RuleBasedStateMachine):
    """Two coordinators and four criteria; each day a step is proposed, confirmed or taken back."""

    waiting = Bundle("waiting")

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.today = TODAY
        self.first, self.second = secretary(), secretary()
        for code in CODES:
            VersionFactory(criterion__code=code)
        self.sealed = dict(CriterionVersion.objects.values_list("pk", "content_hash"))
        self.ended: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def head(self, code: str) -> CriterionVersion:
        rows = CriterionVersion.objects.finals().filter(criterion__code=code).select_related("criterion__register")
        return rows.newest_first()[0]

    def attempt(self, call: Any) -> Any:
        """What a service returns; None where it refuses, which it does in words."""
        try:
            with transaction.atomic():
                return call()
        except RegistryError as error:
            refusal = error
        assert str(refusal)
        return None

    @rule(
        target=waiting,
        code=st.sampled_from(CODES),
        kind=st.sampled_from(StepAfter),
        heirs=st.sets(st.sampled_from(CODES), max_size=3),
        days=st.integers(-1, 3),
        ends_as=st.sampled_from(["superseded", "deprecated"]),
    )
    def propose(self, code: str, kind: StepAfter, heirs: set[str], days: int, ends_as: str) -> int:
        chosen = sorted(heirs)
        also = [self.head(chosen.pop())] if kind is StepAfter.MERGER and chosen else []
        step = Step(
            kind=kind,
            words=NOTE,
            effective_on=self.today + timedelta(days=days),
            also=also,
            successors=[] if kind is StepAfter.ERRATUM else [self.head(heir).criterion for heir in chosen],
            ends_as=ends_as,
            reason_class="other",
            why_nothing=NOTE,
        )
        found = self.attempt(lambda: propose(self.head(code), step, on=self.today, actor=self.first))
        return found.pk if found else 0

    @rule(pk=waiting)
    def confirm(self, pk: int) -> None:
        if pk:
            self.attempt(lambda: confirm(pk, on=self.today, actor=self.second))

    @rule(pk=consumes(waiting))
    def take_back(self, pk: int) -> None:
        if pk:
            self.attempt(lambda: take_back(pk, actor=self.second))

    @rule(days=st.integers(1, 2))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(code=st.sampled_from(CODES), theme=st.sampled_from(THEMES))
    def follow(self, code: str, theme: str) -> None:
        base = self.head(code)
        body = battery_content(theme=theme)
        found = self.attempt(lambda: seal_next(base, body, change={}, effective_on=self.today, origin="test"))
        if found:
            self.sealed[found[0].pk] = found[0].content_hash

    @invariant()
    def no_text_has_changed_and_the_chain_holds(self) -> None:
        assert dict(CriterionVersion.objects.values_list("pk", "content_hash")) == self.sealed
        assert list(find_faults()) == []

    @invariant()
    def nothing_comes_back_into_force(self) -> None:
        in_force = set(CriterionVersion.objects.in_force(on=self.today).values_list("pk", flat=True))
        assert not in_force & self.ended
        self.ended |= set(self.sealed) - in_force

    @invariant()
    def one_version_of_a_criterion_is_in_force(self) -> None:
        criteria = list(CriterionVersion.objects.in_force(on=self.today).values_list("criterion", flat=True))
        assert len(criteria) == len(set(criteria))

    @invariant()
    def no_criterion_takes_its_own_place(self) -> None:
        assert not any(replaces_itself(self.head(code).criterion) for code in CODES)

    @invariant()
    def every_confirmed_step_has_its_event_by_two_people(self) -> None:
        for proposal in StatusProposal.objects.filter(state=ProposalState.CONFIRMED):
            assert proposal.proposed_by != proposal.decided_by
            assert proposal.version.events.filter(effective_on=proposal.effective_on).exists()

    @invariant()
    def what_is_used_instead_is_in_force(self) -> None:
        for edge in LineageEdge.objects.select_related("source"):
            heads = heads_after(edge.source, (), on=self.today)
            rows = CriterionVersion.objects.with_status(on=self.today).in_bulk([head.pk for head in heads])
            assert all(row.status in IN_FORCE for row in rows.values())

    @invariant()
    def nothing_is_dated_before_the_day_it_was_confirmed(self) -> None:
        later = StatusEvent.objects.exclude(kind=StatusKind.PUBLISHED)
        assert all(event.effective_on >= TODAY for event in later)


@pytest.mark.django_db
def test_whatever_coordinators_do_after_publication_the_promises_hold():
    run_state_machine_as_test(
        AfterPublication,
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
