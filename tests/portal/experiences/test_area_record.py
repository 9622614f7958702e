"""The page of a record: its parts, where it stands, and each step as a button that says no when it is not possible."""

import pytest

from portal.experiences.enums import Audience, Stage, State
from portal.experiences.models import Edition, Face, TenderExperience
from portal.experiences.services.moving import correct, publish, retract, send_back, submit
from tests.factories.accounts import MembershipFactory, city_editor, coordinator
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    LessonFactory,
    SubmittedFactory,
    published,
)
from tests.portal.experiences.authors import AREA, author_of, own, words_in

pytestmark = pytest.mark.django_db
STEPS = ["send/", "take-back/", "correct/", "discard/"]


def signed_in(client, thing):
    """The client of somebody who works for the organisation whose record it is."""
    client.force_login(author_of(thing))
    return client


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def buttons_on(client, thing):
    """The steps to which the page of a record leads: their addresses below that of the record."""
    html = words_in(client.get(own(thing)))
    links = {rest for rest in [*STEPS, "retract/", "check/", "preview/"] if f'"{own(thing, rest)}"' in html}
    return sorted(links)


@pytest.mark.parametrize("rest", ["", "check/", "preview/", "discard/", "retract/", "task/tender/", "task/lessons/"])
def test_record_of_others_is_like_no_record(client, rest):
    edition = EditionFactory()
    client.force_login(city_editor())

    assert client.get(own(edition, rest)).status_code == 404
    assert client.get(f"{AREA}TE-NOWHERE/{rest}").status_code == 404


@pytest.mark.parametrize("rest", [*STEPS, "retract/", "task/tender/"])
def test_record_of_others_takes_no_step(client, rest):
    edition = EditionFactory()
    client.force_login(city_editor())

    response = client.post(own(edition, rest), {"reason": "Mine now.", "do": "save"})

    assert response.status_code == 404
    assert list(edition.experience.steps.all()) == []


def test_record_shows_its_parts_and_how_far_each_is(client):
    edition = EditionFactory(title="Phones", year=None, stage="", bids=4)
    LessonFactory(edition=edition)

    response = signed_in(client, edition).get(own(edition))
    html = words_in(response)

    assert [(str(state.task), state.is_complete, state.is_begun) for state in response.context["states"]] == [
        ("tender", False, True),
        ("criteria", False, False),
        ("outcome", True, True),
        ("lessons", True, True),
        ("documents", False, False),
        ("sharing", True, True),
    ]
    assert "Still missing: the year, the stage of the tender." in html
    assert "You can look at any time; you can send when nothing is missing." in html
    assert html.count(">Optional</span>") == 2
    assert "<span>1 lesson</span>" in html


def test_title_of_the_record_says_its_language(client):
    edition = EditionFactory(title="Puhelimet", language="fi")

    assert '<h1 lang="fi">Puhelimet</h1>' in words_in(signed_in(client, edition).get(own(edition)))


def test_steps_that_are_offered_follow_the_state(client):
    draft, sent = EditionFactory(), SubmittedFactory()
    back = EditionFactory(state=State.RETURNED, submission=1)
    public = published(EditionFactory(bids=4))
    mended = published(EditionFactory(bids=4))
    correct(mended.pk, actor=author_of(mended))

    offered = {
        name: buttons_on(signed_in(client, thing), thing)
        for name, thing in {"draft": draft, "sent": sent, "back": back, "public": public, "mended": mended}.items()
    }

    assert offered == {
        "draft": ["check/", "discard/", "preview/"],
        "sent": ["preview/", "take-back/"],
        "back": ["check/", "discard/", "preview/"],
        "public": ["correct/", "preview/"],
        "mended": ["check/", "discard/", "preview/"],
    }


def test_city_editor_is_offered_to_take_a_published_record_back_and_a_member_is_not(client):
    experience = published()
    client.force_login(city_editor(experience.organisation))
    as_editor = buttons_on(client, experience)
    member = signed_in(client, experience)

    assert as_editor == ["correct/", "preview/", "retract/"]
    assert buttons_on(member, experience) == ["correct/", "preview/"]
    assert member.get(own(experience, "retract/")).status_code == 404
    assert member.post(own(experience, "retract/"), {"reason": "No."}).status_code == 404


def test_published_record_leads_to_what_readers_see(client):
    experience = published()

    html = words_in(signed_in(client, experience).get(own(experience)))

    assert f'<a href="/en/experiences/{experience.slug}/">See the published page</a>' in html
    assert '<span class="ds-tag" data-color="neutral">Everyone</span>' in html


def test_record_is_sent_and_says_what_happens_next(client):
    edition = EditionFactory()

    response = signed_in(client, edition).post(own(edition, "send/"), follow=True)

    edition.refresh_from_db()
    assert edition.state == State.SUBMITTED
    assert messages_of(response) == ["The record was sent to the coordinators. You get a mail when they have read it."]
    assert "A coordinator reads the record, and publishes it or sends it back with a reason." in words_in(response)


def test_incomplete_record_is_not_sent_and_says_what_is_missing(client):
    edition = EditionFactory(year=None)

    response = signed_in(client, edition).post(own(edition, "send/"), follow=True)

    edition.refresh_from_db()
    assert edition.state == State.DRAFT
    assert response.redirect_chain == [(own(edition, "check/"), 302)]
    assert messages_of(response) == [
        f"{edition.experience} is not complete: the year. Complete these parts, then send it."
    ]


def test_record_that_was_sent_twice_is_sent_once(client):
    edition = EditionFactory()
    signed_in(client, edition)

    first, second = (client.post(own(edition, "send/"))["Location"] for _time in range(2))

    assert first == second == own(edition)
    assert [step.name for step in edition.experience.steps.all()] == ["submit"]


def test_record_is_taken_back_to_be_changed(client):
    edition = SubmittedFactory()

    response = signed_in(client, edition).post(own(edition, "take-back/"), follow=True)

    edition.refresh_from_db()
    assert edition.state == State.DRAFT
    assert messages_of(response) == ["You can change the record again. Send it anew when you are done."]


def test_record_that_was_published_meanwhile_is_not_taken_back(client):
    edition = SubmittedFactory()
    publish(edition.experience_id, seen=1, actor=coordinator())

    response = signed_in(client, edition).post(own(edition, "take-back/"), follow=True)

    (message,) = messages_of(response)
    assert message.startswith(f"{edition.experience} is “Published”, so this step is not possible now.")
    assert Face.objects.exists()


@pytest.mark.parametrize(
    ("state", "rest"),
    [
        (State.DRAFT, "take-back/"),
        (State.SUBMITTED, "discard/"),
        (State.RETURNED, "take-back/"),
    ],
)
def test_step_that_is_not_possible_changes_nothing(client, state, rest):
    edition = EditionFactory(state=state, submission=1)
    signed_in(client, edition)

    response = client.post(own(edition, rest), follow=True)

    edition.refresh_from_db()
    assert edition.state == state
    assert list(edition.experience.steps.all()) == []
    assert ["not possible now" in message for message in messages_of(response)] == [True]


@pytest.mark.parametrize("rest", STEPS[:3])
def test_step_is_taken_by_a_button_only(client, rest):
    edition = EditionFactory()

    assert signed_in(client, edition).get(own(edition, rest)).status_code == 405


def test_reason_of_the_coordinators_is_read_on_every_page_until_the_record_is_sent_again(client):
    edition = SubmittedFactory()
    send_back(edition.experience_id, reason="Which year?\nWrite it.", seen=1, actor=coordinator())
    signed_in(client, edition)
    asked = "<p>Which year?<br>Write it.</p>"

    pages = {rest: words_in(client.get(own(edition, rest))).count(asked) for rest in ("", "task/tender/")}
    submit(edition.experience_id, actor=author_of(edition))

    assert pages == {"": 2, "task/tender/": 1}  # on its page in the log too
    assert words_in(client.get(own(edition))).count(asked) == 1


def test_log_names_no_person(client):
    edition = SubmittedFactory()
    reviewer = coordinator(name="Rita Reviewer")
    send_back(edition.experience_id, reason="Which year?", seen=1, actor=reviewer)

    response = signed_in(client, edition).get(own(edition))

    assert [step.label for step in response.context["steps"]] == ["The coordinators sent the record back"]
    assert "Rita" not in words_in(response)


def test_published_record_is_corrected_and_readers_see_the_old_one_meanwhile(client):
    experience = published(CitationFactory().edition)

    response = signed_in(client, experience).post(own(experience, "correct/"), follow=True)

    draft = Edition.objects.get(experience=experience, number=2)
    assert (draft.state, draft.citations.count()) == (State.DRAFT, 1)
    assert "Throw the correction away" in words_in(response)
    assert Face.objects.filter(audience=Audience.EVERYONE).count() == 1


# Throwing away


def test_draft_is_thrown_away_after_a_question(client):
    edition = EditionFactory(title="Phones")
    signed_in(client, edition)

    asked = words_in(client.get(own(edition, "discard/")))
    response = client.post(own(edition, "discard/"), follow=True)

    assert "All that was written about “Phones” is deleted, with its documents. This cannot be undone." in asked
    assert TenderExperience.objects.count() == 0
    assert (response.redirect_chain, messages_of(response)) == ([(AREA, 302)], ["The draft was thrown away."])


def test_correction_is_thrown_away_and_the_published_record_stays(client):
    experience = published()
    signed_in(client, experience)
    correct(experience.pk, actor=author_of(experience))

    asked = words_in(client.get(own(experience, "discard/")))
    response = client.post(own(experience, "discard/"), follow=True)

    assert "The published record stays as it is." in asked
    assert [edition.number for edition in experience.editions.all()] == [1]
    assert messages_of(response) == ["What you were writing was thrown away. Nothing else has changed."]


@pytest.mark.parametrize("make", [SubmittedFactory, lambda: published().current], ids=["sent", "published"])
def test_nobody_is_asked_to_throw_away_what_cannot_be(client, make):
    edition = make()

    response = signed_in(client, edition).get(own(edition, "discard/"))

    assert (response.status_code, response["Location"]) == (302, own(edition))


# Taking a published record back


def test_published_record_is_taken_back_with_a_reason_that_everybody_reads(client):
    experience = published()
    client.force_login(city_editor(experience.organisation))

    response = client.post(own(experience, "retract/"), {"reason": "It was another tender."}, follow=True)
    experience.refresh_from_db()

    assert (experience.retraction_reason, Face.objects.count()) == ("It was another tender.", 0)
    assert messages_of(response) == ["The record was taken back. Whoever opens its address reads why."]
    assert ">Taken back</span>" in words_in(response)
    assert "Readers see that it was taken back, and why." in words_in(response)


def test_record_is_not_taken_back_without_a_reason(client):
    experience = published()
    client.force_login(city_editor(experience.organisation))

    response = client.post(own(experience, "retract/"), {"reason": "  "})

    assert response.context["form"].errors == {"reason": ["Write why, in a sentence: links to the record lead to it."]}
    assert Face.objects.exists()


@pytest.mark.parametrize("is_retracted", [False, True])
def test_nobody_is_asked_for_the_reason_of_what_is_not_published(client, is_retracted):
    experience = published() if is_retracted else EditionFactory().experience
    editor = city_editor(experience.organisation)
    if is_retracted:
        retract(experience.pk, reason="It was another tender.", actor=editor)
    client.force_login(editor)

    shown = client.get(own(experience, "retract/"))
    client.post(own(experience, "retract/"), {"reason": "Once more."})
    experience.refresh_from_db()

    assert (shown.status_code, shown["Location"]) == (302, own(experience))
    assert experience.retraction_reason == ("It was another tender." if is_retracted else "")


def test_record_that_was_taken_back_is_corrected_and_published_again(client):
    experience = published()
    editor = city_editor(experience.organisation)
    retract(experience.pk, reason="It was another tender.", actor=editor)
    client.force_login(editor)

    client.post(own(experience, "correct/"))
    client.post(own(experience, "send/"))
    publish(experience.pk, seen=experience.editions.get(number=2).submission, actor=coordinator())
    experience.refresh_from_db()

    assert (experience.retracted_at, Face.objects.filter(audience=Audience.EVERYONE).count()) == (None, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_record_takes_the_same_queries_however_much_it_says(client, django_assert_num_queries, count):
    edition = EditionFactory(stage=Stage.AWARDED)
    CitationFactory.create_batch(count, edition=edition)
    signed_in(client, edition)
    client.get(own(edition))

    with django_assert_num_queries(11):
        assert client.get(own(edition)).status_code == 200


def test_page_of_a_record_is_cached_by_nobody(client):
    edition = EditionFactory()
    MembershipFactory(organisation=edition.experience.organisation)

    assert "no-store" in signed_in(client, edition).get(own(edition))["Cache-Control"]
