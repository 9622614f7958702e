"""Who is meant by an address, and whose rows are found by it."""

import pytest
from allauth.account.models import EmailAddress

from portal.privacy.people import Person, person_of, rows_of
from portal.privacy.table import HOLDINGS
from tests.factories.accounts import UserFactory
from tests.factories.joining import JoinRequestFactory
from tests.portal.privacy.rows import letter_to, session_of

pytestmark = pytest.mark.django_db
ANNA, BO = "anna@city.example", "bo@city.example"
BY_MODEL = {holding.model: holding for holding in HOLDINGS}


def rows(email, model):
    return list(rows_of(person_of(email), BY_MODEL[model]))


def test_somebody_without_account_is_an_address():
    assert person_of(" Anna@City.example ") == Person((ANNA,), None)


def test_account_brings_the_addresses_that_it_has_proved():
    anna = UserFactory(email=ANNA)
    EmailAddress.objects.create(user=anna, email="Anna@home.example", verified=True)

    person = Person((ANNA, "anna@home.example"), anna.pk)
    assert person_of(ANNA) == person_of("anna@HOME.example") == person


def test_address_that_an_account_only_claims_brings_nobody_else_in():
    """Else whoever typed another person's address would be given that person's data, or be erased for them."""
    anna = UserFactory(email=ANNA)
    EmailAddress.objects.create(user=anna, email=BO, verified=False)
    letter_to(BO)

    assert person_of(ANNA) == Person((ANNA,), anna.pk)
    assert person_of(BO) == Person((BO,), None)
    assert rows(ANNA, "letters.Letter") == []


def test_owner_of_an_address_comes_before_an_account_that_claims_it():
    bo, anna = UserFactory(email=BO), UserFactory(email=ANNA)
    EmailAddress.objects.create(user=anna, email=BO, verified=False)

    assert person_of(BO) == Person((BO,), bo.pk)


@pytest.mark.parametrize("field", ["email", "contact_email"])
def test_request_is_found_by_each_of_its_addresses(field):
    request = JoinRequestFactory(**{field: "Anna@City.example"})
    JoinRequestFactory()

    assert rows(ANNA, "joining.JoinRequest") == [request]


def test_sessions_are_those_of_the_account_that_still_run():
    anna = UserFactory(email=ANNA)
    session = session_of(anna)
    session_of(UserFactory())

    assert [row.pk for row in rows(ANNA, "sessions.Session")] == [session.session_key]
    assert rows("nobody@city.example", "sessions.Session") == []


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: f"{holding.model}-{holding.fields[0]}")
def test_nothing_is_found_of_somebody_unknown(holding):
    UserFactory(email=ANNA)
    JoinRequestFactory(email=ANNA)
    letter_to(ANNA)

    assert not rows_of(person_of("nobody@city.example"), holding).exists()
