"""A draft beside its base: what changed, which step that needs at least, what raises it."""

import pytest

from registry.diffs.drafted import beside_base, beside_each_other
from registry.enums import Bump
from registry.models import CriterionVersion
from registry.services.drafting import confirm_same_bids, declare_same_bids
from tests.factories.drafts import DraftFactory, secretary
from tests.factories.registry import RegisterFactory, TranslationFactory, battery_content

pytestmark = pytest.mark.django_db

REWORDED = battery_content(blocks={"requirement.1": "The battery shall keep {share} % after {cycles} cycles."})
THEME = battery_content(theme="climate")


def compared(draft, content, at_least=Bump.PATCH, language="en"):
    draft.base_version = CriterionVersion.objects.with_translations().get(pk=draft.base_version_id)
    return beside_base(draft, content, language, at_least=at_least)


def test_step_is_the_computed_one_or_the_raised_one():
    draft = DraftFactory()
    plain, raised = compared(draft, THEME), compared(draft, THEME, Bump.MINOR)

    assert (plain.difference.bump, plain.step, plain.raised_to) == (Bump.PATCH, Bump.PATCH, None)
    assert (raised.difference.bump, raised.step, raised.raised_to) == (Bump.PATCH, Bump.MINOR, Bump.MINOR)


def test_step_is_never_lower_than_the_computed_one():
    assert compared(DraftFactory(), REWORDED, Bump.MINOR).step == Bump.MAJOR


def test_confirmed_declaration_is_counted_and_one_that_waits_is_not():
    draft = DraftFactory()
    declared = declare_same_bids(draft.pk, reason="A typing error.", seen=1, actor=secretary())
    assert compared(declared, REWORDED).difference.bump == Bump.MAJOR

    confirmed = confirm_same_bids(draft.pk, seen=2, actor=secretary())
    assert compared(confirmed, REWORDED).difference.bump == Bump.PATCH


def test_same_text_differs_in_nothing():
    draft = DraftFactory()
    same = compared(draft, draft.base_version.parsed)

    assert (same.difference.is_empty, same.changed, same.step) == (True, [], Bump.PATCH)


def test_changed_text_is_shown_in_the_language_that_both_have():
    draft = DraftFactory()
    TranslationFactory(version=draft.base_version, language="sv")

    changed = compared(draft, REWORDED, language="sv").changed

    assert [(field.anchor, field.lang) for field in changed] == [("requirement.1", "en")]


def test_page_has_nothing_to_say_of_versions_on_the_way():
    draft = compared(DraftFactory(), REWORDED)

    assert (draft.summaries, draft.declarations, draft.is_back) == ([], [], False)


def test_new_code_has_no_base_to_be_compared_with():
    draft = DraftFactory(base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award")

    assert beside_base(draft, draft.parsed, "en", at_least=Bump.PATCH) is None


def test_two_texts_of_one_draft_are_compared_both_ways():
    draft = DraftFactory()
    there = beside_each_other(draft, battery_content(), REWORDED, "en")
    back = beside_each_other(draft, REWORDED, battery_content(), "en")

    assert [field.anchor for field in there.changed] == ["requirement.1"]
    assert [change.mirrored for change in back.difference.changes] == list(there.difference.changes)
