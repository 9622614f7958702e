"""Votes in the members' area: who sees, who votes, and what is said when it is over meanwhile."""

import pytest

from portal.members.duties import Duty, duties_of
from portal.members.enums import OrganisationKind
from registry.enums import Disposition, VoteChoice
from registry.models import Comment, DraftStep, Elector, Vote
from registry.services.candidates import rework
from registry.services.voting import cast, open_vote
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import (
    REASON,
    VOTED,
    CommentFactory,
    DraftFactory,
    carried,
    in_consultation,
    in_vote,
    published,
    secretary,
    votes,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory
from tests.registry.views.pages import all_words, form_of, messages_of, parsed, words

pytestmark = pytest.mark.django_db

LIST = "/en/me/votes/"
YES, NO = {"choice": "approve", "reason": ""}, {"choice": "reject", "reason": "Too strict."}


@pytest.fixture
def elector():
    """Of a vote of three members in which nobody has voted."""
    return in_vote(members=3).electors.order_by("pk")[0]


@pytest.fixture
def editor(client, elector):
    user = city_editor(elector.organisation)
    client.force_login(user)
    return user


def page_of(elector, then=""):
    return f"{LIST}{elector.pk}/{then}"


def said(elector):
    return list(Vote.objects.filter(elector=elector).values_list("choice", "reason"))


def closed(elector):
    return rework(elector.candidate.draft_id, reason="Once more.", on=VOTED, actor=secretary())


def section(response, name):
    return " ".join(all_words(response, f"//section[@aria-labelledby='{name}']"))


def test_vote_is_cast_changed_and_withdrawn(client, elector, editor):
    first = client.post(page_of(elector), YES, follow=True)
    yes = said(elector)
    client.post(page_of(elector), NO, follow=True)
    no = said(elector)
    last = client.post(page_of(elector, "withdraw/"), follow=True)

    assert (yes, no, said(elector)) == ([("approve", "")], [("reject", "Too strict.")], [])
    assert first.redirect_chain == [(page_of(elector), 302)]
    assert messages_of(first) == ["Your vote is cast. You can change it until the vote is closed."]
    assert messages_of(last) == ["The vote is withdrawn. You can cast another one until the vote is closed."]
    assert list(DraftStep.objects.filter(user=editor).values_list("name", flat=True)) == [
        "vote",
        "vote",
        "withdraw_vote",
    ]


def test_page_shows_ones_own_vote_in_the_form(client, elector, editor):
    client.post(page_of(elector), NO)

    form = form_of(client.get(page_of(elector)), "//main//form[@class='form']")

    assert (form["choice"], form["reason"].strip()) == ("reject", "Too strict.")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"choice": "reject", "reason": " "}, "Reason: Say why you object: the others need to know what to change."),
        ({"choice": "", "reason": "Long thought."}, "Your vote: This field is required."),
        ({"choice": "perhaps"}, "Your vote: Select a valid choice. perhaps is not one of the available choices."),
    ],
)
def test_faulty_vote_is_explained_and_kept(client, elector, editor, sent, fault):
    response = client.post(page_of(elector), sent)

    assert all_words(response, "//div[@class='ds-error-summary']//li") == [fault]
    assert form_of(response, "//main//form[@class='form']")["reason"].strip() == sent.get("reason", "").strip()
    assert said(elector) == []


def test_page_shows_what_is_voted_on(client, elector, editor):
    version = elector.candidate.version

    response = client.get(page_of(elector))

    assert all_words(response, "//h1") == [f"Vote on {version}"]
    assert version.content_hash[:12] in section(response, "paper")
    assert "Nobody commented." in section(response, "paper")
    assert all_words(response, "//section[@aria-labelledby='fields']//h3") == ["Theme"]
    assert all_words(response, "//main//details/summary")[0] == "What is the fingerprint?"


def test_first_text_of_a_criterion_is_shown_whole(client):
    draft = DraftFactory(
        base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="technical_specification"
    )
    elector = in_vote(draft).electors.order_by("pk")[0]
    client.force_login(city_editor(elector.organisation))

    response = client.get(page_of(elector))

    assert all_words(response, "//h1") == ["Vote on NEW-01@1.0.0-rc.1"]
    assert "The battery shall keep at least" in section(response, "text")
    assert parsed(response).xpath("//section[@aria-labelledby='fields']") == []


def test_comments_are_counted_by_what_became_of_them(client):
    candidate = in_consultation()
    for disposition in (Disposition.ACCEPTED, Disposition.REJECTED, Disposition.ACCEPTED):
        CommentFactory(candidate=candidate, disposition=disposition, answer="Yes.")
    CommentFactory(candidate=candidate, verified_at=None)
    open_vote(candidate.draft_id, on=VOTED, actor=secretary())
    elector = candidate.electors.get()
    client.force_login(city_editor(elector.organisation))

    response = client.get(page_of(elector))

    consultation = f"{candidate.version.get_absolute_url()}consultation/"
    assert "2 accepted, 1 not accepted." in section(response, "paper")
    assert consultation in parsed(response).xpath("//section[@aria-labelledby='paper']//a/@href")
    assert Comment.objects.count() == 4


def test_others_votes_are_a_number_until_the_vote_is_closed(client, elector, editor):
    other = elector.candidate.electors.order_by("pk")[1]
    cast(other.pk, choice=VoteChoice.REJECT, reason=REASON, actor=city_editor(other.organisation))

    text = words(parsed(client.get(page_of(elector))).xpath("//main")[0])

    assert "So far 1 of 3 have voted. Who voted how is shown once the vote is closed." in text
    assert REASON not in text


def test_votes_are_shown_by_city_once_the_vote_is_closed(client, elector, editor):
    votes(elector.candidate, ["approve", "reject"])
    names = list(elector.candidate.electors.order_by("pk").values_list("organisation__name", flat=True))
    closed(elector)

    response = client.get(page_of(elector))

    assert all_words(response, "//section[@aria-labelledby='vote-outcome']//li") == [
        f"{names[0]}: approve{REASON}",
        f"{names[1]}: reject{REASON}",
        f"{names[2]}: did not vote",
    ]
    assert parsed(response).xpath("//main//form") == []
    assert f"The vote of {names[0]}: approve." in all_words(response, "//main/p | //main//p")


def test_vote_that_closed_meanwhile_is_said_and_what_was_typed_is_shown(client, elector, editor):
    client.get(page_of(elector))
    closed(elector)

    response = client.post(page_of(elector), NO)

    assert words(parsed(response).xpath("//div[@role='alert']")[0]) == (
        f"The vote on {elector.candidate} is closed. Look at its page to see how it ended. "
        "What you sent just now came too late and does not count: Too strict."
    )
    assert said(elector) == []


def test_withdrawing_after_the_end_is_refused_in_words(client, elector, editor):
    client.post(page_of(elector), YES, follow=True)
    closed(elector)

    response = client.post(page_of(elector, "withdraw/"), follow=True)

    assert messages_of(response) == [
        f"The vote on {elector.candidate} is closed. Look at its page to see how it ended."
    ]
    assert said(elector) == [("approve", "")]


def test_buyer_who_is_no_editor_reads_who_can_vote(client, elector):
    city_editor(elector.organisation).__class__.objects.update(name="Ada")
    buyer = MembershipFactory(organisation=elector.organisation).user
    client.force_login(buyer)

    response = client.get(page_of(elector))

    assert f"The city editors of {elector.organisation} can vote: Ada." in all_words(response, "//main//p")
    assert parsed(response).xpath("//main//form") == []
    assert client.post(page_of(elector), YES).status_code == 403
    assert client.post(page_of(elector, "withdraw/")).status_code == 403
    assert client.get(page_of(elector, "ballot/")).status_code == 403
    assert said(elector) == []


def test_buyer_of_a_city_without_editor_reads_what_can_be_done(client, elector):
    client.force_login(MembershipFactory(organisation=elector.organisation).user)

    text = " ".join(all_words(client.get(page_of(elector)), "//main//p"))

    assert f"Nobody can vote for {elector.organisation} here yet: it has no city editor." in text


@pytest.mark.parametrize("who", ["stranger", "editor elsewhere", "administrator"])
def test_strangers_learn_nothing(client, elector, who):
    users = {"stranger": UserFactory, "editor elsewhere": city_editor}
    client.force_login(users[who]() if who in users else UserFactory(is_superuser=True))

    assert client.get(page_of(elector)).status_code == 404
    assert client.post(page_of(elector), YES).status_code == 404
    assert client.post(page_of(elector, "withdraw/")).status_code == 404
    assert said(elector) == []


def test_coordinator_sees_the_page_and_cannot_vote(client, elector):
    city_editor(elector.organisation)
    client.force_login(secretary())

    assert client.get(page_of(elector)).status_code == 200
    assert client.post(page_of(elector), YES).status_code == 403


def test_visitor_is_led_to_sign_in(client, elector):
    assert client.get(page_of(elector)).url == f"/accounts/login/?next={page_of(elector)}"
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"


def test_list_has_what_is_open_and_how_the_others_ended(client, elector, editor):
    votes(elector.candidate, ["approve"] * 3)
    published(elector.candidate)
    elector.candidate.draft.refresh_from_db()
    [again, *_] = in_vote(DraftFactory()).electors.filter(organisation=elector.organisation)

    response = client.get(LIST)

    name = elector.organisation.name
    [now] = all_words(response, "//section[@aria-labelledby='open']//li")
    [before] = all_words(response, "//section[@aria-labelledby='closed']//li")
    assert now == f"{again.candidate} Battery that lasts waiting for you {name}: has not voted yet."
    assert before == (
        f"{elector.candidate} Battery that lasts adopted {name}: approve. Closed on 22 September 2026. "
        f"Adopted as {elector.candidate.draft.final}."
    )
    assert parsed(response).xpath("//section[@aria-labelledby='open']//a/@href") == [page_of(again)]


def test_vote_waits_in_the_list_for_nobody_who_cannot_cast_it(client, elector):
    client.force_login(MembershipFactory(organisation=elector.organisation).user)

    assert all_words(client.get(LIST), "//section[@aria-labelledby='open']//li") == [
        f"{elector.candidate} Battery that lasts {elector.organisation}: has not voted yet."
    ]


def test_list_without_votes_says_when_there_are_some(client):
    client.force_login(city_editor(OrganisationFactory(kind=OrganisationKind.SUPPORTER)))

    response = client.get(LIST)

    assert all_words(response, "//div[@class='empty-state']/h2") == ["No vote is open for your organisation"]
    assert parsed(response).xpath("//section[@aria-labelledby='closed']") == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_ten_queries(client, django_assert_num_queries, count):
    first = carried(members=1)
    published(first)
    organisation = first.electors.get().organisation
    for _ in range(count):
        published(carried(DraftFactory(proposed_by=organisation), members=1))
        in_vote(DraftFactory(proposed_by=organisation), members=1)
    client.force_login(city_editor(organisation))
    client.get(LIST)

    with django_assert_num_queries(10):
        response = client.get(LIST)

    assert len(parsed(response).xpath("//section[@aria-labelledby='open']//li")) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_closed_vote_takes_fourteen_queries_whatever_the_electorate(client, django_assert_num_queries, count):
    elector = in_vote(members=count).electors.order_by("pk")[0]
    votes(elector.candidate, ["approve"] * count)
    published(elector.candidate)
    client.force_login(city_editor(elector.organisation))
    client.get(page_of(elector))

    with django_assert_num_queries(14):
        client.get(page_of(elector))


def test_open_vote_is_a_duty_of_the_editors_until_they_have_voted(elector):
    editor = city_editor(elector.organisation)
    buyer = MembershipFactory(organisation=elector.organisation).user
    text = f"A vote is waiting for {elector.organisation}: {elector.candidate}."
    duty = Duty(text, page_of(elector))

    before = [duty in duties_of(user) for user in (editor, buyer, secretary())]
    votes(elector.candidate, ["abstain"])

    assert before == [True, False, False]
    assert duty not in duties_of(editor)


def test_closed_vote_is_no_duty(elector):
    editor = city_editor(elector.organisation)
    closed(elector)

    assert [duty for duty in duties_of(editor) if "/me/votes/" in duty.url] == []


def test_dashboard_leads_to_the_votes(client, editor):
    assert LIST in parsed(client.get("/en/me/")).xpath("//section[@aria-labelledby='criteria']//a/@href")


def test_questions_to_electors(elector):
    mine = Elector.objects.of_member(city_editor(elector.organisation))

    assert (list(mine.open()), list(mine.closed())) == ([elector], [])
    closed(elector)
    assert (list(mine.open()), [row.closing for row in mine.closed()]) == ([], ["lapsed"])
