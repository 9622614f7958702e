"""What the coordinators' pages share: whom they are for, how they are written to, how long something waits."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from portal.members.coordinators import admin_language, coordinators
from portal.members.enums import Role
from portal.members.models import Organisation
from portal.members.moderation import CountedPaginator, ForCoordinators, in_days, shows
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


class Page(ForCoordinators):
    permission = "joining.read_inbox"

    def get(self, request):
        return HttpResponse(str(self.coordinator))


def asked_by(rf, user, method="get"):
    request = getattr(rf, method)("/")
    request.user = user
    return Page.as_view()(request)


def test_coordinator_is_let_in_and_known_to_the_page(rf):
    assert asked_by(rf, coordinator(email="co@example.org")).content == b"co@example.org"


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("make", [city_editor, lambda: UserFactory(is_superuser=True, is_staff=True)])
def test_nobody_else_is_whatever_the_method(rf, make, method):
    with pytest.raises(PermissionDenied):
        asked_by(rf, make(), method)


@pytest.mark.parametrize(("make", "answer"), [(coordinator, True), (city_editor, False)])
def test_places_that_hang_on_one_sentence_ask_it_once_a_request(rf, django_assert_num_queries, make, answer):
    request = rf.get("/")
    request.user = make()

    with django_assert_num_queries(1):
        answers = {shows(request, rule) for rule in ("joining.read_inbox", "registry.read_steps", "search.see_misses")}

    assert answers == {answer}


def test_sentences_that_differ_are_asked_apart(rf):
    """Who keeps the installation running appoints, but reads no inbox."""
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True)

    rules = ("joining.read_inbox", "members.appoint_coordinators", "registry.read_steps", "no.such_rule")

    assert [shows(request, rule) for rule in rules] == [False, True, False, False]


def test_answer_is_of_one_request_alone(rf):
    user = coordinator()
    for is_one in (True, False):
        request = rf.get("/")
        request.user = user
        assert shows(request, "joining.read_inbox") is is_one
        user.memberships.all().delete()


def test_coordinators_are_those_who_can_sign_in_each_once():
    twice = coordinator(email="twice@example.org")
    MembershipFactory(user=twice, role=Role.COORDINATOR)
    coordinator(is_active=False)
    city_editor()

    assert list(coordinators()) == [twice]


@pytest.mark.parametrize(("chosen", "language"), [("fi", "fi"), ("", "en"), ("de", "en"), (None, "en")])
def test_coordinators_are_written_to_in_the_language_of_their_admin(chosen, language):
    user = coordinator()
    if chosen is not None:
        UserProfile.objects.create(user=user, preferred_language=chosen)

    [found] = coordinators()

    assert admin_language(found) == language


def test_languages_of_many_coordinators_are_one_query(django_assert_num_queries):
    for _number in range(3):
        UserProfile.objects.create(user=coordinator(), preferred_language="sv")

    with django_assert_num_queries(1):
        assert [admin_language(user) for user in coordinators()] == ["sv"] * 3


@pytest.mark.parametrize(("number", "words"), [(0, "0 days"), (1, "1 day"), (12, "12 days")])
def test_days_are_counted_in_words(number, words):
    assert in_days(number) == words


@pytest.mark.parametrize(
    ("language", "count", "label"),
    [("en", 1, "1 result"), ("fi", 2, "2 tulosta"), ("sv", 0, "0 träffar")],
)
def test_list_counts_in_the_language_of_its_reader(language, count, label):
    OrganisationFactory.create_batch(count)

    with override(language):
        assert CountedPaginator(Organisation.objects.all(), 20).items_count_label == label
