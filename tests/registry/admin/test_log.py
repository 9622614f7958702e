"""The log of publishing: every step, newest first, narrowed down by draft, step, person and day; as XLSX and CSV."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from registry.models import DraftStep
from registry.services.candidates import rework
from registry.services.drafting import abandon
from tests.factories.drafts import CONSULTED, VOTED, DraftFactory, in_consultation, in_vote, secretary, votes
from tests.registry.admin.coordinators import at_noon, signed_in, step_of

pytestmark = pytest.mark.django_db


def log(client, query=""):
    return client.get(reverse("draft-steps:log") + query)


def listed(client, query=""):
    return [step.name for step in log(client, query).context["object_list"]]


def cells(client, query=""):
    return [
        [str(cell.column.get_value(cell.instance) or "") for cell in row.values()]
        for row in log(client, query).context["table"].rows
    ]


def test_log_says_who_did_what_to_which_draft_and_why(client):
    signed_in(client)
    with at_noon(CONSULTED):
        candidate = in_consultation()
        leader = secretary(name="Carla")
        rework(candidate.draft_id, reason="Too short.", on=VOTED, actor=leader)

    draft = f'<a href="{step_of(candidate)}">{candidate.draft}</a>'
    [back, opened] = cells(client)
    assert back == ["1 September 2026 12:00", draft, "Candidate taken back", str(leader), "", "Too short."]
    assert opened[1:3] == [draft, "Consultation opened"]


def test_vote_is_logged_with_its_member_and_without_what_it_says(client):
    signed_in(client)
    candidate = in_vote(members=1)
    votes(candidate, ["reject"])

    [step, *_rest] = cells(client)

    assert step[2:] == ["Vote cast", str(DraftStep.objects.get(name="vote").user), str(candidate.draft.proposed_by), ""]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?draft={first}", ["rework", "consult"]),
        ("?name=abandon&name=rework", ["abandon", "rework"]),
        ("?user={leader}", ["rework"]),
        ("?q=too short", ["rework"]),
        ("?q={code}", ["abandon"]),
        ("?at_from=2026-09-15", ["abandon"]),
        ("?at_to=2026-09-14", ["rework", "consult"]),
        ("?draft=0", ["abandon", "rework", "consult"]),
        ("?name=nonsense", ["abandon", "rework", "consult"]),
    ],
)
def test_log_is_narrowed_down(client, query, names):
    signed_in(client)
    leader = secretary()
    with at_noon(CONSULTED):
        candidate = in_consultation()
        rework(candidate.draft_id, reason="Too short.", on=CONSULTED, actor=leader)
    other = DraftFactory()
    with at_noon(VOTED):
        abandon(other.pk, reason="Not now.", on=VOTED, actor=secretary())

    assert listed(client, query.format(first=candidate.draft_id, leader=leader.pk, code=other.code)) == names


def test_log_is_had_as_csv(client):
    signed_in(client)
    draft = DraftFactory()
    abandon(draft.pk, reason="=1+1", on=VOTED, actor=secretary())

    [heading, row] = csv.reader(log(client, "?export=csv").getvalue().decode().splitlines())

    assert heading == ["Time", "Draft", "Step", "Person", "Organisation", "Reason"]
    assert [row[1], row[2], row[5]] == [str(draft), "Abandoned", "'=1+1"]


def test_log_is_had_as_a_workbook(client):
    signed_in(client)
    in_consultation()

    assert log(client, "?export=xlsx")["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )


def test_empty_log_says_so(client):
    signed_in(client)

    assert "There are no steps to display." in log(client).content.decode()


def test_person_who_has_left_is_a_gap_and_the_step_stays(client):
    signed_in(client)
    leader = secretary()
    abandon(DraftFactory().pk, reason="Not now.", on=VOTED + timedelta(days=1), actor=leader)
    leader.delete()

    assert cells(client)[0][2:4] == ["Abandoned", ""]


@pytest.mark.parametrize("count", [1, 3])
def test_log_takes_twenty_three_queries(client, django_assert_num_queries, count):
    signed_in(client)
    for _number in range(count):
        in_consultation()
    log(client)

    with django_assert_num_queries(23):
        log(client)
