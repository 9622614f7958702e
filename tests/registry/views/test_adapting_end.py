"""Withdrawing an adaptation in the members' area: one asks, a second person confirms, and it is said who can."""

import pytest
from django.utils.timezone import localdate

from registry.enums import ProposalState, StatusKind
from registry.models import Adaptation, AdaptationWithdrawal
from registry.services.ending import ask_withdrawal, take_back_withdrawal
from tests.factories.accounts import city_editor
from tests.factories.adaptations import changes, followed_by, published_adaptation
from tests.factories.drafts import secretary
from tests.factories.members import OrganisationFactory
from tests.registry.views.pages import all_words, form_of, messages_of

pytestmark = pytest.mark.django_db

LIST = "/en/me/adaptations/"
WHY = "We take the release again."


@pytest.fixture
def city():
    return OrganisationFactory(name="Examplehaven", slug="examplehaven")


@pytest.fixture
def editor(client, city):
    user = city_editor(city)
    client.force_login(user)
    return user


@pytest.fixture
def adaptation(city, editor):
    return published_adaptation(organisation=city, actor=editor)


def end_of(adaptation):
    return f"{LIST}sealed/{adaptation.pk}/withdraw/"


def asked_by(adaptation, actor):
    return ask_withdrawal(adaptation.pk, reason={"en": WHY}, on=localdate(), actor=actor)


def buttons(response):
    return all_words(response, "//main//form//button")


def in_force():
    return list(Adaptation.objects.in_force(on=localdate()))


def test_asking_needs_a_reason(client, adaptation):
    asked, refused = client.get(end_of(adaptation)), client.post(end_of(adaptation), {"reason": " "})

    assert all_words(asked, "//h1") == ["Withdraw examplehaven/smartphones@1.0.0"]
    assert buttons(asked) == ["Ask for the withdrawal"]
    assert all_words(refused, "//p[@class='ds-validation-message']") == ["This field is required."]
    assert AdaptationWithdrawal.objects.count() == 0


def test_whoever_asks_reads_that_a_coordinator_confirms_for_a_city_of_one(client, editor, adaptation):
    page = client.post(end_of(adaptation), {"reason": WHY}, follow=True)

    assert messages_of(page) == ["The withdrawal waits for a second person."]
    assert buttons(page) == ["Keep the adaptation"]
    assert "Examplehaven has no other editor: a coordinator can confirm it." in page.content.decode()
    assert AdaptationWithdrawal.objects.get().asked_by == editor
    assert in_force() == [adaptation]


def test_whoever_asks_reads_that_a_colleague_confirms(client, city, editor, adaptation):
    city_editor(city)
    asked_by(adaptation, editor)

    page = client.get(end_of(adaptation))

    assert "Another editor of Examplehaven confirms it." in page.content.decode()


@pytest.mark.parametrize("who", ["colleague", "coordinator"])
def test_second_person_reads_the_reason_and_confirms(client, city, editor, adaptation, who):
    second = city_editor(city) if who == "colleague" else secretary()
    asked_by(adaptation, editor)
    client.force_login(second)

    page = client.get(end_of(adaptation))
    answer = client.post(end_of(adaptation), {"do": "confirm"}, follow=True)

    assert all_words(page, "//section[@aria-labelledby='reason']/p") == [WHY]
    assert buttons(page) == ["Withdraw", "Keep the adaptation"][: 2 if who == "colleague" else 1]
    assert messages_of(answer) == ["The adaptation is withdrawn. Its text and its address stay."]
    assert adaptation.events.get(kind=StatusKind.WITHDRAWN).parsed_details["reason"] == {"en": WHY}
    assert WHY in client.get(adaptation.get_absolute_url()).content.decode()


def test_whoever_asked_cannot_confirm(client, editor, adaptation):
    asked_by(adaptation, editor)

    assert client.post(end_of(adaptation), {"do": "confirm"}).status_code == 403
    assert in_force() == [adaptation]


def test_it_is_kept_after_all(client, editor, adaptation):
    asked_by(adaptation, editor)

    answer = client.post(end_of(adaptation), {"do": "keep"}, follow=True)

    assert messages_of(answer) == ["The withdrawal is taken back. The adaptation stays in force."]
    assert AdaptationWithdrawal.objects.get().state == ProposalState.TAKEN_BACK
    assert buttons(client.get(end_of(adaptation))) == ["Ask for the withdrawal"]


def test_asking_twice_says_that_it_waits_and_keeps_what_was_typed(client, editor, adaptation):
    asked_by(adaptation, editor)

    response = client.post(end_of(adaptation), {"reason": "Twice."})

    [error] = all_words(response, "//div[contains(@class, 'ds-error-summary')]//li")
    assert error.startswith(f"A withdrawal of {adaptation} waits for a second person already.")
    assert form_of(response)["reason"].strip() == "Twice."


def test_withdrawing_what_is_withdrawn_says_so(client, city, editor, adaptation):
    asked_by(adaptation, city_editor(city))
    client.post(end_of(adaptation), {"do": "confirm"})

    response = client.post(end_of(adaptation), {"reason": "Twice."})

    [error] = all_words(response, "//div[contains(@class, 'ds-error-summary')]//li")
    assert "not in force" in error


def waiting(client):
    return all_words(client.get(LIST), "//section[@aria-labelledby='asked']//a")


def test_list_shows_what_waits_to_the_city_and_to_coordinators(client, editor, adaptation):
    assert waiting(client) == []

    asked_by(adaptation, editor)

    assert waiting(client) == [str(adaptation)]
    client.force_login(secretary())
    assert waiting(client) == [str(adaptation)]
    client.force_login(city_editor())
    assert waiting(client) == []


def test_superseded_meanwhile_nothing_waits_and_the_pages_say_why(client, city, editor, adaptation):
    asked_by(adaptation, editor)
    after = followed_by(adaptation, changes(), on=localdate())

    assert waiting(client) == []
    for answer in (
        client.get(end_of(adaptation), follow=True),
        client.post(end_of(adaptation), {"do": "keep"}, follow=True),
    ):
        assert answer.redirect_chain == [(LIST, 302)]
        [message] = messages_of(answer)
        assert message.startswith(f"{adaptation} is not in force (superseded), so nothing can follow or end it.")
    draft = client.get(adaptation.draft.get_absolute_url())
    [told] = all_words(draft, "//section[@aria-labelledby='steps']//li[last()]")
    assert "superseded; the withdrawal asked for is closed" in told
    assert told.endswith(str(after))


def test_second_person_who_comes_too_late_withdraws_nothing(client, city, editor, adaptation):
    asked_by(adaptation, editor)
    followed_by(adaptation, changes(), on=localdate())
    client.force_login(city_editor(city))

    answer = client.post(end_of(adaptation), {"do": "confirm"}, follow=True)

    assert "not in force (superseded)" in messages_of(answer)[0]
    assert adaptation.events.filter(kind=StatusKind.WITHDRAWN).count() == 0


def test_second_click_on_the_same_button_says_the_same(client, city, editor, adaptation):
    asked_by(adaptation, editor)
    client.force_login(city_editor(city))

    answers = [client.post(end_of(adaptation), {"do": "confirm"}, follow=True) for _time in range(2)]

    said = ["The adaptation is withdrawn. Its text and its address stay."]
    assert [messages_of(answer) for answer in answers] == [said, said]


def test_what_a_colleague_kept_meanwhile_is_not_confirmed(client, city, editor, adaptation):
    asked = asked_by(adaptation, editor)
    take_back_withdrawal(asked.pk, actor=editor)
    client.force_login(city_editor(city))

    answer = client.post(end_of(adaptation), {"do": "confirm"}, follow=True)

    assert "“taken back” already" in messages_of(answer)[0]
    assert in_force() == [adaptation]


def test_another_city_finds_nothing(client, editor):
    other = published_adaptation()

    assert client.get(end_of(other)).status_code == 404
    assert client.post(end_of(other), {"do": "confirm"}).status_code == 404
