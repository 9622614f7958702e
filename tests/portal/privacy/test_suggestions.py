"""What is kept of guests who suggest a change to a criterion, and for how long."""

import pytest

from portal.experiences.models import CriterionFeedback
from portal.experiences.services.suggesting import find_suggestion, link_to_follow, link_to_prove
from portal.privacy.services.erasing import erase_person
from portal.privacy.services.expiring import expire
from portal.privacy.services.exporting import export_person
from tests.factories.experiences import FeedbackFactory, SuggestionFactory
from tests.portal.privacy.rows import aged, ago

pytestmark = pytest.mark.django_db
UNPROVED, ADDRESSES = "unproved comments deleted", "addresses of comments removed"


@pytest.mark.parametrize(("hours", "gone"), [(47, 0), (49, 1)])
def test_what_was_never_proved_goes_after_two_days(hours, gone):
    aged(SuggestionFactory(verified_at=None), given_at=ago(hours=hours))

    assert expire()[UNPROVED] == gone
    assert CriterionFeedback.objects.count() == 1 - gone


def test_what_was_proved_stays_without_its_address_after_a_year():
    old, new = SuggestionFactory(name="Anna"), SuggestionFactory()
    aged(old, given_at=ago(days=366))

    assert expire()[ADDRESSES] == 1
    assert expire()[ADDRESSES] == 0
    rows = CriterionFeedback.objects.order_by("pk").values_list("pk", "name", "email")
    assert list(rows) == [(old.pk, "Anna", ""), (new.pk, "", new.email)]


def test_feedback_of_members_outlives_both_terms():
    feedback = aged(FeedbackFactory(), given_at=ago(days=800))

    counts = expire()

    assert (counts[UNPROVED], counts[ADDRESSES]) == (0, 0)
    assert CriterionFeedback.objects.get() == feedback


def test_dry_run_removes_nothing():
    aged(SuggestionFactory(verified_at=None), given_at=ago(days=3))
    old = aged(SuggestionFactory(), given_at=ago(days=366))

    counts = expire(dry_run=True)

    assert (counts[UNPROVED], counts[ADDRESSES]) == (1, 1)
    assert CriterionFeedback.objects.count() == 2
    assert CriterionFeedback.objects.get(pk=old.pk).email == old.email


def test_erased_guest_leaves_words_without_name_and_a_link_that_opens_nothing():
    made = SuggestionFactory(email="anna@example.org", name="Anna", answer="Yes.", answer_language="en")
    token = link_to_follow(made)

    erase_person("ANNA@example.org")

    made.refresh_from_db()
    assert (made.name, made.email, made.text, made.answer) == ("", "", "Which cycles are meant?", "Yes.")
    assert find_suggestion(token) is None


def test_erased_guest_leaves_nothing_of_what_was_not_proved():
    waiting = SuggestionFactory(email="anna@example.org", verified_at=None)
    others = SuggestionFactory(email="bert@example.org", verified_at=None)
    link_to_prove(waiting)

    erase_person("anna@example.org")

    assert list(CriterionFeedback.objects.all()) == [others]


def test_export_has_what_a_guest_suggested_proved_or_not():
    SuggestionFactory(email="anna@example.org", text="Proved.", name="Anna")
    SuggestionFactory(email="anna@example.org", text="Not proved.", verified_at=None)
    SuggestionFactory(email="bert@example.org")

    holdings = export_person("anna@example.org")["holdings"]
    rows = [row for each in holdings if each["model"] == "experiences.CriterionFeedback" for row in each["rows"]]

    assert sorted(row["text"] for row in rows) == ["Not proved.", "Proved."]
