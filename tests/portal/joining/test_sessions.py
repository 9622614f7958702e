"""Whom a session lets touch which request."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone

from portal.joining.enums import Task
from portal.joining.grants import Applicant
from portal.joining.services.applying import GRANT_LIFETIME, LINK_LIFETIME
from portal.joining.services.moving import move
from portal.joining.sessions import KEY, MOST, actor_of, remember
from portal.letters.services import find_link, issue_link, revoke_links
from tests.factories.accounts import UserFactory
from tests.factories.joining import DraftFactory, applicant_of
from tests.portal.joining.visitors import link_to

pytestmark = pytest.mark.django_db


def visit(*links, user=AnonymousUser()):  # noqa: B008  (one visitor like the other)
    """A request of somebody who followed these links, in this order."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session.create()
    request.user = user
    request.COOKIES[settings.SESSION_COOKIE_NAME] = request.session.session_key
    for link in links:
        remember(request, link)
    return request


def test_follower_of_the_link_holds_the_whole_request():
    draft = DraftFactory()

    assert actor_of(visit(link_to(draft)), draft.reference) == Applicant(draft.pk, draft.email)


def test_reference_is_read_in_any_case_and_with_spaces():
    draft = DraftFactory()

    assert actor_of(visit(link_to(draft)), f" {draft.reference.lower()} ") == Applicant(draft.pk, draft.email)


def test_following_a_link_gives_the_session_a_new_key():
    draft, request = DraftFactory(), visit()
    before = request.session.session_key

    remember(request, link_to(draft))

    assert request.session.session_key != before
    assert len(request.session[KEY]) == 1


def test_session_keeps_the_newest_links_only():
    draft = DraftFactory()
    links = [link_to(draft) for _number in range(MOST + 2)]

    assert visit(*links).session[KEY] == [link.pk for link in links[2:]]


def test_link_followed_again_is_kept_once():
    link = link_to(DraftFactory())

    assert visit(link, link).session[KEY] == [link.pk]


def test_stranger_is_nobody():
    draft = DraftFactory()
    without_cookie = RequestFactory().get("/")

    assert actor_of(without_cookie, draft.reference) is None
    assert actor_of(visit(), draft.reference) is None


def test_link_to_one_request_opens_no_other_and_none_that_does_not_exist():
    mine, other = DraftFactory(), DraftFactory()
    request = visit(link_to(mine))

    assert actor_of(request, other.reference) is None
    assert actor_of(request, "JD-NOWHERE0") is None


def test_link_to_a_colleague_opens_one_task():
    draft = DraftFactory()

    found = actor_of(visit(link_to(draft, Task.VOLUMES)), draft.reference)

    assert found == Applicant(draft.pk, "colleague@example.org", task="volumes")


def test_of_two_links_to_tasks_the_one_to_the_page_at_hand_counts():
    draft = DraftFactory()
    request = visit(link_to(draft, Task.VOLUMES), link_to(draft, Task.EVIDENCE))

    assert [actor_of(request, draft.reference, task).task for task in (Task.VOLUMES, Task.EVIDENCE)] == [
        "volumes",
        "evidence",
    ]


def test_link_to_the_whole_request_counts_before_one_to_a_task():
    draft = DraftFactory()
    request = visit(link_to(draft), link_to(draft, Task.VOLUMES))

    assert actor_of(request, draft.reference, Task.VOLUMES) == Applicant(draft.pk, draft.email)


def test_revoked_link_opens_nothing_at_once():
    draft = DraftFactory()
    request = visit(link := link_to(draft))

    revoke_links(link.purpose, draft.pk)

    assert actor_of(request, draft.reference) is None


def test_grant_ends_after_its_time():
    draft = DraftFactory()
    long_ago = timezone.now() - GRANT_LIFETIME

    assert actor_of(visit(link_to(draft, used_at=long_ago)), draft.reference) is None
    assert actor_of(visit(link_to(draft, used_at=long_ago + timedelta(minutes=1))), draft.reference) is not None


def test_link_to_an_address_that_the_request_has_no_more_opens_nothing():
    draft = DraftFactory()
    request = visit(link_to(draft))

    draft.email = "somebody-else@example.org"
    draft.save()

    assert actor_of(request, draft.reference) is None


@pytest.mark.parametrize("purpose", ["members.invitation", "joining.other", "joining.helper"])
def test_link_of_another_purpose_opens_no_request(purpose):
    draft = DraftFactory()

    assert actor_of(visit(link_to(draft, purpose=purpose)), draft.reference) is None


def test_link_that_nobody_has_followed_opens_nothing():
    draft = DraftFactory()

    assert actor_of(visit(link_to(draft, used=False)), draft.reference) is None


def test_session_of_somebody_signed_in_keeps_the_key_that_the_list_of_sessions_knows():
    request = visit(user=UserFactory())
    key = request.session.session_key

    remember(request, link_to(DraftFactory()))

    assert request.session.session_key == key


def test_session_of_a_visitor_gets_a_new_key():
    request = visit()
    key = request.session.session_key

    remember(request, link_to(DraftFactory()))

    assert request.session.session_key != key


def test_link_of_a_helping_colleague_ends_with_the_request():
    join_request = DraftFactory()
    token = issue_link("joining.help.volumes", join_request.pk, email="helper@example.org", lifetime=LINK_LIFETIME)

    move(join_request.pk, "withdraw", actor=applicant_of(join_request))

    assert find_link(token) is None
