"""A draft that was handed back is what its city's editors should see to, until they ask once more or give it up."""

import pytest

from portal.members.duties import Duty, duties_of
from registry.drafts.asking import handed_back
from registry.models import Draft
from registry.services.asking import ask_for_consultation, hand_back
from registry.services.drafting import abandon
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import CONSULTED, DraftFactory, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def editor(draft):
    return city_editor(draft.proposed_by)


@pytest.fixture
def returned(draft, editor):
    ask_for_consultation(draft.pk, note="", seen=1, actor=editor)
    hand_back(draft.pk, reason="Say for how long.", actor=secretary())
    return Duty(f"The coordinators have handed back your draft {draft}.", f"/en/me/drafts/{draft.pk}/")


def about_drafts(user):
    return [duty for duty in duties_of(user) if "/me/drafts/" in duty.url]


def test_editor_sees_to_what_was_handed_back(editor, returned):
    assert about_drafts(editor) == [returned]


def test_colleagues_without_a_role_and_other_cities_do_not(draft, returned):
    colleague = MembershipFactory(organisation=draft.proposed_by).user

    assert [about_drafts(user) for user in (colleague, city_editor(), secretary())] == [[], [], []]


def test_draft_that_was_never_asked_for_is_no_duty(draft, editor):
    assert about_drafts(editor) == []


def test_asking_once_more_ends_it(draft, editor, returned):
    ask_for_consultation(draft.pk, note="", seen=1, actor=editor)

    assert about_drafts(editor) == []


def test_giving_up_ends_it(draft, editor, returned):
    abandon(draft.pk, reason="Not needed.", on=CONSULTED, actor=editor)

    assert (about_drafts(editor), list(handed_back(Draft.objects.all()))) == ([], [])
