"""Drafting: begun once, saved by whoever read it last, confirmed by somebody else, given up for a reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from registry.enums import Bump, CriterionKind, DraftState
from registry.errors import (
    BaseMoved,
    DraftExists,
    DraftLocked,
    KindChanged,
    NothingDeclared,
    OtherRegister,
    ReasonNeeded,
    StaleDraft,
    StepNotPossible,
)
from registry.models import Draft
from registry.services.drafting import abandon, confirm_same_bids, declare_same_bids, save, start_from, start_new
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import PUBLISHED, DraftFactory, in_consultation, in_vote, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriterionFactory, RegisterFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db

TECHNICAL = CriterionKind.TECHNICAL_SPECIFICATION
NEW = battery_content(theme="climate")


@pytest.fixture
def city():
    return OrganisationFactory()


@pytest.fixture
def editor(city):
    return city_editor(city)


def saved(draft, *, content=NEW, actor, seen=None, **words):
    words = {"summary": {"en": "Other theme."}, **words}
    return save(draft.pk, content=content, seen=seen or draft.lock_version, actor=actor, **words)


def test_draft_begins_with_the_words_of_the_newest_version(city, editor):
    base = VersionFactory(number="1.2.0")

    draft = start_from(base, proposed_by=city, actor=editor)

    assert draft.parsed == base.parsed
    assert (draft.code, draft.kind, draft.criterion) == (base.criterion.code, TECHNICAL, base.criterion)
    assert (draft.state, draft.lock_version, list(draft.proposers.all())) == (DraftState.DRAFTING, 1, [editor])
    assert str(draft) == f"{base.criterion} (1.2.0)"


def test_draft_of_a_new_code_has_no_criterion_yet(city, editor):
    draft = start_new(RegisterFactory(), "NEW-01", TECHNICAL, NEW, proposed_by=city, actor=editor)

    assert (draft.criterion, draft.base_version, draft.parsed) == (None, None, NEW)
    assert str(draft) == "NEW-01 (new)"


@pytest.mark.parametrize("code", ["new-01", "NEW-1", "NEW-001", "N-01"])
def test_draft_needs_a_code_that_is_one(city, editor, code):
    with pytest.raises(ValidationError):
        start_new(RegisterFactory(), code, TECHNICAL, NEW, proposed_by=city, actor=editor)


def test_draft_from_an_older_version_is_refused(city, editor):
    base = VersionFactory()
    newer = VersionFactory(criterion=base.criterion, number="1.1.0", base_version=base)

    with pytest.raises(BaseMoved, match=str(newer)):
        start_from(base, proposed_by=city, actor=editor)


def test_draft_from_a_candidate_is_refused(city, editor):
    candidate = VersionFactory(number="1.0.0-rc.1", published=None)

    with pytest.raises(BaseMoved):
        start_from(candidate, proposed_by=city, actor=editor)


def test_new_code_that_has_a_version_is_refused(city, editor):
    version = VersionFactory(criterion__code="BAT-01")

    with pytest.raises(BaseMoved):
        start_new(version.criterion.register, "BAT-01", TECHNICAL, NEW, proposed_by=city, actor=editor)


def test_code_of_a_lapsed_candidate_comes_back_only_as_what_it_was(city, editor):
    CriterionFactory(code="BAT-01")

    with pytest.raises(KindChanged):
        start_new(RegisterFactory(), "BAT-01", CriterionKind.AWARD, NEW, proposed_by=city, actor=editor)
    with pytest.raises(OtherRegister):
        start_new(RegisterFactory(code="other"), "BAT-01", TECHNICAL, NEW, proposed_by=city, actor=editor)
    assert (
        start_new(RegisterFactory(), "BAT-01", TECHNICAL, NEW, proposed_by=city, actor=editor).criterion.code
        == "BAT-01"
    )


def test_second_draft_of_a_criterion_waits_for_the_end_of_the_first(city, editor):
    first = DraftFactory()

    with pytest.raises(DraftExists, match=first.code):
        start_from(first.base_version, proposed_by=city, actor=editor)
    abandon(first.pk, reason="Taken over.", on=PUBLISHED, actor=secretary())

    assert start_from(first.base_version, proposed_by=city, actor=editor).state == DraftState.DRAFTING


def test_save_keeps_words_writer_and_a_revision(editor, city):
    draft = DraftFactory(proposers=[], proposed_by=city)

    row = saved(draft, actor=editor, at_least=Bump.MINOR)

    assert (row.parsed, row.summary, row.at_least) == (NEW, {"en": "Other theme."}, Bump.MINOR)
    assert (row.lock_version, list(row.proposers.all())) == (2, [editor])
    assert [(each.user, each.content["lock_version"]) for each in row.revisions] == [(editor, 2)]


def test_save_of_the_same_words_changes_nothing_and_makes_nobody_a_writer(editor, city):
    draft = DraftFactory(proposers=[], proposed_by=city)

    row = saved(draft, content=draft.parsed, summary=draft.summary, actor=editor)

    assert (row.lock_version, row.proposers.count(), row.revisions.count()) == (1, 0, 0)


def test_save_over_what_was_not_read_gives_both_texts_back():
    draft, actor = DraftFactory(), secretary()
    saved(draft, actor=actor, summary={"en": "Theirs."})

    with pytest.raises(StaleDraft, match="was saved meanwhile") as refused:
        saved(draft, actor=actor, summary={"en": "Yours."}, seen=1)

    assert refused.value.yours == {"content": NEW.as_dict(), "summary": {"en": "Yours."}, "at_least": 1}
    assert refused.value.theirs == {"content": NEW.as_dict(), "summary": {"en": "Theirs."}, "at_least": 1}
    assert Draft.objects.get().summary == {"en": "Theirs."}


def test_locked_draft_is_saved_by_whoever_locked_it_alone():
    holder, other = secretary(), secretary()
    draft = DraftFactory(locked=True, locked_by=holder)

    for step in (saved, lambda draft, actor: declare_same_bids(draft.pk, reason="No.", seen=1, actor=actor)):
        with pytest.raises(DraftLocked):
            step(draft, actor=other)

    assert saved(draft, actor=holder).lock_version == 2


@pytest.mark.parametrize("put", [in_consultation, in_vote])
def test_what_is_before_the_members_is_not_edited(put):
    draft = put().draft
    words = draft.content

    for step in (saved, lambda draft, actor: declare_same_bids(draft.pk, reason="No.", seen=1, actor=actor)):
        with pytest.raises(StepNotPossible):
            step(draft, actor=secretary())

    assert Draft.objects.get().content == words


def test_older_revision_brings_back_words_and_nothing_else(editor, city):
    draft = DraftFactory(proposed_by=city)
    first = saved(draft, actor=editor).latest_revision
    saved(Draft.objects.get(), content=battery_content(), actor=editor, summary={"en": "Back."})
    Draft.objects.update(state=DraftState.ABANDONED)

    older = Draft.objects.get().with_content_json(first.content)

    assert (older.parsed, older.summary) == (NEW, {"en": "Other theme."})
    assert (older.state, older.lock_version) == (DraftState.ABANDONED, 3)


def test_declaration_holds_once_somebody_else_has_confirmed_it():
    draft, first, second = DraftFactory(), secretary(), secretary()

    declared = declare_same_bids(draft.pk, reason=" Only clearer. ", seen=1, actor=first)
    with pytest.raises(PermissionDenied):
        confirm_same_bids(draft.pk, seen=2, actor=first)
    confirmed = confirm_same_bids(draft.pk, seen=2, actor=second)

    assert (declared.is_declared, declared.same_bids_reason) == (False, "Only clearer.")
    assert (confirmed.is_declared, confirmed.confirmed_by) == (True, second)


def test_declaration_is_confirmed_for_the_words_that_were_read():
    draft, first, second = DraftFactory(), secretary(), secretary()
    declare_same_bids(draft.pk, reason="Only clearer.", seen=1, actor=first)
    saved(Draft.objects.get(), actor=first)

    with pytest.raises(StaleDraft):
        confirm_same_bids(draft.pk, seen=2, actor=second)

    assert confirm_same_bids(draft.pk, seen=3, actor=second).is_declared


def test_changed_words_need_a_new_confirmation():
    first, second = secretary(), secretary()
    draft = DraftFactory(same_bids_reason="Only clearer.", declared_by=first, confirmed_by=second)

    changed = saved(draft, actor=first)

    assert (changed.declared_by, changed.confirmed_by, changed.is_declared) == (first, None, False)


def test_another_summary_leaves_the_confirmation():
    first, second = secretary(), secretary()
    draft = DraftFactory(same_bids_reason="Only clearer.", declared_by=first, confirmed_by=second)

    assert saved(draft, content=draft.parsed, actor=first).is_declared


def test_declaration_can_be_taken_back():
    draft = DraftFactory(same_bids_reason="Only clearer.", declared_by=secretary(), confirmed_by=secretary())

    taken_back = declare_same_bids(draft.pk, reason=" ", seen=1, actor=secretary())

    assert (taken_back.same_bids_reason, taken_back.declared_by, taken_back.confirmed_by) == ("", None, None)
    with pytest.raises(NothingDeclared):
        confirm_same_bids(draft.pk, seen=2, actor=secretary())


def test_database_takes_no_declaration_that_one_person_makes_and_confirms():
    user = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DraftFactory(declared_by=user, confirmed_by=user)


@pytest.mark.parametrize("put", [DraftFactory, lambda: in_consultation().draft, lambda: in_vote().draft])
def test_open_draft_is_abandoned_for_a_reason_and_its_candidate_lapses(put):
    draft = put()

    with pytest.raises(ReasonNeeded):
        abandon(draft.pk, reason=" ", on=PUBLISHED, actor=secretary())
    abandoned = abandon(draft.pk, reason="No longer needed.", on=PUBLISHED, actor=secretary())

    assert abandoned.state == DraftState.ABANDONED
    assert [each.version.events.last().kind for each in draft.candidates.all()] in ([], ["lapsed"])
    assert draft.steps.last().reason == "No longer needed."
