"""When an organisation's contracts end, as its editor says it: proposed, typed, saved, public from then on."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from portal.joining.enums import State
from portal.members.contract_ends import coming_ends
from portal.members.enums import Category
from portal.members.errors import ChangedMeanwhile
from portal.members.forms.contract_ends import ContractEndsForm
from portal.members.models import ContractEnd
from portal.members.proposals import proposed_end
from portal.members.seen import seen_of
from portal.members.services.figures import ends_of, say_contract_ends
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import ContractEndFactory, OrganisationFactory
from tests.races import race
from tests.registry.views.pages import all_words, messages_of, parsed

pytestmark = pytest.mark.django_db
PHONES = Category.SMARTPHONES.value
TODAY, JUNE, MAY = date(2026, 11, 23), date(2028, 6, 1), date(2029, 5, 1)
OWN = "/en/me/organisations/example/"
PAGE = f"{OWN}contract-ends/"
NOTHING_SEEN = seen_of({})


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", slug="example")


@pytest.fixture
def editor(organisation):
    return city_editor(organisation)


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


def say(organisation, month, actor, seen=None):
    ends = {PHONES: month} if month else {}
    mark = seen_of(ends_of(organisation)) if seen is None else seen
    say_contract_ends(organisation.pk, ends, seen=mark, actor=actor)


def answered(organisation, day=date(2028, 6, 30)):
    """The organisation's request to join, with an answer."""
    return JoinRequestFactory(organisation=organisation, state=State.APPROVED, contract_ends_on=day)


def typed(month):
    form = ContractEndsForm({PHONES: month})
    form.is_valid()
    return form


def field_of(response):
    """What stands in the field of the page."""
    return parsed(response).xpath(f"//input[@name='{PHONES}']")[0].get("value", "")


def test_what_is_said_is_public_and_counts_as_looking_at_the_figures(organisation, editor):
    say(organisation, JUNE, editor)

    organisation.refresh_from_db()
    [end] = coming_ends(on=TODAY)
    assert (end.name, end.month, end.said_on) == ("City of Example", JUNE, TODAY)
    assert organisation.figures_checked_on == TODAY
    assert list(OutboxEvent.objects.values_list("name", flat=True)) == ["members.figures_changed"]


def test_saying_it_again_replaces_it_with_today_as_its_day(organisation, editor):
    row = ContractEndFactory(organisation=organisation)

    say(organisation, MAY, editor)

    row.refresh_from_db()
    assert (row.month, row.said_on, ContractEnd.objects.count()) == (MAY, TODAY, 1)


def test_what_is_left_out_is_not_said_any_more(organisation, editor):
    ContractEndFactory(organisation=organisation), ContractEndFactory()

    say(organisation, None, editor)

    assert ends_of(organisation) == {}
    assert ContractEnd.objects.count() == 1  # the other organisation's


def test_day_that_is_no_month_is_refused(organisation, editor):
    with pytest.raises(ValidationError):
        say(organisation, date(2028, 6, 2), editor)

    assert ends_of(organisation) == {}


def test_only_editors_and_coordinators_say_it(organisation):
    for stranger in (UserFactory(), MembershipFactory(organisation=organisation).user, city_editor()):
        with pytest.raises(PermissionDenied):
            say(organisation, JUNE, stranger)

    say(organisation, MAY, coordinator())
    assert ends_of(organisation) == {PHONES: MAY}


def test_what_a_colleague_said_meanwhile_is_not_lost(organisation, editor):
    say(organisation, JUNE, coordinator())

    with pytest.raises(ChangedMeanwhile):
        say(organisation, MAY, editor, seen=NOTHING_SEEN)

    assert ends_of(organisation) == {PHONES: JUNE}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_it_at_once_one_is_told():
    organisation = OrganisationFactory()
    editor = city_editor(organisation)

    results = race(
        lambda: say(organisation, JUNE, editor, NOTHING_SEEN), lambda: say(organisation, MAY, editor, NOTHING_SEEN)
    )

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "NoneType"]


@pytest.mark.parametrize("text", ["6/2028", "06.2028", "2028-06", "2028/6", "June 2028", " 30.6.2028 ", "2028-06-01"])
def test_month_is_taken_as_people_type_it(text):
    assert typed(text).ends() == {PHONES: JUNE}


def test_empty_field_says_nothing():
    assert typed(" ").ends() == {}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("2028", "“2028” is not a month that we can read. Write month and year, for example 6/2028."),
        ("13/2028", "“13/2028” is not a month that we can read. Write month and year, for example 6/2028."),
        ("soon", "“soon” is not a month that we can read. Write month and year, for example 6/2028."),
        ("10/2026", "This month is over. Say when the contract that you have now ends."),
        ("1/2047", "This is more than 20 years ahead. Check the year."),
    ],
)
def test_what_is_no_coming_month_is_explained(text, error):
    assert typed(text).errors == {PHONES: [error]}


@pytest.mark.parametrize("text", ["11/2026", "12/2046"])
def test_first_and_last_month_that_may_be_said(text):
    assert typed(text).errors == {}


def test_month_that_is_over_meanwhile_may_stay():
    form = ContractEndsForm({PHONES: "10/2026"}, initial={PHONES: date(2026, 10, 1)})

    assert form.is_valid()


def test_answer_in_the_request_to_join_is_proposed_and_published_by_nobody(editor_client, organisation):
    answered(organisation)

    response = editor_client.get(PAGE)

    assert field_of(response) == "6/2028"
    assert all_words(response, "//main//div[@class='ds-alert']") == [
        "We have put in what you answered in your request to join. It is not public unless you save it."
    ]
    assert (coming_ends(on=TODAY), ContractEnd.objects.count()) == ([], 0)


def test_proposal_that_is_saved_is_public(editor_client, organisation):
    answered(organisation)
    seen = editor_client.get(PAGE).context["form"]["seen"].value()

    editor_client.post(PAGE, {PHONES: "6/2028", "seen": seen})

    assert [end.month for end in coming_ends(on=TODAY)] == [JUNE]


def test_nothing_is_proposed_where_it_is_said_or_over_or_unknown(organisation):
    assert proposed_end(organisation, on=TODAY) is None

    request = answered(organisation, day=None)
    assert proposed_end(organisation, on=TODAY) is None

    request.contract_ends_on = date(2026, 10, 31)
    request.save()
    assert proposed_end(organisation, on=TODAY) is None


def test_answer_of_another_organisation_is_not_proposed(editor_client):
    answered(OrganisationFactory())

    assert field_of(editor_client.get(PAGE)) == ""


def test_what_is_said_comes_before_what_was_answered(editor_client, organisation):
    answered(organisation)
    ContractEndFactory(organisation=organisation, month=MAY)

    response = editor_client.get(PAGE)

    assert (field_of(response), response.context["is_proposed"]) == ("5/2029", False)


def test_page_says_that_it_will_be_public_and_saves(editor_client, organisation):
    page = editor_client.get(PAGE)
    assert all_words(page, "//main//p[@class='lead']") == [
        "Suppliers and other members plan with it. What you save here is public: everybody can read it."
    ]

    saved = editor_client.post(PAGE, {PHONES: "June 2028", "seen": NOTHING_SEEN}, follow=True)

    assert saved.redirect_chain == [(f"{OWN}volumes/", 302)]
    assert messages_of(saved) == ["What you say about your contracts is saved."]
    assert all_words(saved, "//section[@aria-labelledby='contract-ends']//dl/div") == ["SmartphonesJune 2028"]


def test_page_keeps_what_was_typed_wrongly(editor_client):
    response = editor_client.post(PAGE, {PHONES: "soon", "seen": NOTHING_SEEN})

    assert field_of(response) == "soon"
    assert parsed(response).xpath("//*[contains(@class, 'error-summary')]//a/@href") == [f"#id_{PHONES}"]


def test_page_shows_both_months_where_a_colleague_was_faster(editor_client, organisation):
    ContractEndFactory(organisation=organisation, month=MAY)

    response = editor_client.post(PAGE, {PHONES: "6/2028", "seen": NOTHING_SEEN})

    assert all_words(response, "//section[@aria-labelledby='conflict']//dd") == ["June 2028", "May 2029"]
    assert ends_of(organisation) == {PHONES: MAY}
    again = {PHONES: "6/2028", "seen": response.context["form"]["seen"].value()}
    editor_client.post(PAGE, again)
    assert ends_of(organisation) == {PHONES: JUNE}


def test_volumes_say_of_an_end_that_is_over_that_nobody_reads_it(editor_client, organisation):
    ContractEndFactory(organisation=organisation, month=date(2026, 10, 1))

    response = editor_client.get(f"{OWN}volumes/")

    assert all_words(response, "//section[@aria-labelledby='contract-ends']//dd") == [
        "October 2026 (over, and not public any more)"
    ]


def test_member_without_the_role_reads_and_is_offered_no_change(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).user)

    links = parsed(client.get(f"{OWN}volumes/")).xpath("//section[@aria-labelledby='contract-ends']//a/@href")

    assert links == ["/en/members/contract-ends/"]
    assert client.get(PAGE).status_code == 404
