"""Asking the network from the page of a search that found nothing, reading what others ask, taking it back."""

import re

import pytest
import time_machine
from lxml import html

from portal.members.enums import OrganisationKind
from search.models import NetworkQuestion
from search.views_network import MOST_A_DAY, PAGE_SIZE
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator
from tests.factories.members import OrganisationFactory
from tests.factories.network import NetworkQuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database")]
LIST, ASK, MISS = "/en/me/questions/", "/en/me/questions/ask/", "/en/search/?q=unobtainium+%26+more"
TYPED = {"text": "Who has bought telephones without chargers?", "words": "no charger", "language": "en", "key": "k1"}


@pytest.fixture
def member(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


def page_of(response):
    return html.fromstring(response.content.decode())


def text_of(response):
    return " ".join(page_of(response).text_content().split())


def value_of(response, name):
    [field] = page_of(response).xpath(f"//*[@name='{name}']")
    return field.text_content().strip() if field.tag == "textarea" else field.get("value", "")


def asks(response):
    """Where the page of a search leads those who ask the network."""
    return [link.get("href") for link in page_of(response).xpath("//main//a[contains(., 'Ask the network')]")]


def test_member_who_finds_nothing_is_led_to_the_form_with_the_words(client, member):
    [address] = asks(client.get(MISS))

    response = client.get(address)

    assert address == f"{ASK}?q=unobtainium+%26+more"
    assert (value_of(response, "words"), value_of(response, "text")) == ("unobtainium & more", "")
    assert page_of(response).xpath("//input[@name='language'][@checked]/@value") == ["en"]


def test_visitor_signs_in_on_the_way_to_the_form_or_joins(client):
    sign_in, join = asks(client.get(MISS))

    assert join == "/en/join/"
    assert client.get(sign_in)["Location"].startswith("/accounts/login/?next=/en/me/questions/ask/%3Fq%3Dunobtainium")


def test_whoever_may_not_ask_is_not_led_there_and_told_why(client):
    supporter = MembershipFactory(organisation__kind=OrganisationKind.SUPPORTER).user
    for user, led in [(UserFactory(), ["/en/join/"]), (supporter, [])]:
        client.force_login(user)
        NetworkQuestionFactory()

        assert asks(client.get(MISS)) == led
        response = client.post(ASK, TYPED, follow=True)
        assert response.redirect_chain == [(LIST, 302)]
        assert "These questions are for people of public buyers" in text_of(response)
        assert "chargers" not in text_of(response)
    assert NetworkQuestion.objects.filter(key="k1").count() == 0


def test_member_asks_and_finds_the_question_in_the_list(client, member):
    response = client.post(ASK, TYPED, follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    text = text_of(response)
    assert "Your question is with the network." in text
    assert TYPED["text"] in text
    assert "You have asked this." in text
    assert page_of(response).xpath("//main//a[.='no charger']/@href") == ["/en/search/?q=no%20charger"]
    assert NetworkQuestion.objects.get().organisation == member.organisation


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": ""}, "Write your question."),
        ({"text": "\0 \r\n too short"[:9]}, "Write a whole question: 10 characters at least."),
        ({"text": "x" * 2001}, "2000 characters"),
        ({"words": "y" * 201}, "200 characters"),
        ({"language": ""}, "Choose the language in which you have written."),
    ],
)
def test_fault_is_named_and_what_was_typed_stays(client, member, change, fault):
    typed = {**TYPED, **change}

    response = client.post(ASK, typed)

    assert fault in text_of(response)
    assert {name: value_of(response, name) for name in ("words", "key")} == {
        name: typed[name] for name in ("words", "key")
    }
    assert value_of(response, "text") == typed["text"].replace("\0", "").strip() or "\0" in typed["text"]
    assert NetworkQuestion.objects.count() == 0


def test_form_that_is_sent_twice_asks_once_and_counts_once(client, member):
    for _click in range(MOST_A_DAY + 1):
        assert client.post(ASK, TYPED).status_code == 302

    assert NetworkQuestion.objects.count() == 1
    assert client.post(ASK, {**TYPED, "key": "k2"}).status_code == 302


def test_sixth_question_of_a_day_has_to_wait_and_says_until_when(client, member):
    with time_machine.travel("2026-10-14T10:05:00Z", tick=False) as clock:
        for number in range(MOST_A_DAY):
            client.post(ASK, {**TYPED, "key": f"k{number}"})
        clock.shift(3600)

        response = client.post(ASK, {**TYPED, "key": "last"})

        assert "You have asked 5 questions in 24 hours." in text_of(response)
        assert "possible on 15 October 2026 from 12:05." in text_of(response)
        assert value_of(response, "text") == TYPED["text"]
        clock.shift(23 * 3600 + 1)
        assert client.post(ASK, {**TYPED, "key": "last"}).status_code == 302
    assert NetworkQuestion.objects.count() == MOST_A_DAY + 1


def test_member_of_two_organisations_chooses_one(client, member):
    second = MembershipFactory(user=member.user).organisation
    OrganisationFactory()

    refused = client.post(ASK, TYPED)
    client.post(ASK, {**TYPED, "organisation": second.slug})

    assert refused.status_code == 200
    assert NetworkQuestion.objects.get().organisation == second


def test_form_says_who_reads_it(client, member):
    text = text_of(client.get(ASK))

    assert "They are told your name, organisation and e-mail address, so that they can answer you." in text
    assert "in this area for 180 days." in text
    assert f"Answers come by mail to {member.user.email}." in text


def test_list_is_paged_newest_first_and_answers_go_by_mail(client, member):
    for number in range(PAGE_SIZE + 1):
        asker = UserFactory(email=f"asker-{number}@example.org")
        MembershipFactory(user=asker, organisation=member.organisation)
        NetworkQuestionFactory(asker=asker, organisation=member.organisation, text=f"Question number {number}?")

    pages = [client.get(f"{LIST}?page={number}") for number in (1, 2)]
    found = [re.findall(r"Question number (\d+)\?", text_of(page)) for page in pages]

    assert found == [[str(number) for number in range(PAGE_SIZE, 0, -1)], ["0"]]
    assert page_of(pages[1]).xpath("//main//a[starts-with(@href, 'mailto:')]/@href") == ["mailto:asker-0@example.org"]
    assert pages[0]["Cache-Control"].endswith("private")


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_more_questions(client, member, django_assert_num_queries, count):
    NetworkQuestionFactory.create_batch(count)
    client.get(LIST)

    with django_assert_num_queries(6):
        assert len(client.get(LIST).context["page"]) == count


def test_empty_list_leads_to_asking(client, member):
    assert "Nobody asks anything at the moment" in text_of(client.get(LIST))


def test_visitor_signs_in_to_read(client):
    question = NetworkQuestionFactory()

    for address in (LIST, ASK, f"{LIST}{question.pk}/withdraw/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_asker_withdraws_after_being_asked(client, member):
    question = NetworkQuestionFactory(membership=member)
    address = f"{LIST}{question.pk}/withdraw/"
    assert page_of(client.get(LIST)).xpath("//main//a[starts-with(., 'Withdraw')]/@href") == [address]

    shown, before = client.get(address), NetworkQuestion.objects.count()
    response = client.post(address, follow=True)

    assert (question.text in text_of(shown), before) == (True, 1)
    assert "The question is withdrawn." in text_of(response)
    assert (NetworkQuestion.objects.count(), client.post(address).status_code) == (0, 404)


def test_coordinator_removes_a_question_and_other_members_do_not_find_the_page(client, member):
    question = NetworkQuestionFactory()
    address = f"{LIST}{question.pk}/withdraw/"
    assert page_of(client.get(LIST)).xpath("//main//a[contains(@href, 'withdraw')]") == []
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]

    client.force_login(coordinator())
    assert page_of(client.get(LIST)).xpath("//main//a[starts-with(., 'Remove')]/@href") == [address]
    client.post(address)

    assert NetworkQuestion.objects.count() == 0


def test_markup_in_a_question_stays_text(client, member):
    NetworkQuestionFactory(text="<script>alert(1)</script> why?", words="<b>", membership__user__name="<i>Ada</i>")

    found = page_of(client.get(LIST)).xpath("//main//script | //main//li//b | //main//li//i")

    assert found == []


def test_front_page_of_the_area_leads_to_the_questions(client, member):
    assert LIST in page_of(client.get("/en/me/")).xpath("//main//a/@href")


def test_search_of_a_visitor_asks_nothing_of_people(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as asked:
        client.get(MISS)

    tables = ("accounts_user", "members_membership", "django_session", "search_networkquestion")
    assert [query["sql"] for query in asked if any(table in query["sql"] for table in tables)] == []
