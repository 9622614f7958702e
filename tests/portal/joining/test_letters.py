"""Every letter of joining: its words in five languages, its link, and what it never says."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from portal.joining.enums import State, Task
from portal.joining.grants import APPLY, HELP
from portal.joining.letters import draft, organisation_in_a_letter
from portal.joining.services.applying import begin, invite_helper, mail_link
from portal.joining.services.moving import log, move
from portal.joining.transitions import TRANSITIONS
from portal.letters.kinds import compose
from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from portal.letters.services import digest_of
from portal.members.enums import OrganisationKind
from tests.factories.accounts import coordinator
from tests.factories.joining import DraftFactory, JoinRequestFactory, applicant_of

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
STEPS = [f"joining.{name}" for name in TRANSITIONS]
HELPS = [f"joining.help.{task}" for task in Task]
TO_APPLICANT = ["joining.link", *STEPS]
SPAM = "Win now at https://spam.example"
ADDRESSES = re.compile(r"\S+://\S+")


def verified(**fields):
    return JoinRequestFactory(**{"email_verified_at": timezone.now(), "language": "en", **fields})


def letter_of(kind, join_request, **fields):
    state_of_help = {"recipient": "colleague@example.org"} if kind.startswith("joining.help") else {}
    given = {"recipient": join_request.email, "language": join_request.language, **state_of_help, **fields}
    return Letter(kind=kind, object_id=join_request.pk, **given)


def request_for(kind, **fields):
    """A request in the state in which a letter of this kind leaves."""
    state = State.SUBMITTED if kind == "joining.inbox" else State.DRAFT
    return verified(state=state, **fields)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*TO_APPLICANT, *HELPS, "joining.inbox"])
def test_letter_is_complete_in_every_language(kind, language):
    join_request = request_for(kind, language=language, name="City of Example", own_name="Exempelstad")
    step = log(join_request, kind.rpartition(".")[2], actor=None, reason="The reason.")

    words = compose(letter_of(kind, join_request, occasion=str(step.pk)))

    assert join_request.reference in words.subject
    assert "\n" not in words.subject
    assert {address.split("/")[2] for address in ADDRESSES.findall(words.body)} == {settings.BASE_URL.split("//")[1]}
    assert not re.search(r"[{}%]|\n\n\n|&#|&quot;", words.subject + words.body)
    assert 240 <= len(words.body) <= 1_200  # characters: Finnish says the same in fewer words


@pytest.mark.parametrize("kind", TO_APPLICANT)
def test_letter_to_the_applicant_opens_the_whole_request(kind):
    join_request = request_for(kind)

    words = compose(letter_of(kind, join_request))

    [token] = re.findall(rf"^{settings.BASE_URL}/en/join/link/([^/]+)/$", words.body, re.MULTILINE)
    link = MailedLink.objects.get(digest=digest_of(token))
    assert (link.purpose, link.object_id, link.email) == (APPLY, join_request.pk, join_request.email)


@pytest.mark.parametrize("task", Task)
def test_letter_to_a_colleague_opens_one_task(task):
    join_request = verified(name="City of Example")

    words = compose(letter_of(f"joining.help.{task}", join_request))

    [link] = MailedLink.objects.all()
    assert (link.purpose, link.email) == (f"{HELP}.{task}", "colleague@example.org")
    assert f"\n{task.label}\n" in words.body
    assert f"{join_request.email} is preparing a request to join Joint Demand for City of Example" in words.body


def test_letter_to_a_coordinator_leads_into_the_inbox():
    join_request = verified(state=State.SUBMITTED)

    words = compose(letter_of("joining.inbox", join_request, recipient="coordinator@example.org"))

    assert f"\n{settings.BASE_URL}/admin/join/{join_request.pk}/\n" in words.body
    assert not MailedLink.objects.exists()


@pytest.mark.parametrize("name", [name for name, transition in TRANSITIONS.items() if transition.needs_reason])
def test_letter_carries_the_reason_of_its_step(name):
    join_request = verified(state=State.IN_REVIEW)
    step = log(join_request, name, actor=coordinator(), reason="The decision <lacks> & “its” date.")

    words = compose(letter_of(f"joining.{name}", join_request, occasion=str(step.pk)))

    assert "\n\nThe decision <lacks> & “its” date.\n\n" in words.body


def test_letter_carries_no_reason_of_another_request():
    step = log(verified(), "ask", actor=None, reason="A secret.")

    words = compose(letter_of("joining.ask", verified(), occasion=str(step.pk)))

    assert "A secret." not in words.body


def test_supporter_is_welcomed_in_words_of_its_own():
    buyer, supporter = verified(), verified(kind=OrganisationKind.SUPPORTER)

    welcomes = [compose(letter_of("joining.approve", each)).body for each in (buyer, supporter)]

    assert ["is now a member of" in body for body in welcomes] == [True, False]
    assert ["is now listed as a supporter" in body for body in welcomes] == [False, True]
    assert ["invites you to sign in" in body for body in welcomes] == [True, False]


def test_first_letter_says_nothing_that_somebody_typed():
    join_request = begin(kind=OrganisationKind.PUBLIC_BUYER, email="new@example.org", language="en")
    type(join_request).objects.update(name=SPAM, own_name=SPAM, signatory_name=SPAM)
    mail_link(join_request.reference, email="new@example.org")

    assert send_waiting() == 2

    assert [SPAM in message.body for message in mail.outbox] == [False, False]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("City of Example", "City of Example"),
        ("St. Gallen", "St. Gallen"),
        ("  City \r\n of\tExample ", "City of Example"),
        ("", "your organisation"),
        (SPAM, "your organisation"),
        ("Buy at spam.example now", "your organisation"),
        ("write to win@spam", "your organisation"),
        ("x" * 81, "your organisation"),
    ],
)
def test_name_in_a_letter_leads_nowhere(name, said):
    assert organisation_in_a_letter(verified(name=name, own_name="")) == said


def test_name_of_an_unverified_applicant_is_not_said():
    assert organisation_in_a_letter(JoinRequestFactory(name="City of Example")) == "your organisation"


def test_name_is_said_as_the_reader_knows_it():
    join_request = verified(name="City of Example", own_name="Exempelstad", language="sv")

    bodies = [draft(join_request, "submit", language=language).body for language in ("en", "sv")]

    assert ["City of Example" in body for body in bodies] == [True, False]
    assert ["Exempelstad" in body for body in bodies] == [False, True]


def test_draft_keeps_places_for_link_and_reason_and_opens_nothing():
    words = draft(verified(reference="JD-22222222"), "ask", language="en")

    assert words.subject == "A question about the request to join JD-22222222"
    assert [words.body.count(place) for place in ("\n{link}\n", "\n{reason}\n")] == [1, 1]
    assert not MailedLink.objects.exists()


@pytest.mark.parametrize("kind", [*TO_APPLICANT, *HELPS, "joining.inbox"])
def test_letter_of_a_request_that_is_gone_is_dropped(kind):
    join_request = request_for(kind)
    letter = letter_of(kind, join_request)
    join_request.delete()

    assert compose(letter) is None


def test_letter_to_an_address_that_is_not_the_applicants_any_more_is_dropped():
    assert compose(letter_of("joining.ask", verified(), recipient="former@example.org")) is None
    assert not MailedLink.objects.exists()


@pytest.mark.parametrize(
    "join_request",
    [lambda: verified(state=State.SUBMITTED), lambda: verified(state=State.WITHDRAWN), DraftFactory],
    ids=["sent", "withdrawn", "unverified"],
)
def test_letter_to_a_colleague_is_dropped_when_there_is_nothing_to_help_with(join_request):
    assert compose(letter_of("joining.help.volumes", join_request())) is None


def test_letter_to_a_coordinator_is_dropped_when_somebody_has_begun():
    assert compose(letter_of("joining.inbox", verified(state=State.IN_REVIEW))) is None


def test_link_of_an_edited_letter_is_made_when_it_leaves():
    join_request = verified(state=State.IN_REVIEW)
    move(join_request.pk, "ask", actor=coordinator(), reason="Which?", letter="Dear all,\n\n{link}\n\nBye")

    assert send_waiting() == 1

    [message] = mail.outbox
    assert (message.to, message.subject) == (
        [join_request.email],
        f"A question about the request to join {join_request.reference}",
    )
    assert re.fullmatch(rf"Dear all,\n\n{settings.BASE_URL}/en/join/link/[\w-]{{32}}/\n\nBye", message.body)


def test_letters_to_colleague_leave_with_their_own_links():
    join_request = verified(state=State.DRAFT)
    for email in ("one@example.org", "two@example.org"):
        invite_helper(join_request.pk, Task.VOLUMES, email=email, actor=applicant_of(join_request))

    assert send_waiting() == 2

    assert [message.to for message in mail.outbox] == [["one@example.org"], ["two@example.org"]]
    assert set(MailedLink.objects.values_list("email", flat=True)) == {"one@example.org", "two@example.org"}
