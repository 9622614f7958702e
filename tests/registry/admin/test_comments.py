"""Comments in the admin: by block, those of earlier candidates marked, answered one by one or together, as a sheet."""

import csv
from io import BytesIO

import pytest
from openpyxl import load_workbook

from registry.admin.steps.comments import Said
from registry.enums import Disposition
from registry.models import Comment
from registry.services.answering import answer_seen
from registry.services.candidates import open_consultation, rework
from registry.services.consulting import dispose
from registry.services.drafting import save
from registry.services.voting import open_vote
from tests.factories.drafts import CONSULTED, VOTED, CommentFactory, in_consultation, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import battery_content
from tests.registry.admin.coordinators import said, signed_in, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(client):
    signed_in(client)
    return in_consultation()


def listed(client, candidate, query=""):
    return [each.comment for each in client.get(step_of(candidate, "comments") + query).context["said"]]


def marked(*comments):
    return [f"{comment.pk}:{answer_seen(comment)}" for comment in comments]


def answer(client, candidate, comments, query="", **sent):
    given = {"comment": marked(*comments), "disposition": "accepted", "answer": "We do so.", **sent}
    return client.post(step_of(candidate, "comments") + query, given)


def answers():
    return list(Comment.objects.order_by("pk").values_list("disposition", "answer"))


def next_candidate(candidate, body):
    """The draft reworked to ``body`` and put to the members again."""
    rework(candidate.draft_id, reason="More to do.", on=CONSULTED, actor=secretary())
    seen = candidate.draft.lock_version
    save(candidate.draft_id, content=body, summary={"en": "Better."}, seen=seen, actor=secretary())
    return open_consultation(candidate.draft_id, on=CONSULTED, actor=secretary())


def test_comments_are_grouped_by_block(client, candidate):
    last = CommentFactory(candidate=candidate, block="title")
    first = CommentFactory(candidate=candidate, block="requirement.2", text="Why so much?")
    whole = CommentFactory(candidate=candidate, block="")
    CommentFactory(candidate=candidate, verified_at=None)

    page = client.get(step_of(candidate, "comments")).content.decode()

    assert listed(client, candidate) == [whole, first, last]
    headings = ("The whole criterion", "Requirement, level 2 Advanced", "Title")
    assert sorted(headings, key=page.index) == list(headings)


def test_only_those_without_an_answer_are_listed_on_demand(client, candidate):
    waiting = CommentFactory(candidate=candidate)
    answered = CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")

    assert listed(client, candidate) == [waiting, answered]
    assert listed(client, candidate, "?only=unanswered") == [waiting]


def test_lists_without_comments_say_so(client, candidate):
    assert "Nobody has commented yet." in client.get(step_of(candidate, "comments")).content.decode()

    CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")
    page = client.get(step_of(candidate, "comments") + "?only=unanswered").content.decode()
    assert "Every comment has its answer." in page


def test_comment_is_from_a_member_a_name_or_the_public_and_shows_no_address(client, candidate):
    city = OrganisationFactory(name="Example city")
    CommentFactory(candidate=candidate, organisation=city, email="")
    CommentFactory(candidate=candidate, name="Anna", email="anna@example.org")
    CommentFactory(candidate=candidate)

    page = client.get(step_of(candidate, "comments"))

    assert [each.by for each in page.context["said"]] == ["Example city", "Anna", "The public"]
    assert "anna@example.org" not in page.content.decode()


def test_comments_of_an_earlier_candidate_say_whether_their_words_are_still_there(client, candidate):
    kept = CommentFactory(candidate=candidate, block="title")
    changed = CommentFactory(candidate=candidate, block="requirement.1")
    words = "It keeps {share} % of its capacity after {cycles} charge cycles."
    newest = next_candidate(candidate, battery_content(blocks={"requirement.1": words}))
    own = CommentFactory(candidate=newest, block="requirement.1")

    page = client.get(step_of(newest, "comments"))

    marks = {each.comment: (each.is_older, each.is_carried_over) for each in page.context["said"]}
    assert marks == {kept: (True, True), changed: (True, False), own: (False, False)}
    assert page.content.decode().count("carried over") == 1


def test_several_comments_are_answered_together(client, candidate):
    first, _other, last = CommentFactory.create_batch(3, candidate=candidate)

    result = answer(client, candidate, [first, last], "?only=unanswered")

    assert result["Location"] == step_of(candidate, "comments") + "?only=unanswered"
    assert answers() == [("accepted", "We do so."), ("", ""), ("accepted", "We do so.")]
    assert said(client, candidate) == ["2 comments are answered."]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"comment": []}, {"comment": ["Choose at least one comment in the list."]}),
        ({"answer": " "}, {"answer": ["Write an answer: everybody who reads the comment reads it too."]}),
        ({"disposition": ""}, {"disposition": ["Choose what becomes of the comment."]}),
    ],
    ids=["none chosen", "no answer", "no outcome"],
)
def test_what_is_missing_is_named_and_what_was_typed_is_kept(client, candidate, sent, fault):
    comment = CommentFactory(candidate=candidate)

    page = answer(client, candidate, [comment], **sent)

    assert page.context["form"].errors == fault
    assert page.context["chosen"] == sent.get("comment", marked(comment))
    assert ("We do so." in page.content.decode()) == ("answer" not in sent)
    assert answers() == [("", "")]


@pytest.mark.parametrize("forged", ["x", "1", "1:2", "1:" + "g" * 16, "' OR 1=1"])
def test_forged_choice_answers_nothing(client, candidate, forged):
    CommentFactory(candidate=candidate)

    page = answer(client, candidate, [], comment=[forged])

    assert (list(page.context["form"].errors), answers()) == (["comment"], [("", "")])


def test_comment_on_another_draft_is_not_answered_here(client, candidate):
    stranger = CommentFactory(candidate=in_consultation())

    page = answer(client, candidate, [stranger])

    assert page.context["form"].non_field_errors() == [
        "One of the comments is gone. Reload the page, then answer again."
    ]
    assert answers() == [("", "")]


def test_answer_of_somebody_else_is_not_written_over(client, candidate):
    comment = CommentFactory(candidate=candidate)
    dispose(comment.pk, disposition=Disposition.REJECTED, answer="No.", actor=secretary())

    page = answer(client, candidate, [comment])

    assert "Somebody has answered the comment" in page.context["form"].non_field_errors()[0]
    assert answers() == [("rejected", "No.")]


def test_one_comment_has_a_page_for_its_answer(client, candidate):
    comment = CommentFactory(candidate=candidate)
    address = step_of(candidate, "answer", comment.pk)
    seen = client.get(address).context["form"].initial["seen"]

    result = client.post(address, {"seen": seen, "disposition": "partly", "answer": "In part."})

    assert (result["Location"], answers()) == (step_of(candidate, "comments"), [("partly", "In part.")])


def test_answer_that_is_there_stands_in_the_form_and_can_be_changed(client, candidate):
    comment = CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")
    address = step_of(candidate, "answer", comment.pk)
    initial = client.get(address).context["form"].initial

    client.post(address, {**initial, "answer": "Yes, from 2027."})

    assert (initial["answer"], answers()) == ("Yes.", [("accepted", "Yes, from 2027.")])


def test_page_of_a_comment_on_another_draft_is_not_found(client, candidate):
    stranger = CommentFactory(candidate=in_consultation())
    unproved = CommentFactory(candidate=candidate, verified_at=None)

    assert client.get(step_of(candidate, "answer", stranger.pk)).status_code == 404
    assert client.get(step_of(candidate, "answer", unproved.pk)).status_code == 404


def test_once_the_vote_is_open_answers_are_only_read(client, candidate):
    comment = CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")
    open_vote(candidate.draft_id, on=VOTED, actor=secretary())

    page = client.get(step_of(candidate, "comments")).content.decode()
    refused = answer(client, candidate, [comment])

    assert ("Answers cannot be changed any more." in page, 'type="checkbox"' in page) == (True, False)
    assert "so this step is not possible now." in refused.context["form"].non_field_errors()[0]
    assert "<textarea" not in client.get(step_of(candidate, "answer", comment.pk)).content.decode()


def test_comment_is_text(client, candidate):
    CommentFactory(candidate=candidate, text="<b>bold</b>", name="<i>Anna</i>")

    page = client.get(step_of(candidate, "comments")).content.decode()

    assert ("<b>bold" in page, "<i>Anna" in page, "&lt;b&gt;bold" in page) == (False, False, True)


def sheet(client, candidate, suffix):
    return client.get(step_of(candidate, "comment-sheet") + f"?export={suffix}").getvalue()


def test_comments_are_had_as_csv_without_addresses_and_formulas(client, candidate):
    CommentFactory(candidate=candidate, text="=HYPERLINK(1)", name="Anna", email="anna@example.org")
    CommentFactory(candidate=candidate, block="", disposition="partly", answer="In part.")

    rows = list(csv.reader(sheet(client, candidate, "csv").decode().splitlines()))

    assert rows[0] == [
        *("Block", "Version", "Comment", "Language", "From", "Written at"),
        *("What becomes of it", "Answer", "Answered at"),
    ]
    assert [row[:5] for row in rows[1:]] == [
        ["The whole criterion", str(candidate), "Say how the capacity is measured.", "en", "The public"],
        ["Requirement, level 1 Baseline", str(candidate), "'=HYPERLINK(1)", "en", "Anna"],
    ]
    assert [row[6:8] for row in rows[1:]] == [["accepted in part", "In part."], ["", ""]]


def test_comments_are_had_as_a_workbook(client, candidate):
    CommentFactory(candidate=candidate, text="=1+1")

    [_heading, row] = load_workbook(BytesIO(sheet(client, candidate, "xlsx"))).active.iter_rows()

    assert (row[2].value, row[2].data_type) == ("=1+1", "s")


def test_sheet_of_no_known_format_leads_to_the_list(client, candidate):
    answer = client.get(step_of(candidate, "comment-sheet") + "?export=exe")

    assert answer["Location"] == step_of(candidate, "comments")


def test_long_list_is_paginated_and_keeps_its_filter(client, candidate):
    CommentFactory.create_batch(26, candidate=candidate)

    assert [len(listed(client, candidate, query)) for query in ("", "?p=2", "?p=nonsense")] == [25, 1, 25]
    page = client.get(step_of(candidate, "comments") + "?only=unanswered").content.decode()
    assert 'href="?p=2&amp;only=unanswered"' in page


def test_comment_without_any_candidate_to_compare_is_of_its_own():
    assert Said(Comment(), None).is_carried_over is False


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_twenty_four_queries(client, candidate, django_assert_num_queries, count):
    for number in range(count):
        CommentFactory(candidate=candidate, organisation=OrganisationFactory(), block=f"requirement.{number % 2 + 1}")
    client.get(step_of(candidate, "comments"))

    with django_assert_num_queries(24):
        client.get(step_of(candidate, "comments"))
