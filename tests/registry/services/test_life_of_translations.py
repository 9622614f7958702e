"""The life of a translation, by chance: whatever is tried in whatever order, two people have read what is sealed.

A small model beside it knows what has to be possible: the state, who has written, whether a revision landed meanwhile.
What the model forbids is refused, and what it allows succeeds.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from registry.enums import TranslationState
from registry.errors import RegistryError
from registry.models import TranslationDraft, TranslationStep
from registry.sealed.verify import find_faults
from registry.services.sealing import seal_translation
from registry.services.translating import abandon, begin, confirm, hand_in, rebase, save, send_back
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory, translated

PEOPLE = 3
WHO = st.integers(0, PEOPLE - 1)
TITLES = st.sampled_from(["", "Batteri", "Ack", "Ett batteri som håller"])


class TranslationLife(RuleBasedStateMachine):
    """One version, one language, three coordinators of whom one is a superuser."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.version = VersionFactory()
        self.content = self.version.content
        self.people = [secretary(is_superuser=True), secretary(), secretary()]
        self.sealed = []  # all revisions, as blocks
        self.draft, self.state, self.writers, self.words = None, "", set(), {}
        self.begun_at, self.count = 0, 1

    def teardown(self):
        assert list(find_faults()) == []
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def tried(self, *, possible, call):
        """Whether a step succeeded: exactly when the model allows it, else in words or by the rule."""
        try:
            with transaction.atomic():
                self.result = call()
        except (RegistryError, PermissionDenied):
            assert not possible
            return False
        assert possible
        return True

    def whole(self, title):
        return {**translated(self.version, "sv"), "title": title}

    def is_sealable(self):
        is_new = not self.sealed or self.sealed[-1] != self.words
        return self.begun_at == len(self.sealed) and len(self.words) == len(self.whole("")) and is_new

    @rule(steps=st.integers(1, 5), title=TITLES)
    def things_go_their_usual_way(self, steps, title):
        """Chance alone seldom comes as far as a revision."""
        for _ in range(steps):
            if self.state == "":
                self.somebody_begins(who=0)
            elif self.state == "drafting" and not self.is_sealable():
                self.somebody_saves(who=1, title=title or "Batteri", is_stale=False)
                if not self.is_sealable():
                    self.somebody_takes_over_what_landed(who=1, is_stale=False)
            elif self.state == "drafting":
                self.somebody_hands_in(who=0, is_stale=False)
            else:
                self.somebody_confirms(who=min(set(range(PEOPLE)) - self.writers, default=0), is_stale=False)

    @rule(who=WHO)
    def somebody_begins(self, who):
        assert self.tried(possible=True, call=lambda: begin(self.version, "sv", actor=self.people[who]))
        if self.state:
            assert self.result == self.draft
            return
        self.draft, self.state, self.writers = self.result, "drafting", set()
        self.words = dict(self.sealed[-1]) if self.sealed else {}
        self.begun_at, self.count = len(self.sealed), 1

    @precondition(lambda self: self.draft)
    @rule(who=WHO, title=TITLES, is_stale=st.booleans())
    def somebody_saves(self, who, title, is_stale):
        words, seen = self.whole(title), self.count - is_stale
        call = lambda: save(self.draft.pk, blocks=words, seen=seen, actor=self.people[who])  # noqa: E731
        if self.tried(possible=self.state == "drafting" and not is_stale, call=call):
            written = {block: text for block, text in words.items() if text}
            if written != self.words:
                self.words, self.count = written, self.count + 1
                self.writers.add(who)

    @precondition(lambda self: self.draft)
    @rule(who=WHO, is_stale=st.booleans())
    def somebody_hands_in(self, who, is_stale):
        call = lambda: hand_in(self.draft.pk, seen=self.count - is_stale, actor=self.people[who])  # noqa: E731
        if self.tried(possible=self.state == "drafting" and self.is_sealable() and not is_stale, call=call):
            self.state = "waiting"

    @precondition(lambda self: self.draft)
    @rule(who=WHO, is_stale=st.booleans())
    def somebody_confirms(self, who, is_stale):
        may = who not in self.writers and not is_stale
        call = lambda: confirm(self.draft.pk, seen=self.count - is_stale, actor=self.people[who])  # noqa: E731
        is_repeat = self.state == "" and TranslationDraft.objects.get(pk=self.draft.pk).sealed_as is not None
        possible = may and (is_repeat or (self.state == "waiting" and self.is_sealable()))
        if self.tried(possible=possible, call=call) and not is_repeat:
            self.sealed.append(dict(self.words))
            self.state = ""

    @precondition(lambda self: self.draft)
    @rule(who=WHO)
    def somebody_sends_it_back(self, who):
        call = lambda: send_back(self.draft.pk, reason="The title.", actor=self.people[who])  # noqa: E731
        if self.tried(possible=self.state == "waiting", call=call):
            self.state = "drafting"

    @precondition(lambda self: self.draft)
    @rule(who=WHO)
    def somebody_gives_it_up(self, who):
        call = lambda: abandon(self.draft.pk, reason="Not now.", actor=self.people[who])  # noqa: E731
        if self.tried(possible=bool(self.state), call=call):
            self.state = ""

    @rule(title=TITLES)
    def a_revision_lands_from_elsewhere(self, title):
        words = {block: text for block, text in self.whole(title).items() if text}
        if seal_translation(self.version, "sv", words):
            self.sealed.append(words)

    @precondition(lambda self: self.draft)
    @rule(who=WHO, is_stale=st.booleans())
    def somebody_takes_over_what_landed(self, who, is_stale):
        call = lambda: rebase(self.draft.pk, seen=self.count - is_stale, actor=self.people[who])  # noqa: E731
        if not self.tried(possible=bool(self.state) and not is_stale, call=call) or self.begun_at == len(self.sealed):
            return
        begun = self.sealed[self.begun_at - 1] if self.begun_at else {}
        landed, mine = self.sealed[-1], self.words
        merged = {
            block: landed.get(block, "") if mine.get(block) == begun.get(block) else mine.get(block, "")
            for block in self.whole("")
        }
        self.words = {block: text for block, text in merged.items() if text}
        self.state, self.begun_at, self.count = "drafting", len(self.sealed), self.count + 1

    @invariant()
    def all_is_as_the_model_says(self):
        assert [row.blocks for row in self.version.translations.order_by("revision")] == self.sealed
        if self.state:
            draft = TranslationDraft.objects.get(pk=self.draft.pk)
            assert (draft.state, draft.blocks, draft.lock_version) == (self.state, self.words, self.count)
            assert {self.people.index(user) for user in draft.writers.all()} == self.writers

    @invariant()
    def what_is_sealed_by_two_was_confirmed_by_none_of_its_writers(self):
        for draft in TranslationDraft.objects.exclude(sealed_as=None):
            confirmed = TranslationStep.objects.get(draft=draft, name="confirm")
            assert confirmed.user not in set(draft.writers.all())
            assert (draft.state, draft.sealed_as.blocks) == (TranslationState.SEALED, draft.blocks)

    @invariant()
    def version_is_as_it_was_sealed(self):
        self.version.refresh_from_db()
        assert self.version.content == self.content


@pytest.mark.django_db
def test_life_of_a_translation_keeps_the_promises():
    quick = settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(TranslationLife, settings=quick)
