"""The whole life of a criterion, by chance: whatever is tried in whatever order, the promises hold.

A small model beside it knows what has to be possible: state, votes, open comments, days. What the model forbids is
refused, and what it allows succeeds.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from registry.enums import Bump, Disposition, VoteChoice
from registry.errors import RegistryError
from registry.models import Comment, CriterionVersion, Draft
from registry.services.candidates import open_consultation, rework
from registry.services.consulting import comment_as_member, dispose
from registry.services.drafting import abandon, save, start_from
from registry.services.publishing import publish
from registry.services.sealing import head_of, seal_translation
from registry.services.voting import cast, open_vote, withdraw_vote
from tests.factories.accounts import city_editor
from tests.factories.drafts import CONSULTED, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory, VersionFactory, battery_content
from tests.registry.services.promises import broken_promises

MEMBERS = 4
VOTING_DAYS = 3
CYCLES = st.sampled_from(["800", "900", "1000", "1200"])
WHO = st.integers(0, MEMBERS - 1)


class CriterionLife(RuleBasedStateMachine):
    """One criterion in force, four cities, two coordinators of whom one also writes."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        RegisterFactory(voting_min_days=VOTING_DAYS)
        self.criterion = VersionFactory().criterion
        self.cities = OrganisationFactory.create_batch(MEMBERS)
        self.editors = [city_editor(city) for city in self.cities]
        self.writer, self.coordinator = secretary(is_superuser=True), secretary()
        self.day = CONSULTED
        self.forget()

    def forget(self):
        self.draft = None
        self.candidate = None
        self.state = ""
        self.votes = {}
        self.writers = set()

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

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.day += timedelta(days=days)

    @rule(steps=st.integers(1, 6), cycles=CYCLES)
    def things_go_their_usual_way(self, steps, cycles):
        """Chance alone seldom comes as far as a vote."""
        for step in range(steps):
            if self.state == "":
                self.somebody_starts(who=step % MEMBERS)
            elif self.state == "drafting" and self.differs():
                self.a_coordinator_consults()
            elif self.state == "drafting":
                self.somebody_saves(cycles=cycles, theme="durability", is_stale=False, by_city=True)
            elif self.state == "consultation":
                self.days_pass(days=14)
                while self.open_comments():
                    self.a_comment_is_answered()
                self.a_vote_is_opened()
            elif free := set(range(MEMBERS)) - set(self.votes):
                self.a_city_votes(who=min(free), choice="approve")
            else:
                self.days_pass(days=VOTING_DAYS)
                self.somebody_publishes(by_writer=False)

    @rule(who=WHO)
    def somebody_starts(self, who):
        base = head_of(self.criterion)
        base.criterion = self.criterion
        call = lambda: start_from(base, proposed_by=self.cities[who], actor=self.editors[who])  # noqa: E731
        if self.tried(possible=self.draft is None, call=call):
            self.draft, self.state, self.city = self.result, "drafting", who
            self.writers = {self.editors[who].pk}

    @precondition(lambda self: self.draft)
    @rule(
        cycles=CYCLES, theme=st.sampled_from(["battery", "durability"]), is_stale=st.booleans(), by_city=st.booleans()
    )
    def somebody_saves(self, cycles, theme, is_stale, by_city):
        body = battery_content(theme=theme)
        body = replace(body, levels={**body.levels, 2: {**body.levels[2], "cycles": cycles}})
        actor = self.editors[self.city] if by_city else self.writer
        seen = Draft.objects.get(pk=self.draft.pk).lock_version - is_stale
        call = lambda: save(self.draft.pk, content=body, summary={}, seen=seen, actor=actor)  # noqa: E731
        before = Draft.objects.get(pk=self.draft.pk).content
        if self.tried(possible=self.state == "drafting" and not is_stale, call=call):
            self.writers |= {actor.pk} if self.result.content != before else set()

    @precondition(lambda self: self.draft)
    @rule()
    def a_stranger_saves(self):
        stranger = self.editors[(self.city + 1) % MEMBERS]
        call = lambda: save(self.draft.pk, content=battery_content(), summary={}, seen=1, actor=stranger)  # noqa: E731
        self.tried(possible=False, call=call)

    @precondition(lambda self: self.draft)
    @rule()
    def a_coordinator_consults(self):
        call = lambda: open_consultation(self.draft.pk, on=self.day, actor=self.coordinator)  # noqa: E731
        if self.tried(possible=self.state == "drafting" and self.differs(), call=call):
            self.candidate, self.state, self.opened, self.votes = self.result, "consultation", self.day, {}

    @precondition(lambda self: self.candidate)
    @rule(who=WHO, block=st.sampled_from(["", "requirement.2", "title"]))
    def somebody_comments(self, who, block):
        said = {"block": block, "text": "Why?", "language": "en"}
        call = lambda: comment_as_member(  # noqa: E731
            self.candidate.pk, organisation=self.cities[who], actor=self.editors[who], **said
        )
        self.tried(possible=self.state == "consultation", call=call)

    @precondition(lambda self: self.open_comments())
    @rule()
    def a_comment_is_answered(self):
        comment = self.open_comments()[0]
        answer = {"disposition": Disposition.PARTLY, "answer": "Because."}
        self.tried(
            possible=self.state in ("drafting", "consultation"),
            call=lambda: dispose(comment.pk, actor=self.coordinator, **answer),
        )

    @precondition(lambda self: self.candidate)
    @rule()
    def a_vote_is_opened(self):
        is_due = self.state == "consultation" and self.day >= self.opened + timedelta(days=14)
        call = lambda: open_vote(self.draft.pk, on=self.day, actor=self.coordinator)  # noqa: E731
        if self.tried(possible=is_due and not self.open_comments(), call=call):
            self.state, self.vote_opened = "voting", self.day

    @precondition(lambda self: self.candidate and self.candidate.electors.exists())
    @rule(who=WHO, choice=st.sampled_from(["approve", "approve", "reject", "abstain"]))
    def a_city_votes(self, who, choice):
        elector = self.candidate.electors.get(organisation=self.cities[who])
        call = lambda: cast(elector.pk, choice=VoteChoice(choice), reason="So.", actor=self.editors[who])  # noqa: E731
        if self.tried(possible=self.state == "voting", call=call):
            self.votes[who] = choice

    @precondition(lambda self: self.candidate and self.candidate.electors.exists())
    @rule(who=WHO)
    def a_city_takes_its_vote_back(self, who):
        elector = self.candidate.electors.get(organisation=self.cities[who])
        if self.tried(possible=self.state == "voting", call=lambda: withdraw_vote(elector.pk, actor=self.editors[who])):
            self.votes.pop(who, None)

    @precondition(lambda self: self.candidate)
    @rule(title=st.sampled_from(["Batteri", "Ackumulator"]))
    def a_translation_lands(self, title):
        is_open = self.state in ("consultation", "voting")
        self.tried(possible=is_open, call=lambda: seal_translation(self.candidate.version, "sv", {"title": title}))

    @precondition(lambda self: self.draft)
    @rule()
    def a_coordinator_takes_it_back(self):
        call = lambda: rework(self.draft.pk, reason="More to do.", on=self.day, actor=self.coordinator)  # noqa: E731
        if self.tried(possible=self.state in ("consultation", "voting"), call=call):
            self.state, self.votes = "drafting", {}

    @precondition(lambda self: self.draft)
    @rule(really=st.integers(0, 4))
    def it_is_abandoned(self, really):
        if really:
            return
        call = lambda: abandon(self.draft.pk, reason="Not now.", on=self.day, actor=self.coordinator)  # noqa: E731
        if self.tried(possible=True, call=call):
            self.forget()

    @precondition(lambda self: self.candidate)
    @rule(by_writer=st.booleans())
    def somebody_publishes(self, by_writer):
        actor = self.writer if by_writer else self.coordinator
        count = {choice: list(self.votes.values()).count(choice) for choice in ("approve", "reject")}
        is_carried = len(self.votes) * 2 >= MEMBERS and 0 < count["approve"] * 3 >= 2 * sum(count.values())
        allowed = self.writers != {actor.pk} and self.state == "voting" and is_carried and self.has_lasted()
        seen, base = self.candidate.version.content_hash, head_of(self.criterion)
        call = lambda: publish(self.draft.pk, seen=seen, effective_on=self.day, on=self.day, actor=actor)  # noqa: E731
        if self.tried(possible=allowed and self.day >= base.events.first().effective_on, call=call):
            assert (self.result.base_version, self.result.content_hash) == (base, seen)
            assert call() == self.result  # again: the same
            self.forget()

    def has_lasted(self):
        return self.day >= self.vote_opened + timedelta(days=VOTING_DAYS)

    def differs(self):
        return self.draft_now().content != head_of(self.criterion).parsed.as_dict()

    def draft_now(self):
        return Draft.objects.get(pk=self.draft.pk)

    def open_comments(self):
        return list(Comment.objects.of(self.draft).unanswered().order_by("pk")) if self.draft else []

    @invariant()
    def promises_hold(self):
        assert broken_promises() == []

    @invariant()
    def state_is_the_models(self):
        assert self.draft is None or self.draft_now().state == self.state

    @invariant()
    def numbers_follow_each_other(self):
        line = sorted(CriterionVersion.objects.finals(), key=lambda version: version.number)
        assert all(new.base_version == old for old, new in pairwise(line))
        assert all(old.number.step_to(new.number) in Bump for old, new in pairwise(line))


@pytest.mark.django_db
def test_life_of_a_criterion_keeps_every_promise():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    few = settings(max_examples=12, stateful_step_count=40, suppress_health_check=checks, deadline=None)

    run_state_machine_as_test(CriterionLife, settings=few)
