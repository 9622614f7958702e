"""Choosing what mail one gets, and stopping it from a mail."""

import pytest
from django.test import Client

from portal.members.enums import Frequency, Topic
from portal.members.services.notifications import choices_of, signed_link
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db
PATH = "/en/me/notifications/"


@pytest.fixture
def user():
    return MembershipFactory().user


def words_of(response):
    return " ".join(response.content.decode().split())


def way_out(user, topic=Topic.NEW_MEMBERS):
    return f"/sv/unsubscribe/{signed_link(user.pk, topic)}/"


def test_page_shows_what_holds_now(client, user):
    client.force_login(user)

    form = client.get(PATH).context["form"]

    assert {topic: form[topic].value() for topic in Topic} == choices_of(user)


def test_choices_are_saved(client, user):
    client.force_login(user)

    wanted = {
        "figures": "never",
        "new_members": "at_once",
        "consultations": "never",
        "votes": "weekly",
        "published": "at_once",
        "successors": "never",
        "questions": "at_once",
    }

    response = client.post(PATH, wanted, follow=True)

    assert choices_of(user) == {Topic(topic): Frequency(frequency) for topic, frequency in wanted.items()}
    assert response.redirect_chain == [(PATH, 302)]
    assert [str(message) for message in response.context["messages"]] == ["Your choices are saved."]


def test_faulty_choice_is_explained(client, user):
    client.force_login(user)

    response = client.post(PATH, {"figures": "weekly", "new_members": "weekly"})

    assert 'class="ds-error-summary"' in words_of(response)
    assert choices_of(user)[Topic.FIGURES] == Frequency.AT_ONCE


def test_link_in_a_mail_asks_before_it_stops_anything(client, user):
    response = client.get(way_out(user).replace("/sv/", "/en/"))

    assert "<h1>No more mail about this?</h1>" in words_of(response)
    assert "Organisations that have joined" in words_of(response)
    assert choices_of(user)[Topic.NEW_MEMBERS] == Frequency.WEEKLY


def test_button_stops_that_topic_without_signing_in(client, user):
    before = choices_of(user)

    response = client.post(way_out(user).replace("/sv/", "/en/"))

    assert "You get no more mail about this: Organisations that have joined." in words_of(response)
    assert choices_of(user) == {**before, Topic.NEW_MEMBERS: Frequency.NEVER}
    assert "_auth_user_id" not in client.session


def test_stopping_twice_is_harmless(client, user):
    statuses = [client.post(way_out(user)).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert choices_of(user)[Topic.NEW_MEMBERS] == Frequency.NEVER


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_was_cut_in_two_says_so(client, user, method):
    cut = way_out(user)[:-10].replace("/sv/", "/en/") + "/"

    response = getattr(client, method)(cut)

    assert response.status_code == 404
    assert "<h1>This link stops nothing</h1>" in words_of(response)
    assert choices_of(user)[Topic.NEW_MEMBERS] == Frequency.WEEKLY


def test_page_tells_nothing_of_whose_mail_it_is(client, user):
    html = words_of(client.get(way_out(user)))

    assert user.email not in html


def test_form_without_token_is_refused(user):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(way_out(user)).status_code == 403
    assert choices_of(user)[Topic.NEW_MEMBERS] == Frequency.WEEKLY
