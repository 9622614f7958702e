"""What a request to join proposes to the member that it became: only its own answer, only when it was approved."""

from datetime import date

import pytest

from portal.joining.enums import State
from portal.joining.proposals import contract_end_of
from portal.members.models import ContractEnd
from portal.members.proposals import proposed_end
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY, LAST_OF_JUNE = date(2026, 11, 23), date(2028, 6, 30)


def joined(name, day):
    """A member whose request to join had this answer."""
    organisation = OrganisationFactory(name=name)
    JoinRequestFactory(organisation=organisation, state=State.APPROVED, contract_ends_on=day)
    return organisation


def test_each_member_is_asked_about_its_own_answer(django_assert_num_queries):
    lund, oslo = joined("Lund", LAST_OF_JUNE), joined("Oslo", date(2027, 1, 31))

    with django_assert_num_queries(2):
        assert (contract_end_of(lund), contract_end_of(oslo)) == (LAST_OF_JUNE, date(2027, 1, 31))


def test_founder_that_never_asked_to_join_has_no_answer():
    JoinRequestFactory(contract_ends_on=LAST_OF_JUNE)  # somebody's, not decided yet

    assert contract_end_of(OrganisationFactory()) is None


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (LAST_OF_JUNE, date(2028, 6, 1)),
        (date(2026, 11, 1), date(2026, 11, 1)),  # over, but in the month that it is
        (date(2026, 10, 31), None),
        (None, None),
    ],
)
def test_month_of_the_answer_is_proposed_until_it_is_over(day, month):
    assert proposed_end(joined("Lund", day), on=TODAY) == month


def test_proposing_publishes_nothing():
    proposed_end(joined("Lund", LAST_OF_JUNE), on=TODAY)

    assert not ContractEnd.objects.exists()
