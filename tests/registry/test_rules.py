"""Who may do what with drafts, comments and ballots: every kind of person against every rule."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.core.access import can
from portal.members.enums import OrganisationKind, Role
from registry.grants import Voter
from registry.models import Draft, Elector
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import DraftFactory, in_consultation, in_vote, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriteriaSetFactory, RegisterFactory
from tests.factories.releases import release_draft

pytestmark = pytest.mark.django_db

PEOPLE = {
    "visitor": lambda city: AnonymousUser(),
    "stranger": lambda city: UserFactory.create(),
    "superuser": lambda city: UserFactory.create(is_superuser=True, is_staff=True),
    "buyer": lambda city: MembershipFactory.create(organisation=city, role=Role.MEMBER).user,
    "editor": city_editor,
    "editor who left": lambda city: left(city_editor(city)),
    "editor elsewhere": lambda city: city_editor(),
    "coordinator": lambda city: secretary(),
    "coordinator who left": lambda city: left(secretary()),
}
each_person = pytest.mark.parametrize("who", PEOPLE)


def left(user):
    user.is_active = False
    user.save()
    return user


@each_person
def test_whose_city_it_is_and_coordinators_draft(who):
    draft = DraftFactory()
    actor = PEOPLE[who](draft.proposed_by)
    expected = who in ("buyer", "editor", "coordinator")

    assert can(actor, "registry.start_draft", draft.proposed_by) == expected
    assert can(actor, "registry.edit_draft", draft) == expected
    assert can(actor, "registry.confirm_same_bids", draft) == expected


@each_person
def test_supporters_propose_nothing(who):
    """A supplier may be among them."""
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")
    draft = DraftFactory(proposed_by=supporter)
    actor = PEOPLE[who](supporter)

    assert can(actor, "registry.start_draft", supporter) == (who == "coordinator")
    assert can(actor, "registry.edit_draft", draft) == (who == "coordinator")


@each_person
@pytest.mark.parametrize("rule", ["read_steps", "consult", "open_vote", "rework", "dispose", "publish"])
def test_coordinators_lead_a_draft_to_its_end(rule, who):
    draft = DraftFactory()

    assert can(PEOPLE[who](draft.proposed_by), f"registry.{rule}", draft) == (who == "coordinator")


@each_person
def test_coordinators_alone_change_the_rules_of_a_register(who):
    city, register = OrganisationFactory(), RegisterFactory()

    assert can(PEOPLE[who](city), "registry.change_rules", register) == (who == "coordinator")


@each_person
def test_draft_is_abandoned_by_its_city_until_it_is_before_the_members(who):
    draft = DraftFactory()
    actor = PEOPLE[who](draft.proposed_by)

    assert can(actor, "registry.abandon", draft) == (who in ("buyer", "editor", "coordinator"))
    in_consultation(draft)
    assert can(actor, "registry.abandon", Draft.objects.get()) == (who == "coordinator")


@each_person
def test_people_of_a_city_comment_for_it(who):
    city = OrganisationFactory()

    assert can(PEOPLE[who](city), "registry.comment", city) == (who in ("buyer", "editor"))


@each_person
def test_editors_vote_for_their_city(who):
    elector = in_vote(members=2).electors.first()

    assert can(PEOPLE[who](elector.organisation), "registry.vote", elector) == (who == "editor")


@each_person
def test_ballots_are_sent_by_the_city_or_for_one_that_has_no_editor(who):
    elector = in_vote(members=2).electors.first()
    actor = PEOPLE[who](elector.organisation)

    assert can(actor, "registry.send_ballot", elector) == (who in ("editor", "coordinator"))
    city_editor(elector.organisation)
    assert can(actor, "registry.send_ballot", elector) == (who == "editor")


def test_ballot_opens_the_vote_of_one_city():
    mine, other = in_vote(members=2).electors.all()
    voter = Voter(mine.pk, "mayor@example.org")

    assert [elector for elector in Elector.objects.all() if can(voter, "registry.vote", elector)] == [mine]
    assert can(voter, "registry.send_ballot", mine) is False
    assert can(voter, "registry.vote", other) is False
    assert str(voter) == "mayor@example.org"


@pytest.mark.parametrize(
    ("writers", "may"),
    [(["me"], False), (["me", "other"], True), (["other"], True), ([], True)],
    ids=["I alone", "I and another", "another", "whose writers are gone"],
)
def test_nobody_publishes_what_only_they_proposed(writers, may):
    people = {"me": secretary(is_superuser=True), "other": UserFactory()}
    draft = DraftFactory(proposers=[people[name] for name in writers])

    assert can(people["me"], "registry.publish", draft) == may


def test_nobody_confirms_their_own_declaration():
    me = secretary(is_superuser=True)
    draft = DraftFactory(same_bids_reason="Only clearer.", declared_by=me)

    assert can(me, "registry.confirm_same_bids", draft) is False
    assert can(secretary(), "registry.confirm_same_bids", draft) is True


@pytest.mark.parametrize(
    "rule", ["start_draft", "edit_draft", "confirm_same_bids", "abandon", "vote", "send_ballot", "publish"]
)
def test_rule_asked_of_nothing_says_no_to_an_editor(rule):
    assert can(city_editor(), f"registry.{rule}") is False


@each_person
def test_coordinators_write_releases_and_publish_what_others_wrote_too(who):
    actor = PEOPLE[who](OrganisationFactory())
    draft, own = release_draft(), release_draft(criteria_set=CriteriaSetFactory(slug="laptops"))
    if who != "visitor":
        own.writers.set([actor])

    assert can(actor, "registry.edit_release") == (who == "coordinator")
    assert can(actor, "registry.publish_release", draft) == (who == "coordinator")
    assert not can(actor, "registry.publish_release", own)
    assert not can(actor, "registry.publish_release")
