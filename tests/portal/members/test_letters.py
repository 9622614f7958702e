"""What the letters of members say, in five languages, and when they are dropped."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils.timezone import localdate

from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from portal.letters.services import write_letter
from portal.members.enums import Frequency, Role, Topic
from portal.members.models import NotificationChoice
from portal.members.services.colleagues import invite, revoke_invitation
from portal.members.services.notifications import subscription_of
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TODAY = localdate()
LINK = re.compile(r"^http://127\.0\.0\.1:8000/(\w\w)/(\S+)$", re.MULTILINE)
SIGNED = "Kind regards,\nThe secretariat of Joint Demand\n"


def sent():
    """The one mail that leaves now; None if the letter was dropped."""
    mail.outbox.clear()
    send_waiting()
    return mail.outbox[0] if mail.outbox else None


def links_in(message):
    return LINK.findall(message.body)


def figures_letter(*, checked_on=None, language="en"):
    editor = city_editor(OrganisationFactory(name="City of Example", slug="example", figures_checked_on=checked_on))
    organisation = editor.memberships.get().organisation
    occasion = TODAY.isoformat()
    write_letter("members.figures", organisation.pk, recipient=editor.email, language=language, occasion=occasion)
    return editor


def news_letter(*, language="en", kind="members.joined"):
    reader = MembershipFactory().user
    new = OrganisationFactory(name="City of Newcomb", own_name="Nystad", country="FI", joined_on=TODAY)
    monday = TODAY - timedelta(days=TODAY.weekday())
    about, occasion = (new.pk, "") if kind == "members.joined" else (reader.pk, monday.isoformat())
    frequency = Frequency.AT_ONCE if kind == "members.joined" else Frequency.WEEKLY
    NotificationChoice.objects.create(user=reader, topic=Topic.NEW_MEMBERS, frequency=frequency)
    write_letter(kind, about, recipient=reader.email, language=language, occasion=occasion)
    return reader


def invitation_letter(*, language="en"):
    editor = city_editor(OrganisationFactory(name="City of Example"))
    editor.name = "Eva Editor"
    editor.save()
    organisation = editor.memberships.get().organisation
    return invite(organisation.pk, email="new@example.org", role=Role.CITY_EDITOR, language=language, actor=editor)


LETTERS: dict[str, Callable[..., Any]] = {
    "invitation": invitation_letter,
    "figures": figures_letter,
    "joined": news_letter,
    "digest": lambda **options: news_letter(kind="members.digest", **options),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTERS)
def test_letter_is_plain_text_in_its_language(kind, language):
    LETTERS[kind](language=language)

    message = sent()

    assert message.extra_headers["Content-Language"] == language
    assert {code for code, _path in links_in(message)} == {language}
    assert "{%" not in message.body
    assert "&#" not in message.body + message.subject
    assert "\n\n\n" not in message.body


def test_invitation_says_who_invites_to_what():
    invitation_letter()

    message = sent()

    assert message.to == ["new@example.org"]
    assert message.subject == "Invitation: work for City of Example in Joint Demand"
    assert "Eva Editor invites you to work for City of Example in Joint Demand" in message.body
    assert "Your role: City editor." in message.body
    assert "is valid for 14 days" in message.body
    assert re.fullmatch(r"invitation/[\w-]{32}/", links_in(message)[0][1])


def test_link_of_an_invitation_is_kept_nowhere_but_in_the_mail():
    invitation_letter()

    token = links_in(sent())[0][1].split("/")[1]

    [link] = MailedLink.objects.all()
    assert token not in {link.digest, link.purpose, link.email}
    assert (link.email, link.purpose) == ("new@example.org", "members.invitation")


def test_invitation_that_was_taken_back_is_not_sent():
    invitation = invitation_letter()
    revoke_invitation(invitation.pk, actor=invitation.invited_by)

    assert sent() is None
    assert not MailedLink.objects.exists()


def test_name_with_a_line_break_makes_no_header():
    editor = city_editor(OrganisationFactory(name="City of\nBcc: everybody@example.org"))
    organisation = editor.memberships.get().organisation
    invite(organisation.pk, email="new@example.org", role=Role.MEMBER, language="en", actor=editor)

    message = sent()

    assert message.subject == "Invitation: work for City of"
    assert message.recipients() == ["new@example.org"]
    assert message.message().get_all("Bcc") is None


def test_question_about_figures_leads_to_the_volumes():
    figures_letter(checked_on=date(2024, 3, 1))

    message = sent()

    assert message.subject == "Do the figures of City of Example still hold?"
    assert "were last looked at on 1 March 2024." in message.body
    assert links_in(message)[0] == ("en", "me/organisations/example/volumes/")


def test_question_about_figures_that_nobody_looked_at_says_so():
    figures_letter()

    assert "Nobody has looked at the figures of City of Example yet." in sent().body


@pytest.mark.parametrize("kind", ["figures", "joined", "digest"])
def test_way_out_stops_the_topic_of_the_letter(kind):
    reader = LETTERS[kind]()

    path = links_in(sent())[-1][1]

    signed = path.removeprefix("unsubscribe/").removesuffix("/")
    topic = Topic.FIGURES if kind == "figures" else Topic.NEW_MEMBERS
    assert subscription_of(signed) == (reader, (topic,))


def test_question_about_figures_is_dropped_once_they_were_confirmed():
    editor = figures_letter()
    organisation = editor.memberships.get().organisation
    organisation.figures_checked_on = TODAY
    organisation.save()

    assert sent() is None


def test_question_about_figures_is_dropped_for_whoever_edits_them_no_more():
    editor = figures_letter()
    editor.memberships.update(role=Role.MEMBER)

    assert sent() is None


@pytest.mark.parametrize("kind", ["figures", "joined", "digest"])
def test_letter_is_dropped_for_whoever_opted_out_meanwhile(kind):
    reader = LETTERS[kind]()
    reader.notification_choices.all().delete()
    for topic in Topic:
        NotificationChoice.objects.create(user=reader, topic=topic, frequency=Frequency.NEVER)

    assert sent() is None
    assert Letter.objects.get().sent_at is not None


@pytest.mark.parametrize("kind", ["figures", "joined", "digest"])
def test_letter_is_dropped_for_whoever_has_left(kind):
    LETTERS[kind]().memberships.all().delete()

    assert sent() is None


def test_news_name_the_newcomer_for_the_reader():
    news_letter(language="en")

    message = sent()

    assert message.subject == "City of Newcomb has joined"
    assert "City of Newcomb (Finland) has joined the joint statement of demand." in message.body
    assert links_in(message)[0] == ("en", "members/")


def test_news_name_the_newcomer_as_it_calls_itself():
    news_letter(language="sv")

    assert "Nystad" in sent().subject


def test_weeks_news_list_everybody():
    news_letter(kind="members.digest")
    OrganisationFactory(name="Region of Elsewhere", country="DK", joined_on=TODAY)

    message = sent()

    assert message.subject == "2 organisations joined last week"
    assert "\n- City of Newcomb (Finland)\n- Region of Elsewhere (Denmark)\n" in message.body


def test_weeks_news_of_nobody_are_not_sent():
    reader = UserFactory()
    MembershipFactory(user=reader)
    write_letter("members.digest", reader.pk, recipient=reader.email, language="en", occasion="2020-01-06")

    assert sent() is None


def without_links(message):
    """The body with a stand-in for each address."""
    return LINK.sub("LINK", message.body)


def test_invitation_in_full():
    invitation_letter()

    assert without_links(sent()) == (
        "Hello,\n\n"
        "Eva Editor invites you to work for City of Example in Joint Demand, where cities buy fair and circular ICT"
        " together. Your role: City editor.\n\n"
        "Accept the invitation:\n\n"
        "LINK\n\n"
        "The link is for you alone, works once and is valid for 14 days.\n"
        "If you did not expect this, do nothing: there is no account until you accept.\n\n" + SIGNED
    )


def test_invitation_after_an_approval_names_no_inviter_who_is_gone():
    invitation = invitation_letter()
    invitation.invited_by.delete()

    assert "You are invited to work for City of Example in Joint Demand" in sent().body


def test_question_about_figures_in_full():
    figures_letter(checked_on=date(2024, 3, 1))

    assert without_links(sent()) == (
        "Hello,\n\n"
        "The figures of City of Example were last looked at on 1 March 2024. Suppliers plan with them, so please look"
        " at them once a year.\n\n"
        "Change them, or say with one button that they still hold:\n\n"
        "LINK\n\n"
        "You can stop these mails here, without signing in:\n\n"
        "LINK\n\n" + SIGNED
    )


def test_weeks_news_in_full():
    news_letter(kind="members.digest")

    assert without_links(sent()) == (
        "Hello,\n\n"
        "These organisations joined the joint statement of demand last week:\n\n"
        "- City of Newcomb (Finland)\n\n"
        "All members and what they buy:\n\n"
        "LINK\n\n"
        "You can stop these mails here, without signing in:\n\n"
        "LINK\n\n" + SIGNED
    )


@pytest.mark.parametrize("kind", ["figures", "joined", "digest"])
def test_mail_program_is_told_the_way_out(kind):
    LETTERS[kind]()

    message = sent()

    [way_out] = re.findall(r"^http\S+/unsubscribe/\S+$", message.body, re.MULTILINE)
    assert message.extra_headers["List-Unsubscribe"] == f"<{way_out}>"


def test_invitation_is_nothing_to_unsubscribe_from():
    invitation_letter()

    assert "List-Unsubscribe" not in sent().extra_headers


@pytest.mark.parametrize("kind", ["joined", "digest"])
def test_news_are_sent_once_however_often_they_are_asked_for(kind):
    reader = LETTERS[kind]()
    letter = Letter.objects.get()
    write_letter(letter.kind, letter.object_id, recipient=reader.email.upper(), language="fi", occasion=letter.occasion)

    send_waiting()
    send_waiting()

    assert [message.to for message in mail.outbox] == [[reader.email]]


def test_long_address_is_not_broken_in_the_mail():
    figures_letter()

    raw = sent().message().get_payload(decode=True).decode()

    assert len(LINK.findall(raw)) == 2
