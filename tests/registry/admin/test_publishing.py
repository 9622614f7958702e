"""Publishing in the admin: what is in the way on which day, one question, one version however often it is asked."""

from datetime import timedelta

import pytest

from registry.enums import DraftState
from registry.models import CriterionVersion, Draft
from registry.services.candidates import rework
from registry.services.voting import withdraw_vote
from tests.factories.accounts import UserFactory, city_editor, sign_in_with_second_factor
from tests.factories.drafts import PUBLISHED, DraftFactory, carried, in_vote, secretary, votes
from tests.registry.admin.coordinators import at_noon, said, signed_in, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(PUBLISHED):
        yield


def read(client, candidate, query=""):
    return client.get(step_of(candidate, "publish") + query)


def sent(candidate, **changes):
    return {"seen": candidate.version.content_hash, "effective_on": PUBLISHED.isoformat(), **changes}


def press(client, candidate, **changes):
    return client.post(step_of(candidate, "publish"), sent(candidate, **changes))


def faults(page):
    return [fault.name for fault in page.context["faults"]]


def finals(candidate):
    return list(candidate.version.criterion.versions.finals().newest_first())


def test_page_says_that_nothing_is_in_the_way_and_from_which_day_it_holds(client):
    signed_in(client)
    candidate = carried()

    page = read(client, candidate)

    assert (faults(page), page.context["day"]) == ([], PUBLISHED)
    text = page.content.decode()
    assert "is in force from 22 September 2026" in text
    assert f'name="seen" value="{candidate.version.content_hash}"' in text
    assert f'<input type="hidden" name="effective_on" value="{PUBLISHED}"' in text
    assert len(finals(candidate)) == 1


def test_coordinator_publishes_what_was_read(client):
    signed_in(client)
    candidate = carried()

    answer = press(client, candidate)

    final, _base = finals(candidate)
    assert (answer["Location"], final.content_hash) == (step_of(candidate), candidate.version.content_hash)
    assert said(client, candidate) == [f"{final} is published."]
    assert final.get_absolute_url() in client.get(step_of(candidate)).content.decode()


def test_button_pressed_twice_gives_the_same_version(client):
    signed_in(client)
    candidate = carried()

    answers = [press(client, candidate) for _time in range(2)]

    final, _base = finals(candidate)
    assert [answer["Location"] for answer in answers] == [step_of(candidate)] * 2
    assert said(client, candidate) == [f"{final} is published."] * 2
    assert CriterionVersion.objects.finals().count() == 2


def test_page_of_what_is_published_leads_to_the_draft(client):
    signed_in(client)
    candidate = carried()
    press(client, candidate)

    assert read(client, candidate)["Location"] == step_of(candidate)


def test_another_day_can_be_chosen(client):
    signed_in(client)
    candidate = carried()
    later = PUBLISHED + timedelta(days=30)

    page = read(client, candidate, f"?effective_on={later}")
    press(client, candidate, effective_on=later.isoformat())

    assert (page.context["day"], faults(page)) == (later, [])
    assert finals(candidate)[0].events.get(kind="published").effective_on == later


def test_day_in_the_past_is_in_the_way(client):
    signed_in(client)
    candidate = carried()
    earlier = PUBLISHED - timedelta(days=1)

    page = read(client, candidate, f"?effective_on={earlier}")
    answer = press(client, candidate, effective_on=earlier.isoformat())

    assert faults(page) == ["day"]
    assert b'name="seen"' not in page.content
    assert "in force from a day in the past" in answer.context["form"].non_field_errors()[0]
    assert len(finals(candidate)) == 1


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30"])
def test_what_is_no_day_is_said_at_its_field(client, day):
    signed_in(client)
    candidate = carried()

    page = read(client, candidate, f"?effective_on={day}")
    answer = press(client, candidate, effective_on=day)

    assert (list(page.context["days"].errors), page.context["day"]) == (["effective_on"], None)
    assert list(answer.context["form"].errors) == ["effective_on"]
    assert len(finals(candidate)) == 1


def test_vote_that_is_not_won_is_in_the_way_by_name(client):
    signed_in(client)
    candidate = in_vote(members=3)
    votes(candidate, ["reject"])

    page = read(client, candidate)
    answer = press(client, candidate)

    assert faults(page) == ["quorum", "majority"]
    assert "1 of 3 members have voted; the quorum is 2." in page.content.decode()
    assert "cannot be published yet" in answer.context["form"].non_field_errors()[0]
    assert faults(answer) == ["quorum", "majority"]


def test_vote_that_is_taken_back_meanwhile_stops_it(client):
    signed_in(client)
    candidate = carried(members=2)
    assert faults(read(client, candidate)) == []
    for elector in candidate.electors.all():
        withdraw_vote(elector.pk, actor=city_editor(elector.organisation))

    answer = press(client, candidate)

    assert (answer.status_code, faults(answer), len(finals(candidate))) == (200, ["quorum", "majority"], 1)


@pytest.mark.parametrize("seen", ["", "x", "0" * 64])
def test_nothing_is_published_that_was_not_read(client, seen):
    signed_in(client)
    candidate = carried()

    answer = press(client, candidate, seen=seen)

    assert (answer.status_code, len(finals(candidate))) == (200, 1)
    assert answer.context["form"].errors != {}


def test_candidate_that_was_taken_back_meanwhile_is_not_published(client):
    signed_in(client)
    candidate = carried()
    rework(candidate.draft_id, reason="A mistake.", on=PUBLISHED, actor=secretary())

    answer = press(client, candidate)

    assert "so this step is not possible now" in answer.context["form"].non_field_errors()[0]
    assert faults(answer) == ["candidate"]
    assert Draft.objects.get().state == DraftState.DRAFTING


def test_lone_proposer_is_told_why_and_publishes_nothing(client):
    user = signed_in(client, is_superuser=True, is_staff=True)
    candidate = carried(DraftFactory(proposers=[user]))

    page, answer = read(client, candidate), press(client, candidate)

    assert faults(page) == ["four-eyes"]
    assert "nobody publishes what only they proposed" in page.content.decode()
    assert (answer["Location"], len(finals(candidate))) == ("/admin/", 1)


def test_superuser_without_the_role_publishes_nothing(client):
    sign_in_with_second_factor(client, UserFactory(is_superuser=True, is_staff=True))
    candidate = carried()

    assert press(client, candidate)["Location"] == "/admin/"
    assert len(finals(candidate)) == 1
