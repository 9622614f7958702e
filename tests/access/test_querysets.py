"""In any world, a queryset finds exactly what the rule says yes to."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.core.access import can
from portal.joining.enums import State, Task
from portal.joining.models import JoinRequest, Recusal
from portal.members.enums import Role
from portal.members.models import Membership, Organisation
from tests.factories.accounts import UserFactory
from tests.factories.joining import JoinRequestFactory, applicant_of
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db

people = st.fixed_dictionaries({"is_active": st.booleans(), "is_superuser": st.booleans()})
STATES = sorted(set(State) - {State.ON_HOLD})  # which needs to know where it was before
requests = st.fixed_dictionaries({"state": st.sampled_from(STATES), "submission": st.integers(0, 2)})
worlds = st.fixed_dictionaries(
    {
        "people": st.lists(people, min_size=1, max_size=4),
        "requests": st.lists(requests, min_size=1, max_size=4),
        "roles": st.dictionaries(
            st.tuples(st.integers(0, 3), st.integers(0, 2)), st.sampled_from(Role), max_size=6
        ),  # of whom in which of three organisations
        "recusals": st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4),
        "task": st.sampled_from(["", *Task]),
    }
)


def build(world):
    """The actors of a world, with its rows in the database."""
    organisations = OrganisationFactory.create_batch(3)
    users = [UserFactory.create(**fields) for fields in world["people"]]
    rows = [JoinRequestFactory.create(answers=False, **fields) for fields in world["requests"]]
    Membership.objects.bulk_create(
        Membership(user=users[person], organisation=organisations[place], role=role)
        for (person, place), role in world["roles"].items()
        if person < len(users)
    )
    Recusal.objects.bulk_create(
        Recusal(reviewer=users[person], join_request=rows[row])
        for person, row in world["recusals"]
        if person < len(users) and row < len(rows)
    )
    return [*users, AnonymousUser(), *(applicant_of(row, world["task"]) for row in rows)]


def allowed(actor, action, model):
    return {row.pk for row in model.objects.all() if can(actor, action, row)}


def found(queryset):
    keys = list(queryset.values_list("pk", flat=True))
    assert len(keys) == len(set(keys)), "a row is found twice"
    return set(keys)


@given(worlds)
def test_querysets_agree_with_the_rules(world):
    with transaction.atomic():
        for actor in build(world):
            requests, organisations = JoinRequest.objects.visible_to(actor), Organisation.objects
            assert found(requests) == allowed(actor, "joining.see", JoinRequest)
            assert found(organisations.editable_by(actor)) == allowed(actor, "members.change_figures", Organisation)
            assert found(organisations.visible_to(actor)) == allowed(actor, "members.see_organisation", Organisation)
        transaction.set_rollback(True)


@given(worlds)
def test_nothing_waits_for_a_reviewer_who_may_not_review_it(world):
    with transaction.atomic():
        reviewers = [user for user in build(world) if can(user, "joining.read_inbox")]
        for reviewer in reviewers:
            waiting = found(JoinRequest.objects.waiting_for(reviewer))
            assert waiting <= allowed(reviewer, "joining.review", JoinRequest)
        transaction.set_rollback(True)
