"""Feedback on the page of a criterion, as members, visitors and coordinators meet it."""

import csv
import io

import pytest
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import Answer, answer, answer_of, point_of
from portal.members.seen import seen_of
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator, sign_in_with_second_factor
from tests.factories.experiences import FeedbackFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


@pytest.fixture
def member(client):
    user = MembershipFactory().user
    client.force_login(user)
    return user


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


GIVE = "/en/criterion/bat-01/1.2.0/feedback/"
TYPED = {"kind": "proof", "text": "No lab offers the test.", "language": "en"}


def test_member_says_something_and_finds_it_on_the_page(client, version, member):
    response = client.post(GIVE, TYPED, follow=True)

    assert response.redirect_chain[-1][0] == "/en/criterion/bat-01/1.2.0/#feedback"
    text = text_of(response)
    assert "The coordinators read your feedback and answer it." in text
    assert "The proof is hard to get" in text
    assert "No lab offers the test." in text


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, version, member):
    response = client.post(GIVE, {"text": "No lab offers the test."})

    text = text_of(response)
    assert "Choose what it is about." in text
    assert "Choose the language in which you have written." in text
    assert "No lab offers the test." in text
    assert CriterionFeedback.objects.count() == 0


def test_member_of_two_organisations_chooses_one(client, version, member):
    second = MembershipFactory(user=member).organisation

    client.post(GIVE, {**TYPED, "organisation": second.slug})

    assert CriterionFeedback.objects.get().organisation == second


def test_visitor_is_led_to_the_form_of_guests_and_signs_in_for_that_of_members(client, version):
    FeedbackFactory(version=version)

    page, asked = text_of(client.get("/en/criterion/bat-01/1.2.0/")), client.get(GIVE)

    assert "Is something unclear, or has the law moved? Tell the coordinators." in page
    assert "Which cycles are meant?" not in page
    assert asked.status_code == 302
    assert asked["Location"] == f"/accounts/login/?next={GIVE}"


def test_somebody_without_an_organisation_is_led_to_the_form_of_guests(client, version):
    client.force_login(UserFactory())

    assert client.get(GIVE)["Location"] == "/en/criterion/bat-01/1.2.0/suggest/"
    assert client.post(GIVE, TYPED).status_code == 404


def test_version_that_is_not_there_is_not_found(client, member, version):
    assert client.get("/en/criterion/bat-01/9.9.9/feedback/").status_code == 404


def test_own_feedback_is_changed_withdrawn_and_brought_back(client, version, member):
    client.post(GIVE, TYPED)
    feedback = CriterionFeedback.objects.get()
    seen = seen_of(*point_of(feedback))

    client.post(f"/en/me/feedback/{feedback.pk}/", {**TYPED, "text": "Two labs do.", "seen": seen})
    withdrawn = client.post(f"/en/me/feedback/{feedback.pk}/withdraw/", follow=True)
    back = client.post(f"/en/me/feedback/{feedback.pk}/withdraw/", {"do": "undo"}, follow=True)

    assert "Your feedback was withdrawn. You can bring it back below." in text_of(withdrawn)
    assert "Bring it back" in text_of(withdrawn)
    assert "Two labs do." in text_of(back)


def test_second_window_sees_both_texts(client, version, member):
    client.post(GIVE, TYPED)
    feedback = CriterionFeedback.objects.get()
    CriterionFeedback.objects.update(text="The other window's words.")

    response = client.post(
        f"/en/me/feedback/{feedback.pk}/", {**TYPED, "text": "Mine.", "seen": seen_of(*point_of(feedback))}
    )

    assert "The other window's words." in text_of(response)
    assert "Mine." in text_of(response)


def test_feedback_of_others_cannot_be_touched(client, version, member):
    feedback = FeedbackFactory(version=version)

    assert client.get(f"/en/me/feedback/{feedback.pk}/").status_code == 404
    assert client.post(f"/en/me/feedback/{feedback.pk}/withdraw/").status_code == 404
    assert CriterionFeedback.objects.get().withdrawn_at is None


def test_feedback_on_an_older_version_says_so_and_shows_its_answer(client, version, member):
    older = VersionFactory(criterion=version.criterion, number="1.0.0", base_version=None)
    feedback = FeedbackFactory(version=older, text="Old point.")
    seen = seen_of(*answer_of(feedback), *point_of(feedback))
    answer(feedback.pk, Answer("It is mended.", "en"), seen=seen, actor=coordinator())

    text = text_of(client.get("/en/criterion/bat-01/1.2.0/"))

    assert "about version 1.0.0" in text
    assert "It is mended." in text


def test_permanent_page_is_the_same_for_everyone(client, version, member):
    FeedbackFactory(version=version)

    assert "Which cycles are meant?" not in text_of(client.get("/id/criterion/bat-01/v1.2.0"))


@pytest.fixture
def answering(client):
    user = coordinator()
    sign_in_with_second_factor(client, user)
    return user


def answer_page(feedback):
    return reverse("feedback-admin:answer", args=[feedback.pk])


def test_coordinator_answers_from_the_list(client, answering, version):
    feedback = FeedbackFactory(version=version)
    listed = text_of(client.get(reverse("feedback-admin:list")))
    seen = html.fromstring(client.get(answer_page(feedback)).content.decode()).xpath("//input[@name='seen']/@value")

    typed = {"answer": "Full cycles.", "answer_language": "en", "seen": seen[0]}
    response = client.post(answer_page(feedback), typed, follow=True)

    feedback.refresh_from_db()
    assert "BAT-01@1.2.0" in listed
    assert (feedback.answer, feedback.answered_by) == ("Full cycles.", answering)
    assert "The answer is saved." in text_of(response)


def test_answer_that_somebody_else_has_given_meanwhile_is_shown(client, answering, version):
    feedback = FeedbackFactory(version=version)
    seen = seen_of(*answer_of(feedback), *point_of(feedback))
    answer(feedback.pk, Answer("First.", "en"), seen=seen, actor=coordinator())

    typed = {"answer": "Second.", "answer_language": "en", "seen": seen}
    text = text_of(client.post(answer_page(feedback), typed))

    assert "First." in text
    assert CriterionFeedback.objects.get().answer == "First."


def test_answer_without_words_is_asked_for(client, answering, version):
    feedback = FeedbackFactory(version=version)

    assert "Write an answer." in text_of(client.post(answer_page(feedback), {"answer_language": "en"}))


def test_list_is_narrowed_by_state_kind_and_criterion(client, answering, version):
    FeedbackFactory(version=version, kind="law")
    other = FeedbackFactory(kind="unclear")
    address = reverse("feedback-admin:list")

    def codes(query):
        text = text_of(client.get(f"{address}?{query}"))
        return [str(row) for row in (version, other.version) if str(row) in text]

    assert codes("kind=law") == [str(version)]
    assert codes("standing=open") == [str(version), str(other.version)]
    assert codes("standing=answered") == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_long_it_is(client, answering, count, django_assert_max_num_queries):
    FeedbackFactory.create_batch(count)
    address = reverse("feedback-admin:list-results")
    client.get(address)

    with django_assert_max_num_queries(14):
        client.get(address)


def test_export_has_no_formula(client, answering, version):
    FeedbackFactory(version=version, text="=HYPERLINK(1)")
    address = reverse("feedback-admin:list")

    table = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{address}?export=xlsx").streaming_content)))

    assert [row[3] for row in csv.reader(io.StringIO(table))][1] == "'=HYPERLINK(1)"
    cell = book.active["D2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_members_and_superusers_do_not_get_into_the_list(client, version):
    for user in (MembershipFactory().user, UserFactory(is_superuser=True, is_staff=True)):
        sign_in_with_second_factor(client, user)
        for address in (reverse("feedback-admin:list"), answer_page(FeedbackFactory(version=version))):
            assert client.get(address).status_code in (302, 403)
