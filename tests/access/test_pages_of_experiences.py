"""Whoever may not see a record or a point of feedback, learns from no page that it is there."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from portal.core.access import can
from portal.policies import POLICIES, Who
from tests.access.test_pages import OF_A_POINT, OF_A_RECORD, OF_A_VERSION, USERS, is_let_in, paper_of, ways
from tests.access.world import RECORDS, Role, Thing, World
from tests.factories.accounts import sign_in_with_second_factor

pytestmark = pytest.mark.django_db
STRANGERS = (Role.EDITOR_ELSEWHERE, Role.SUPPORTER, Role.ADMINISTRATOR)
UNKNOWN = "TE-22222222"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        made.papers = {thing: paper_of(record) for thing, record in made.records.items()}
        yield made
        transaction.set_rollback(True)


def address_of(name, world, thing):
    wanted = {"reference": world.records[thing].reference}
    if name == "tenders:task":
        wanted["task"] = "tender"
    if name in {"tenders:document", "tenders:remove-document"}:
        wanted["pk"] = world.papers[thing]
    with translation.override("en"):
        return reverse(name, kwargs=wanted)


@pytest.mark.parametrize("role", STRANGERS, ids=lambda role: role.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_A_RECORD))
def test_record_that_one_may_not_see_is_as_absent_as_one_that_never_was(client, world, name, method, role):
    sign_in_with_second_factor(client, world.users[role])

    for thing in RECORDS:
        address, reference = address_of(name, world, thing), world.records[thing].reference
        there, nowhere = (getattr(client, method)(address.replace(reference, each)) for each in (reference, UNKNOWN))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert len(there.content) == len(nowhere.content)


@pytest.mark.parametrize(("name", "method"), ways(OF_A_RECORD))
def test_visitor_is_led_to_sign_in_whether_there_is_a_record_or_not(client, world, name, method):
    address, reference = address_of(name, world, Thing.RECORD_FOR_MEMBERS), world.records[Thing.RECORD_FOR_MEMBERS]

    for each in (address, address.replace(reference.reference, UNKNOWN)):
        response = getattr(client, method)(each)
        assert (response.status_code, response.url.startswith("/accounts/login/")) == (302, True)


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_A_POINT))
def test_page_of_a_point_of_feedback_is_its_organisations(client, world, name, method, role):
    user = world.users[role]
    sign_in_with_second_factor(client, user)

    with translation.override("en"):
        response = getattr(client, method)(reverse(name, args=[world.feedback.pk]))

    assert is_let_in(response) is can(user, OF_A_POINT[name], world.feedback)


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("name", sorted(OF_A_VERSION))
def test_form_about_a_version_is_for_people_of_public_buyers(client, world, name, role):
    user, version = world.users[role], world.feedback.version
    sign_in_with_second_factor(client, user)
    with translation.override("en"):
        address = reverse(name, args=[version.criterion.slug, str(version.number)])

    response = client.get(address)

    assert is_let_in(response) is user.is_active
    if user.is_active:
        works_for = [membership.organisation for membership in user.memberships.all()]
        has_form = response.status_code == 200
        assert has_form is any(can(user, "experiences.start", organisation) for organisation in works_for)


def test_nobody_is_let_in_to_a_page_of_records_without_signing_in():
    ours = {policy.who for name, policy in POLICIES.items() if name.startswith(("tenders:", "feedback:"))}

    assert ours == {Who.SIGNED_IN}
