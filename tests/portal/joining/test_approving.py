"""Two people make a member, once."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.cms.models import CityPage, MembersPage
from portal.joining.enums import State
from portal.joining.errors import AlreadyMember, Recused, StepNotPossible
from portal.joining.models import Approval
from portal.joining.services.reviewing import approve, recuse
from portal.letters.models import Letter
from portal.members.enums import Role
from portal.members.models import Invitation, Organisation
from tests.factories.accounts import UserFactory, coordinator
from tests.factories.cms import home_in, page_under
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import OrganisationFactory
from tests.races import race

pytestmark = pytest.mark.django_db


def in_review(**fields):
    return JoinRequestFactory(state=State.IN_REVIEW, **fields)


def of(join_request):
    """The organisation that came of a request."""
    return Organisation.objects.filter(join_request=join_request)


def test_first_yes_is_kept_and_makes_no_member():
    request = in_review()

    approved = approve(request.pk, actor=coordinator())

    request.refresh_from_db()
    assert (approved.by, approved.is_member, request.state) == (1, False, State.IN_REVIEW)
    assert not of(request).exists()


def test_second_yes_of_the_same_person_changes_nothing():
    request, reviewer = in_review(), coordinator()
    approve(request.pk, actor=reviewer)

    assert approve(request.pk, actor=reviewer).by == 1
    assert not of(request).exists()


def test_second_person_makes_the_member_with_all_that_it_has():
    page_under(home_in("en"), MembersPage, slug="members")
    page_under(home_in("sv"), MembersPage, slug="members")
    request = in_review(name="City of Example", own_name="Exempelstad")
    approve(request.pk, actor=coordinator())

    approved = approve(request.pk, actor=coordinator())

    [organisation] = of(request)
    assert (approved.is_member, organisation.name, organisation.slug) == (True, "City of Example", "city-of-example")
    assert list(organisation.volumes.values_list("low", "high", "year")) == [(100, 200, None)]
    assert organisation.commitments.count() == 9
    pages = CityPage.objects.filter(organisation=organisation)
    assert {(page.title, page.locale.language_code, page.live) for page in pages} == {
        ("City of Example", "en", False),
        ("Exempelstad", "sv", False),
    }
    [invitation] = organisation.invitations.all()
    assert (invitation.email, invitation.role) == (request.email, Role.CITY_EDITOR)
    kinds = Letter.objects.filter(recipient=request.email).values_list("kind", flat=True)
    assert sorted(kinds) == ["joining.approve", "members.invitation"]


def test_approving_again_makes_no_second_member():
    request, first, second = in_review(), coordinator(), coordinator()
    approve(request.pk, actor=first)
    approve(request.pk, actor=second)

    assert approve(request.pk, actor=second).is_member
    with pytest.raises(StepNotPossible):
        approve(request.pk, actor=coordinator())
    assert (of(request).count(), Invitation.objects.count()) == (1, 1)


def test_superuser_cannot_be_the_second_person():
    request = in_review()
    approve(request.pk, actor=coordinator())

    with pytest.raises(PermissionDenied):
        approve(request.pk, actor=UserFactory(is_superuser=True))

    assert not of(request).exists()


def test_yes_of_somebody_who_recused_since_counts_no_more():
    request, first = in_review(), coordinator()
    approve(request.pk, actor=first)
    recuse(request.pk, actor=first)

    with pytest.raises(Recused):
        approve(request.pk, actor=first)
    assert approve(request.pk, actor=coordinator()).by == 1


def test_yes_to_an_earlier_submission_counts_no_more():
    request, first = in_review(), coordinator()
    approve(request.pk, actor=first)
    type(request).objects.filter(pk=request.pk).update(submission=2)

    assert approve(request.pk, actor=coordinator()).by == 1
    assert approve(request.pk, actor=first).is_member


def test_name_that_is_listed_already_is_settled_first():
    OrganisationFactory(name="City of Example")
    request = in_review(name="city of example")

    with pytest.raises(AlreadyMember, match="City of Example is in the list"):
        approve(request.pk, actor=coordinator())

    assert not Approval.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_create_one_member():
    request, first, second = in_review(), coordinator(), coordinator()

    results = race(lambda: approve(request.pk, actor=first), lambda: approve(request.pk, actor=second))

    assert sorted(result.is_member for result in results) == [False, True]
    assert (of(request).count(), Invitation.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_second_yes_sent_twice_at_once_creates_one_member():
    request, second = in_review(), coordinator()
    approve(request.pk, actor=coordinator())

    results = race(*[lambda: approve(request.pk, actor=second)] * 3)

    assert [result.is_member for result in results] == [True, True, True]
    assert (of(request).count(), Invitation.objects.count()) == (1, 1)


def test_yes_of_somebody_who_is_no_coordinator_any_more_counts_no_more():
    request, first = in_review(), coordinator()
    approve(request.pk, actor=first)
    first.memberships.all().delete()

    assert approve(request.pk, actor=coordinator()).by == 1
    assert not of(request).exists()


def test_yes_of_a_closed_account_counts_no_more():
    request, first = in_review(), coordinator()
    approve(request.pk, actor=first)
    type(first).objects.filter(pk=first.pk).update(is_active=False)

    assert approve(request.pk, actor=coordinator()).by == 1


def test_superuser_who_is_a_coordinator_too_decides_nothing():
    request = in_review()

    with pytest.raises(PermissionDenied):
        approve(request.pk, actor=coordinator(is_superuser=True))

    assert not Approval.objects.exists()


def test_member_called_like_a_page_of_ours_gets_another_address():
    request = in_review(name="Volumes")
    approve(request.pk, actor=coordinator())
    approve(request.pk, actor=coordinator())

    assert of(request).get().slug == "volumes-2"
