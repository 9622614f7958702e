"""Who may do what with adaptations: every kind of person against every rule."""

import pytest

from portal.core.access import can
from portal.members.enums import OrganisationKind, Role
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.adaptations import AdaptationDraftFactory, published_adaptation
from tests.factories.drafts import secretary
from tests.factories.members import OrganisationFactory
from tests.registry.test_rules import PEOPLE, each_person, left

pytestmark = pytest.mark.django_db


@each_person
def test_editors_adapt_for_their_city(who):
    draft = AdaptationDraftFactory()
    actor = PEOPLE[who](draft.organisation)

    assert can(actor, "registry.start_adaptation", draft.organisation) == (who == "editor")
    assert can(actor, "registry.edit_adaptation", draft) == (who == "editor")


@each_person
def test_supporters_adapt_nothing(who):
    """A supplier may be among them."""
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")

    assert can(PEOPLE[who](supporter), "registry.start_adaptation", supporter) is False


@each_person
def test_people_of_the_city_and_coordinators_read_a_draft(who):
    draft = AdaptationDraftFactory()

    may = who in ("buyer", "editor", "coordinator")
    assert can(PEOPLE[who](draft.organisation), "registry.read_adaptation_draft", draft) == may


@each_person
def test_editor_publishes_what_somebody_else_saved(who):
    draft = AdaptationDraftFactory()
    city_editor(draft.organisation)

    assert can(PEOPLE[who](draft.organisation), "registry.publish_adaptation", draft) == (who == "editor")


@each_person
def test_coordinator_stands_in_for_the_second_editor(who):
    """Its only editor has saved it: nobody of the city could be the second person."""
    city = OrganisationFactory()
    draft = AdaptationDraftFactory(organisation=city, saved_by=city_editor(city))
    actor = draft.saved_by if who in ("editor", "editor who left") else PEOPLE[who](city)

    assert can(actor, "registry.publish_adaptation", draft) == (who == "coordinator")


@pytest.mark.parametrize(
    ("editors", "may"),
    [(0, True), (1, False), (2, False)],
    ids=["none", "one, who has not saved it", "two"],
)
def test_coordinator_stands_in_only_while_the_city_has_nobody(editors, may):
    draft = AdaptationDraftFactory()
    for _ in range(editors):
        city_editor(draft.organisation)

    assert can(secretary(), "registry.publish_adaptation", draft) is may


def test_editor_who_left_is_no_second_person():
    city = OrganisationFactory()
    draft = AdaptationDraftFactory(organisation=city, saved_by=city_editor(city))
    left(city_editor(city))

    assert can(secretary(), "registry.publish_adaptation", draft) is True


def test_nobody_publishes_what_they_saved_last_whatever_they_are():
    """A coordinator who edits for a city, and is a superuser on top."""
    city = OrganisationFactory()
    everything = UserFactory(is_superuser=True, is_staff=True)
    MembershipFactory(user=everything, organisation=city, role=Role.COORDINATOR)
    draft = AdaptationDraftFactory(organisation=city, saved_by=everything)

    assert can(everything, "registry.publish_adaptation", draft) is False
    assert can(secretary(), "registry.publish_adaptation", draft) is True


def test_draft_whose_last_writer_is_gone_is_anybodys_second_reading():
    draft = AdaptationDraftFactory(saved_by=None)

    assert can(city_editor(draft.organisation), "registry.publish_adaptation", draft) is True


@each_person
def test_city_withdraws_its_adaptation(who):
    adaptation = published_adaptation()

    may = who == "editor"
    assert can(PEOPLE[who](adaptation.organisation), "registry.withdraw_adaptation", adaptation) == may


def test_coordinator_withdraws_for_a_city_without_an_editor():
    adaptation = published_adaptation()
    adaptation.organisation.memberships.all().delete()

    assert can(secretary(), "registry.withdraw_adaptation", adaptation) is True


@pytest.mark.parametrize(
    "rule",
    ["start_adaptation", "read_adaptation_draft", "edit_adaptation", "publish_adaptation", "withdraw_adaptation"],
)
def test_rule_asked_of_nothing_says_no_to_an_editor(rule):
    assert can(city_editor(), f"registry.{rule}") is False
