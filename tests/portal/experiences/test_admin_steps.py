"""What a coordinator decides: published, sent back with a letter, taken back. Nothing typed is lost."""

import re

import pytest
from django.core import mail

from portal.core.viewer import VISITOR
from portal.experiences.enums import State
from portal.experiences.letters import draft
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.moving import correct, publish, retract, send_back, submit, take_back
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from tests.factories.accounts import coordinator
from tests.factories.experiences import published
from tests.portal.experiences.moderators import (
    author_of,
    correction,
    moderator,
    page_of,
    publish_of,
    retract_of,
    send_back_of,
    sent,
)

pytestmark = pytest.mark.django_db


def filled(edition, **changes):
    """The form of sending back as a browser sends it."""
    letter = draft(edition, "send_back", language=edition.language).body
    return {"seen": edition.submission, "letter": letter, "reason_text": "Vilket år?", **changes}


def said(client, edition):
    """The messages on the page of the record."""
    return [str(message).strip() for message in client.get(page_of(edition)).context["messages"]]


def state_of(edition):
    return Edition.objects.get(pk=edition.pk).state


def visible():
    return list(TenderExperience.objects.visible_to(VISITOR))


def test_coordinator_publishes_what_she_has_read(client):
    moderator(client)
    edition = sent()

    answer = client.post(publish_of(edition), {"seen": 1})

    assert (answer["Location"], state_of(edition)) == (page_of(edition), State.PUBLISHED)
    assert said(client, edition) == [
        f"{edition.experience} Phones for the city is published. Its authors get a letter."
    ]
    assert visible() == [edition.experience]


def test_button_pressed_twice_publishes_once(client):
    moderator(client)
    edition = sent()

    answers = [client.post(publish_of(edition), {"seen": 1}) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [page_of(edition)] * 2
    assert list(edition.experience.steps.values_list("name", flat=True)) == ["publish"]


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (
            lambda edition: take_back(edition.experience_id, actor=edition.submitted_by),
            "is “Draft”, so this step is not possible now.",
        ),
        (
            lambda edition: submit(
                take_back(edition.experience_id, actor=edition.submitted_by).experience_id, actor=edition.submitted_by
            ),
            "was sent anew since you opened this page. Read it once more, then decide.",
        ),
        (
            lambda edition: send_back(edition.experience_id, reason="Year?", seen=1, actor=coordinator()),
            "is “Sent back”, so this step is not possible now.",
        ),
    ],
    ids=["taken back", "sent anew", "sent back by another coordinator"],
)
def test_publishing_from_an_old_page_changes_nothing_and_says_why(client, happens, says):
    moderator(client)
    edition = sent()
    happens(edition)
    before = state_of(edition)

    client.post(publish_of(edition), {"seen": 1})

    [message] = said(client, edition)
    assert (says in message, state_of(edition), visible()) == (True, before, [])


def test_old_page_of_a_correction_does_not_publish_the_next_one(client):
    moderator(client)
    edition = correction(title="First correction")
    page = client.get(page_of(edition)).context["edition"]
    publish(edition.experience_id, seen=edition.submission, actor=coordinator())
    author = author_of(edition)
    following = correct(edition.experience_id, actor=author)
    submit(edition.experience_id, actor=author)

    client.post(publish_of(edition), {"seen": page.submission})

    assert state_of(following) == State.SUBMITTED
    assert "was sent anew since you opened this page" in said(client, edition)[0]


@pytest.mark.parametrize("typed", [{}, {"seen": "x"}, {"seen": ""}])
def test_publishing_without_what_was_seen_is_refused(client, typed):
    moderator(client)
    edition = sent()

    client.post(publish_of(edition), typed)

    assert (state_of(edition), said(client, edition)) == (
        State.SUBMITTED,
        ["Nothing was published. Read the record once more, then press the button there."],
    )


def test_publishing_has_no_page(client):
    moderator(client)

    assert client.get(publish_of(sent())).status_code == 405


def test_name_in_a_message_is_text(client):
    moderator(client)
    edition = sent(title="<b>Phones</b>")
    client.post(publish_of(edition), {"seen": 1})

    page = client.get(page_of(edition)).content.decode()

    assert ("<b>Phones</b> is published" in page, "&lt;b&gt;Phones&lt;/b&gt; is published" in page) == (False, True)


def test_letter_is_prefilled_in_the_language_of_the_record_with_english_beside_it(client):
    moderator(client)
    edition = sent(language="sv")

    response = client.get(send_back_of(edition))

    page, form = " ".join(response.content.decode().split()), response.context["form"]
    assert form["letter"].value() == draft(edition, "send_back", language="sv").body
    assert response.context["in_english"] == draft(edition, "send_back", language="en")
    assert f"This letter goes to {edition.submitted_by.email}, in Swedish." in page
    assert re.search(r'<textarea name="letter"[^>]* lang="sv"', page)


def test_letter_that_reaches_nobody_says_so(client):
    moderator(client)
    edition = sent()
    edition.experience.organisation.memberships.all().delete()

    page = " ".join(client.get(send_back_of(edition)).content.decode().split())

    assert "but this letter goes to nobody: its organisation has no editor at present." in page


def test_letter_in_english_is_shown_once(client):
    moderator(client)

    assert client.get(send_back_of(sent(language="en"))).context["in_english"] is None


def test_edited_letter_leaves_with_reason_and_link_in_their_places(client):
    user = moderator(client)
    edition = sent(language="sv")

    answer = client.post(send_back_of(edition), filled(edition, letter="Hej!\n{reason}\n\n{link}\nHälsningar"))

    assert (answer["Location"], state_of(edition)) == (page_of(edition), State.RETURNED)
    assert said(client, edition) == [f"{edition.experience} Phones for the city is sent back to its authors."]
    step = edition.experience.steps.get()
    assert (step.name, step.user, step.reason) == ("send_back", user, "Vilket år?")
    assert send_waiting() == 1
    [message] = mail.outbox
    assert message.to == [edition.submitted_by.email]
    assert re.fullmatch(r"Hej!\nVilket år\?\n\nhttp\S+/sv/me/tenders/\S+/\nHälsningar", message.body)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"letter": "Hej! {reason}"}, "The letter has lost its link. Put {link} back on a line of its own."),
        ({"letter": ""}, "This field is required."),
        ({"reason_text": " "}, "Write a reason: the authors have to know what to change."),
        ({"seen": ""}, "This field is required."),
    ],
)
def test_letter_that_is_refused_comes_back_as_typed(client, changes, says):
    moderator(client)
    edition = sent()
    typed = filled(edition, **changes)

    answer = client.post(send_back_of(edition), typed)

    assert (answer.status_code, says in answer.content.decode()) == (200, True)
    form = answer.context["form"]
    assert {name: form[name].value() for name in ("letter", "reason_text")} == {
        name: typed[name] for name in ("letter", "reason_text")
    }
    assert (state_of(edition), Letter.objects.count()) == (State.SUBMITTED, 0)


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (lambda edition: take_back(edition.experience_id, actor=edition.submitted_by), "is “Draft”"),
        (lambda edition: publish(edition.experience_id, seen=1, actor=coordinator()), "is “Published”"),
        (lambda edition: Edition.objects.update(submission=2), "was sent anew since you opened this page"),
    ],
    ids=["taken back", "published", "sent anew"],
)
def test_letter_to_an_old_page_is_kept_as_typed_and_not_sent(client, happens, says):
    moderator(client)
    edition = sent()
    typed = filled(edition, letter="Hej! {link}")
    happens(edition)
    before = state_of(edition)

    answer = client.post(send_back_of(edition), typed)

    assert (answer.status_code, says in answer.content.decode()) == (200, True)
    assert answer.context["form"]["letter"].value() == "Hej! {link}"
    assert (state_of(edition), Letter.objects.filter(kind="experiences.sent_back").exists()) == (before, False)


def test_letter_to_a_record_that_is_gone_is_not_found(client):
    moderator(client)
    edition = sent()
    typed = filled(edition)
    edition.experience.delete()

    assert client.post(send_back_of(edition), typed).status_code == 404


def test_page_of_sending_back_leads_back_when_nothing_waits(client):
    moderator(client)
    edition = sent()
    take_back(edition.experience_id, actor=edition.submitted_by)

    answer = client.get(send_back_of(edition))

    assert answer["Location"] == page_of(edition)
    assert said(client, edition) == [f"{edition.experience} does not wait for a decision any more."]


def test_published_record_is_taken_back_with_a_reason(client):
    user = moderator(client)
    experience = published()
    page = " ".join(client.get(retract_of(experience)).content.decode().split())
    assert "In English, the language of the record. Everybody who opens its address reads it." in page

    answer = client.post(retract_of(experience), {"seen": 1, "reason": "A person is named."})

    experience.refresh_from_db()
    assert (answer["Location"], experience.retraction_reason) == (page_of(experience), "A person is named.")
    assert visible() == []
    assert experience.steps.get(name="retract").user == user
    assert "is taken back. Its address says why." in said(client, experience)[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"seen": 1, "reason": " "}, "Write a reason: whoever opens the address has to understand it."),
        ({"seen": "", "reason": "No."}, "This field is required."),
        ({"seen": 1, "reason": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_retraction_that_is_refused_comes_back_as_typed(client, typed, says):
    moderator(client)
    experience = published()

    answer = client.post(retract_of(experience), typed)

    assert (answer.status_code, says in answer.content.decode()) == (200, True)
    assert answer.context["form"]["reason"].value() == typed["reason"]
    assert visible() == [experience]


def test_retraction_of_what_was_corrected_meanwhile_is_thought_over(client):
    moderator(client)
    edition = correction()
    publish(edition.experience_id, seen=edition.submission, actor=coordinator())

    answer = client.post(retract_of(edition), {"seen": 1, "reason": "A person is named."})

    assert "was published since you opened this page. Read it first, then decide." in answer.content.decode()
    assert answer.context["form"]["reason"].value() == "A person is named."
    assert visible() == [edition.experience]


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_published_cannot_be_taken_back(client, method):
    moderator(client)
    edition = sent()
    gone = published()
    retract(gone.pk, reason="Wrong tender.", actor=coordinator())

    for row in (edition, gone):
        answer = getattr(client, method)(retract_of(row), {"seen": 1, "reason": "No."})

        assert answer["Location"] == page_of(row)
        assert said(client, row)[0].startswith("Nothing of ")
    assert TenderExperience.objects.get(pk=gone.pk).retraction_reason == "Wrong tender."
