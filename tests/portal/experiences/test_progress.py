"""How far a record is, who is going to see what, what happened to it, and what waits for its authors."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from portal.experiences.duties import of_experiences
from portal.experiences.enums import Audience, Section, Stage, State, Usage, Waiting
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.progress import TaskState, task_states
from portal.experiences.services.moving import correct, publish, retract, send_back, start, submit, take_back
from portal.experiences.tasks import Task
from portal.experiences.transitions import TRANSITIONS
from portal.experiences.views.timeline import STEPS, asked_of, next_step, passed_steps
from portal.experiences.who_sees import who_sees
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SubmittedFactory,
    SupplierFactory,
    published,
)
from tests.portal.experiences.authors import author_of

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def state_of(edition, task):
    return next(state for state in task_states(edition) if state.task is task)


def test_new_record_has_begun_with_its_readers_only():
    edition = Edition.objects.create(experience=EditionFactory(number=2).experience, number=1, state=State.PUBLISHED)

    states = task_states(edition)

    assert [state.task for state in states] == list(Task)
    assert [state.task for state in states if state.is_begun] == [Task.TENDER, Task.SHARING]
    assert state_of(edition, Task.TENDER).lacking == (
        *("the title", "the language of the text", "the country", "the year", "the stage of the tender"),
    )


@pytest.mark.parametrize(
    ("task", "factory", "so_far"),
    [
        (Task.CRITERIA, CitationFactory, ("1 criterion", "2 criteria")),
        (Task.DOCUMENTS, ExperienceDocumentFactory, ("1 document", "2 documents")),
    ],
)
def test_rows_are_counted(task, factory, so_far):
    edition = EditionFactory()
    found = []

    for _row in range(2):
        factory(edition=edition)
        found.append(state_of(edition, task))

    assert tuple(state.so_far for state in found) == so_far
    assert all(state.is_complete for state in found)


def test_lessons_are_counted():
    edition = EditionFactory()
    LessonFactory(edition=edition, topic="price")
    LessonFactory(edition=edition, topic="proof")

    assert state_of(edition, Task.LESSONS).so_far == "2 lessons"


@pytest.mark.parametrize("facts", [{"bids": 0}, {"again": "no"}, {"currency": "SEK"}, {"challenge_text": "None."}])
def test_one_answer_begins_what_happened(facts):
    assert not state_of(EditionFactory(), Task.OUTCOME).is_begun
    assert state_of(EditionFactory(**facts), Task.OUTCOME).is_complete


def test_supplier_begins_what_happened():
    edition = SupplierFactory().edition

    assert state_of(edition, Task.OUTCOME).is_begun


def test_adapted_criterion_without_a_word_of_how_is_in_progress():
    edition = CitationFactory(usage=Usage.ADAPTED).edition
    state = state_of(edition, Task.CRITERIA)

    assert (state.is_begun, state.is_complete) == (True, False)
    assert state.in_short == f"what was changed in {edition.citations.get()}"


def test_readers_are_told_in_words():
    assert state_of(EditionFactory(visibility=Audience.MEMBERS), Task.SHARING).so_far == "Members of the network"


def test_first_things_that_are_missing_are_named_and_the_rest_counted():
    state = TaskState(Task.TENDER, ("a", "b", "c", "d", "e"), True, "")

    assert state.in_short == "a, b, c and 2 more"
    assert TaskState(Task.TENDER, ("a", "b"), True, "").in_short == "a, b"


def test_only_the_tender_must_be_told():
    assert [state.task for state in task_states(EditionFactory()) if not state.is_optional] == [Task.TENDER]


# Who sees what


def cells(edition):
    return {row.section: row.cells for row in who_sees(edition)}


def test_public_record_with_bids_enough_is_shown_to_all():
    edition = EditionFactory(bids=3, awarded_value=1, currency="SEK", suppliers_anonymous=False)

    assert set(cells(edition).values()) == {("Shown", "Shown", "Shown")}
    assert list(cells(edition)) == [str(section.label) for section in Section]


def test_record_for_members_is_not_shown_to_everyone():
    rows = cells(EditionFactory(visibility=Audience.MEMBERS, suppliers_anonymous=False))

    assert {row[2] for row in rows.values()} == {"Not shown"}
    assert {row[:2] for row in rows.values()} == {("Shown", "Shown")}


@pytest.mark.parametrize("bids", [None, 0, 1, 2])
def test_few_bids_are_told_where_they_hide_something(bids):
    rows = cells(EditionFactory(bids=bids, awarded_value=1, currency="SEK", suppliers_anonymous=False))

    assert rows["Values"] == ("Shown", "Shown", "Only the estimated value: fewer than three bids are known")
    assert rows["What happened"][2] == "Without figures and suppliers: fewer than three bids are known"


def test_values_without_an_award_hide_nothing():
    assert cells(EditionFactory(bids=1, estimated_value=1, currency="SEK"))["Values"] == ("Shown", "Shown", "Shown")


def test_names_of_suppliers_are_told_to_be_replaced_for_others():
    assert cells(EditionFactory(bids=4, suppliers_anonymous=True))["What happened"] == (
        "Shown",
        "Shown, with “Supplier A” instead of names",
        "Shown, with “Supplier A” instead of names",
    )


@pytest.mark.parametrize("section", [section for section in Section if section is not Section.TENDER])
def test_section_that_is_kept_to_fewer_is_told_to_be(section):
    edition = EditionFactory(bids=4, suppliers_anonymous=False, **{f"{section}_visibility": Audience.MEMBERS})
    own = EditionFactory(bids=4, suppliers_anonymous=False, **{f"{section}_visibility": Audience.OWN})

    assert cells(edition)[str(section.label)] == ("Shown", "Shown", "Not shown")
    assert cells(own)[str(section.label)] == ("Shown", "Not shown", "Not shown")


# What happened, and what happens next


def test_every_step_that_can_be_logged_has_a_sentence():
    assert set(STEPS) == {*TRANSITIONS, "start", "correct", "discard", "retract"}


def test_steps_are_read_newest_first_with_their_reasons():
    author, reviewer = city_editor(), coordinator()
    edition = start(author.memberships.get().organisation, language="en", title="Phones", actor=author)
    Edition.objects.filter(pk=edition.pk).update(year=2026, stage=Stage.RUNNING)
    submit(edition.experience_id, actor=author)
    take_back(edition.experience_id, actor=author)
    submit(edition.experience_id, actor=author)
    send_back(edition.experience_id, reason="Which phones?", seen=2, actor=reviewer)

    steps = passed_steps(edition.experience)

    assert [(step.label, step.reason, step.is_newest) for step in steps] == [
        ("The coordinators sent the record back", "Which phones?", True),
        ("The record was sent to the coordinators", "", False),
        ("The record was taken back, to go on writing", "", False),
        ("The record was sent to the coordinators", "", False),
        ("The record was begun", "", False),
    ]


def test_question_of_the_coordinators_is_asked_until_the_record_is_sent_again():
    edition, reviewer = SubmittedFactory(), coordinator()
    asked = []
    for reason in ("First?", "Second?"):
        returned = send_back(edition.experience_id, reason=reason, seen=edition.submission, actor=reviewer)
        asked.append(asked_of(edition.experience, returned))
        edition = submit(edition.experience_id, actor=author_of(edition))
        asked.append(asked_of(edition.experience, edition))

    assert asked == ["First?", "", "Second?", ""]
    assert asked_of(edition.experience, None) == ""


def test_each_state_has_a_next_step_of_its_own():
    draft, sent = EditionFactory(), SubmittedFactory()
    back = EditionFactory(state=State.RETURNED)
    public, gone = published(), published()
    retract(gone.pk, reason="Wrong.", actor=city_editor(gone.organisation))
    gone.refresh_from_db()

    sentences = [next_step(edition.experience, edition) for edition in (draft, sent, back)]
    sentences += [next_step(experience, None) for experience in (public, gone)]

    assert len(set(sentences)) == 5
    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []


# What waits for the authors


def waiting(user, **asked):
    return [(duty.text, duty.url) for duty in of_experiences(user, [])]


def test_record_that_was_sent_back_waits_for_everybody_who_writes_it():
    edition = EditionFactory(state=State.RETURNED)
    other = EditionFactory(state=State.RETURNED)

    with translation.override("en"):
        duties = waiting(author_of(edition))

    assert duties == [
        (
            "The coordinators sent a tender experience back: read what they ask for.",
            f"/en/me/tenders/{edition.experience}/",
        )
    ]
    assert len(waiting(author_of(other))) == 1
    assert waiting(UserFactory()) == []


def test_several_of_the_same_lead_to_the_list():
    author = MembershipFactory().user
    organisation = author.memberships.get().organisation
    EditionFactory.create_batch(3, state=State.RETURNED, experience__organisation=organisation)

    with translation.override("en"):
        duties = waiting(author)

    assert duties == [
        (
            "The coordinators sent 3 tender experiences back: read what they ask for.",
            "/en/me/tenders/?show=returned",
        )
    ]


@pytest.mark.parametrize(("days", "waits"), [(29, False), (31, True)])
def test_draft_that_lies_is_remembered_after_thirty_days(days, waits):
    with time_machine.travel(TODAY - timedelta(days=days), tick=False):
        edition = EditionFactory()

    with time_machine.travel(TODAY, tick=False):
        assert bool(waiting(author_of(edition))) is waits


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        ({"stage": Stage.AWARDED}, True),
        ({"stage": Stage.CANCELLED}, True),
        ({"stage": Stage.RUNNING}, False),
        ({"stage": Stage.PLANNED}, False),
        ({"stage": Stage.RUNNING, "year": 2025}, True),
        ({"stage": Stage.AWARDED, "bids": 0}, False),
        ({"stage": Stage.AWARDED, "again": "yes"}, False),
        ({"stage": Stage.AWARDED, "challenge": "none"}, False),
        ({"stage": Stage.AWARDED, "price_outcome": "lower"}, False),
    ],
)
def test_tender_that_has_ended_without_a_word_of_what_happened_is_remembered(facts, waits):
    with time_machine.travel(TODAY, tick=False):
        experience = published(EditionFactory(**{"year": 2026, **facts}))

        assert bool(waiting(author_of(experience))) is waits


def test_what_is_taken_back_or_being_corrected_is_not_remembered():
    gone, mended = published(), published()
    retract(gone.pk, reason="Wrong.", actor=city_editor(gone.organisation))
    correct(mended.pk, actor=author_of(mended))

    assert waiting(author_of(gone)) == waiting(author_of(mended)) == []


def test_corrected_record_is_remembered_once_its_correction_is_published():
    experience = published()
    author = author_of(experience)
    correct(experience.pk, actor=author)
    submit(experience.pk, actor=author)
    publish(experience.pk, seen=experience.editions.in_work().get().submission, actor=coordinator())

    assert len(waiting(author)) == 1


def test_each_kind_is_remembered_in_order_with_a_sentence_of_its_own():
    author = MembershipFactory().user
    ours = {"experience__organisation": author.memberships.get().organisation}
    with time_machine.travel(TODAY - timedelta(days=40), tick=False):
        EditionFactory(**ours)
    with time_machine.travel(TODAY, tick=False):
        published(EditionFactory(**ours))
        EditionFactory(state=State.RETURNED, **ours)

        assert [text.split(":")[0] for text, _url in waiting(author)] == [
            "The coordinators sent a tender experience back",
            "A draft of a tender experience has lain for 30 days",
            "A tender that you told of has ended",
        ]


@pytest.mark.parametrize("count", [1, 3])
def test_all_that_waits_is_one_question(count, django_assert_num_queries):
    author = MembershipFactory().user
    organisation = author.memberships.get().organisation
    EditionFactory.create_batch(count, state=State.RETURNED, experience__organisation=organisation)

    with django_assert_num_queries(1):
        assert len(of_experiences(author, [])) == 1


def test_kinds_of_waiting_exclude_each_other():
    edition = EditionFactory(state=State.RETURNED)
    Edition.objects.filter(pk=edition.pk).update(changed_at=TODAY - timedelta(days=900))
    rows = TenderExperience.objects.with_waiting(now=TODAY)

    assert [each for each in Waiting if rows.waiting_for(each).exists()] == [Waiting.RETURNED]
