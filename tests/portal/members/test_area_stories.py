"""Whole ways through the members' area, from a mail to what comes of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import localdate, now

from portal.accounts.models import User
from portal.cms.models import CityPage, MembersPage
from portal.joining.enums import State
from portal.joining.services.reviewing import approve
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Role, Topic
from portal.members.models import NotificationChoice, Organisation
from portal.outbox.services import deliver_waiting
from tests.factories.accounts import MembershipFactory, city_editor, coordinator
from tests.factories.cms import home_in, page_under
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import OrganisationFactory, VolumeFactory

pytestmark = pytest.mark.django_db


def approved(**facts):
    """A member that two coordinators have just made of a request."""
    request = JoinRequestFactory(state=State.IN_REVIEW, **facts)
    for _ in range(2):
        approve(request.pk, actor=coordinator())
    return Organisation.objects.get(join_request=request)


def mails_to(address):
    """What has come for somebody until now."""
    send_waiting()
    return [message for message in mail.outbox if message.to == [address]]


def path_in(message, part):
    """The path of the link in a mail that has ``part`` in it."""
    [path] = re.findall(rf"^http://127\.0\.0\.1:8000(\S*/{part}/\S*)$", message.body, re.MULTILINE)
    return path


def seen_on(client, path):
    return client.get(path).context["form"]["seen"].value()


def test_approved_city_gets_its_first_editor_who_has_nothing_left_to_do_but_the_usual(client):
    page_under(home_in("sv"), MembersPage, title="Medlemmar", slug="members")
    organisation = approved(email="anna@example.org", language="sv", name="City of Example")
    [invitation] = [message for message in mails_to("anna@example.org") if "/invitation/" in message.body]

    client.post(path_in(invitation, "invitation"), {"name": "Anna Andersson"})
    duties = client.get("/en/me/").context["duties"]

    anna = User.objects.get(email="anna@example.org")
    assert list(anna.memberships.values_list("organisation", "role")) == [(organisation.pk, Role.CITY_EDITOR)]
    assert [duty.url.removeprefix(f"/en/me/organisations/{organisation.slug}/") for duty in duties] == [
        "colleagues/invite/",
        "/en/me/security/",
        "page/",
    ]


def test_editor_invites_a_colleague_and_then_may_leave(client):
    editor = city_editor(OrganisationFactory(slug="example"))
    client.force_login(editor)
    own = f"/en/me/organisations/example/colleagues/{editor.memberships.get().pk}/remove/"
    client.post(own)
    alone = editor.memberships.count()

    typed = {"email": "bo@example.org", "role": "city_editor", "language": "da"}
    client.post("/en/me/organisations/example/colleagues/invite/", typed)
    [message] = mails_to("bo@example.org")
    theirs = Client()
    theirs.post(path_in(message, "invitation"), {"name": "Bo"})
    client.post(own)

    assert (alone, editor.memberships.count()) == (1, 0)
    assert path_in(message, "invitation").startswith("/da/")
    assert theirs.get("/en/me/organisations/example/profile/").status_code == 200
    assert client.get("/en/me/organisations/example/").status_code == 404


def test_yearly_question_is_answered_by_one_button_and_comes_back_after_a_year(client):
    organisation = OrganisationFactory(slug="example", figures_checked_on=localdate() - timedelta(days=400))
    VolumeFactory(organisation=organisation)
    editor = city_editor(organisation)
    call_command("members_remind", verbosity=0)
    [question] = mails_to(editor.email)

    client.force_login(editor)
    page = client.get(path_in(question, "volumes"))
    client.post("/en/me/organisations/example/volumes/hold/")
    call_command("members_remind", verbosity=0)

    assert page.status_code == 200
    assert len(mails_to(editor.email)) == 1
    with time_machine.travel(now() + timedelta(days=367)):
        call_command("members_remind", verbosity=0)
        assert len(mails_to(editor.email)) == 2


def test_way_out_of_a_mail_ends_the_questions(client):
    editor = city_editor()
    call_command("members_remind", verbosity=0)
    [question] = mails_to(editor.email)
    way_out = path_in(question, "unsubscribe")

    client.get(way_out)
    client.post(way_out)

    with time_machine.travel(now() + timedelta(days=367)):
        call_command("members_remind", verbosity=0)
        assert len(mails_to(editor.email)) == 1


def test_approval_is_news_at_once_for_whoever_wants_it_and_weekly_for_the_others():
    at_once, weekly = MembershipFactory().user, MembershipFactory().user
    NotificationChoice.objects.create(user=at_once, topic=Topic.NEW_MEMBERS, frequency=Frequency.AT_ONCE)

    approved(name="City of Newcomb")
    deliver_waiting()

    told = Letter.objects.filter(kind="members.joined").values_list("recipient", flat=True)
    assert list(told) == [at_once.email]
    assert [message.subject for message in mails_to(at_once.email)] == ["City of Newcomb has joined"]
    with time_machine.travel(now() + timedelta(days=7)):
        call_command("members_remind", verbosity=0)
        assert [message.subject for message in mails_to(weekly.email)] == ["1 organisation joined last week"]
        assert len(mails_to(at_once.email)) == 1


def test_two_editors_write_the_same_page_and_nothing_is_lost(client):
    page_under(home_in("en"), MembersPage, title="Members", slug="members")
    organisation = OrganisationFactory(slug="example")
    first, second = Client(), Client()
    for browser in (first, second):
        browser.force_login(city_editor(organisation))
    first.post("/en/me/organisations/example/page/")
    path = "/en/me/organisations/example/page/en/"
    marks = [seen_on(browser, path) for browser in (first, second)]

    first.post(path, {"lead": "Written by the first.", "body": "", "seen": marks[0]})
    conflict = second.post(path, {"lead": "Written by the second.", "body": "", "seen": marks[1]})
    mark = conflict.context["form"]["seen"].value()
    both = "Written by the first. Written by the second."
    second.post(path, {"lead": both, "body": "", "seen": mark})
    second.post(f"{path}publish/")

    [difference] = conflict.context["form"].differences
    assert (difference.typed, difference.stored) == ("Written by the second.", "Written by the first.")
    assert CityPage.objects.get().lead == both
    assert both in client.get("/en/members/example/").content.decode()


def test_what_a_city_says_is_what_readers_see(client):
    page_under(home_in("en"), MembersPage, title="Members", slug="members")
    organisation = OrganisationFactory(name="City of Example", slug="example")
    editor = Client()
    editor.force_login(city_editor(organisation))
    own = "/en/me/organisations/example/"
    figures = {"category": "smartphones", "low": "1.200", "high": "1 500", "source": "Purchasing report"}

    editor.post(f"{own}volumes/add/", figures)
    editor.post(f"{own}commitments/", {"A6-status": "under_way", "seen": seen_on(editor, f"{own}commitments/")})
    editor.post(f"{own}page/")
    editor.post(f"{own}page/en/publish/")

    html = " ".join(client.get("/en/members/example/").content.decode().split())
    assert "1,200" in html
    assert "1,500" in html
    assert "Purchasing report" in html
    assert "Under way: 1." in html
