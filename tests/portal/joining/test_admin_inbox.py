"""The inbox: what it lists, in which order, and how it is narrowed down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.joining.enums import State
from portal.joining.models import Approval
from portal.members.enums import OrganisationKind
from tests.factories.accounts import coordinator
from tests.factories.joining import DraftFactory, JoinRequestFactory
from tests.portal.joining.reviewers import inbox, page_of, reviewer

pytestmark = pytest.mark.django_db


def sent(days=1, **fields):
    """A request that was sent some days ago."""
    then = timezone.now() - timedelta(days=days, minutes=1)
    held = State.IN_REVIEW if fields.get("state") == State.ON_HOLD else ""
    given = {"state": State.SUBMITTED, "held_state": held, "submitted_at": then, "answers": False, **fields}
    return JoinRequestFactory(**given)


def listed(client, query=""):
    return [row.name for row in client.get(inbox(query)).context["object_list"]]


def test_inbox_has_the_open_ones_first_and_the_oldest_on_top(client):
    reviewer(client)
    for name, days, state in [
        ("new", 1, State.SUBMITTED),
        ("refused", 90, State.DECLINED),
        ("old", 30, State.ON_HOLD),
        ("middle", 9, State.IN_REVIEW),
        ("member", 60, State.APPROVED),
    ]:
        sent(days, name=name, state=state)
    DraftFactory(name="draft")

    assert listed(client) == ["old", "middle", "new", "refused", "member"]


def test_row_says_who_asks_how_far_it_is_and_since_when(client):
    reviewer(client)
    join_request = sent(
        12, name="City of Example", reference="JD-22222222", country="FI", state=State.IN_REVIEW, submission=2
    )
    for submission in (1, 2):
        Approval.objects.create(join_request=join_request, reviewer=coordinator(), submission=submission)

    response = client.get(inbox())

    [row] = response.context["table"].rows
    cells = [str(cell.column.get_value(cell.instance)) for cell in row.values()]
    assert cells == ["JD-22222222 City of Example", "Finland", "Public buyer", "In review", "1 of 2", "12 days"]
    assert f'href="{page_of(join_request)}"' in response.content.decode()


def test_age_of_a_decided_request_stands_still(client):
    reviewer(client)
    sent(30, state=State.DECLINED, decided_at=timezone.now() - timedelta(days=29))

    assert "<td" in client.get(inbox()).content.decode()
    [row] = client.get(inbox()).context["table"].rows
    assert row["submitted_at"].column.get_value(row["submitted_at"].instance) == "1 day"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?state=in_review", ["norwegian"]),
        ("?state=in_review&state=declined", ["norwegian", "refused"]),
        ("?country=NO", ["norwegian"]),
        ("?kind=supporter", ["supporter"]),
        ("?waiting=10", ["supporter", "norwegian"]),
        ("?waiting=20", ["supporter"]),
        ("?waiting=nonsense", ["supporter", "norwegian", "swedish", "refused"]),
        ("?q=norw", ["norwegian"]),
        ("?q=grönby", ["swedish"]),
        ("?q=jd-33333333", ["refused"]),
        ("?q=nobody", []),
        ("?state=draft", ["supporter", "norwegian", "swedish", "refused"]),
        ("?ordering=-submitted_at", ["swedish", "norwegian", "supporter", "refused"]),
        ("?ordering=email", ["supporter", "norwegian", "swedish", "refused"]),
    ],
)
def test_inbox_is_narrowed_down(client, query, names):
    reviewer(client)
    sent(5, name="swedish", own_name="grönby")
    sent(11, name="norwegian", country="NO", state=State.IN_REVIEW)
    sent(25, name="supporter", kind=OrganisationKind.SUPPORTER)
    sent(40, name="refused", state=State.DECLINED, reference="JD-33333333")

    assert listed(client, query) == names


def test_results_alone_are_served_for_the_search_box(client):
    reviewer(client)
    sent(name="City of Example")

    page = client.get(inbox("results/?q=example")).content.decode()

    assert ("City of Example" in page, "<html" in page) == (True, False)


def test_empty_inbox_says_so(client):
    reviewer(client)

    assert "There are no requests to join to display." in client.get(inbox()).content.decode()


def test_long_inbox_is_paginated(client):
    reviewer(client)
    for _number in range(26):
        sent()

    assert [len(listed(client, query)) for query in ("", "?p=2")] == [25, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_takes_twenty_queries(client, django_assert_num_queries, count):
    reviewer(client)
    for _number in range(count):
        Approval.objects.create(join_request=sent(), reviewer=coordinator(), submission=1)
    client.get(inbox())

    with django_assert_num_queries(20):
        client.get(inbox())
