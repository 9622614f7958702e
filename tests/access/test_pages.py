"""Each page asks the rule that is written beside it here, whatever the method: who may not, learns nothing."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from portal.cms.city_pages import draft_city_pages
from portal.cms.models import MembersPage
from portal.core.access import can
from portal.policies import POLICIES, Who
from tests.access.world import RECORDS, Role, Thing, World
from tests.factories.accounts import MembershipFactory, sign_in_with_second_factor
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import ExperienceDocumentFactory
from tests.factories.joining import EvidenceFactory
from tests.factories.members import VolumeFactory

pytestmark = pytest.mark.django_db

SEE, FIGURES, PAGE = "members.see_organisation", "members.change_figures", "members.change_page"
COLLEAGUES, MANAGE = "members.see_colleagues", "members.manage_colleagues"
OF_AN_ORGANISATION = {
    "area:organisation": SEE,
    "area:volumes": SEE,
    "area:profile": FIGURES,
    "area:add-volume": FIGURES,
    "area:volume": FIGURES,
    "area:remove-volume": FIGURES,
    "area:repeat-volumes": FIGURES,
    "area:confirm-figures": FIGURES,
    "area:commitments": FIGURES,
    "area:contract-ends": FIGURES,
    "area:colleagues": COLLEAGUES,
    "area:invite": MANAGE,
    "area:colleague": MANAGE,
    "area:remove-colleague": MANAGE,
    "area:resend-invitation": MANAGE,
    "area:revoke-invitation": MANAGE,
    "city-page:start": PAGE,
    "city-page:edit": PAGE,
    "city-page:preview": PAGE,
    "city-page:publish": PAGE,
    "city-page:unpublish": PAGE,
}
OF_ONESELF = {"area:dashboard", "area:security", "area:notifications", "tenders:list"}
OF_ONESELF |= {"search:saved", "registry:votes", "registry:drafts"}
OF_ONESELF |= {"search:saved", "registry:votes", "registry:adaptations", "registry:start-adaptation"}
OF_ONESELF |= {"search:questions"}
OF_QUESTIONS = {"search:ask", "search:withdraw-question"}  # tests/search/test_network_views.py
OF_OWN_SEARCHES = {"search:save", "search:letters", "search:delete-saved"}  # tests/search/test_saved.py: one's own only
WRITE, SEE_WORK, RETRACT = "experiences.write", "experiences.see_work", "experiences.retract"
OF_A_RECORD = {
    "tenders:record": {WRITE},
    "tenders:task": {WRITE},
    "tenders:criteria": {WRITE},
    "tenders:find-criteria": {WRITE},
    "tenders:documents": {WRITE},
    "tenders:document": {SEE_WORK},
    "tenders:remove-document": {WRITE},
    "tenders:check": {WRITE},
    "tenders:preview": {SEE_WORK},
    "tenders:send": {WRITE},
    "tenders:take-back": {WRITE},
    "tenders:correct": {WRITE},
    "tenders:discard": {WRITE},
    "tenders:retract": {WRITE, RETRACT},
}
# Coordinators see what waits for them and what is published, not what its authors are writing meanwhile.
BEING_WRITTEN = {
    "tenders:preview": {Thing.RECORD_RETURNED},
    "tenders:document": {Thing.RECORD_RETURNED, Thing.RECORD_CORRECTED},
}
OF_A_POINT = dict.fromkeys(("feedback:change", "feedback:withdraw"), "experiences.withdraw_feedback")
OF_A_PROPOSAL = {"registry:draft-preview": "registry.edit_draft"}
OF_A_DRAFT = {
    f"registry:draft{rest}" for rest in ("", "-earlier", "-compare", "-restore", "-same-bids", "-ask", "-abandon")
}
OF_PROPOSERS = {"registry:draft-start"}
OF_A_VERSION = {"feedback:give"}  # whoever works for no public buyer is led to the form of guests
OF_A_VOTE = {"registry:vote", "registry:withdraw-vote", "registry:send-ballot", "registry:take-back-ballot"}
OF_AN_ADAPTATION = {
    f"registry:{name}"
    for name in ("adaptation-draft", "adapt-criterion", "check-adaptation", "move-adaptation", "abandon-adaptation")
}
OF_A_SEALED_ADAPTATION = {"registry:next-adaptation", "registry:withdraw-adaptation"}
OF_BUYERS = {"tenders:start", "tenders:used", "tenders:import", "tenders:template", "tenders:export"}
OF_A_REQUEST = {
    "joining_admin:inbox": "joining.read_inbox",
    "joining_admin:request": "joining.see",
    "joining_admin:evidence": "joining.read_evidence",
}
USERS = sorted(
    set(Role) - {Role.APPLICANT, Role.HELPER, Role.OTHER_APPLICANT, Role.GUEST, Role.OTHER_GUEST, Role.VISITOR},
    key=lambda role: role.value,
)


def ways(names):
    """Each page with each method that its policy lists."""
    return [
        (name, method)
        for name in sorted(names)
        for method in ("get", "post")
        if method.upper() in POLICIES[name].methods
    ]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once: what a test changes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        page_under(home_in("en"), MembersPage, slug="members")
        made = World()
        made.keys = {organisation: keys_in(organisation, made) for organisation in (made.own, made.other)}
        made.papers = {thing: paper_of(row) for thing, row in made.records.items()}
        made.evidence = {thing: EvidenceFactory(join_request=row).pk for thing, row in made.requests.items()}
        yield made
        transaction.set_rollback(True)


def keys_in(organisation, world):
    """The primary keys of what an organisation's pages are about, by a word in the pages' names."""
    draft_city_pages(organisation)
    invited = organisation.invitations.create(email="invited@city.example", role="member", language="en")
    return {
        "volume": VolumeFactory(organisation=organisation, year=2026).pk,
        "colleague": MembershipFactory(organisation=organisation).pk,
        "invitation": invited.pk,
    }


def paper_of(experience):
    """The primary key of a document of the edition that somebody works on, or of the published one."""
    return ExperienceDocumentFactory(edition=experience.editions.order_by("number").last()).pk


def address_of(name, organisation, keys):
    wanted = {"slug": organisation.slug}
    if name.startswith("city-page:") and name != "city-page:start":
        wanted["language"] = "en"
    if name in {"area:volume", "area:remove-volume"}:
        wanted["pk"] = keys["volume"]
    if name in {"area:colleague", "area:remove-colleague"}:
        wanted["pk"] = keys["colleague"]
    if name in {"area:resend-invitation", "area:revoke-invitation"}:
        wanted["pk"] = keys["invitation"]
    with translation.override("en"):
        return reverse(name, kwargs=wanted)


def is_let_in(response):
    """Not led to sign in or to the first page of the admin, not refused, not told that there is nothing."""
    led_away = response.status_code == 302 and response.url.startswith(("/accounts/", "/admin/?", "/admin/login"))
    at_home = response.status_code == 302 and response.url == "/admin/"
    return response.status_code < 403 and not led_away and not at_home


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_AN_ORGANISATION))
def test_page_of_an_organisation_asks_its_rule(client, world, name, method, role):
    user = world.users[role]
    sign_in_with_second_factor(client, user)

    for organisation in (world.own, world.other):
        response = getattr(client, method)(address_of(name, organisation, world.keys[organisation]))

        allowed = can(user, OF_AN_ORGANISATION[name], organisation)
        assert is_let_in(response) is allowed, (response.status_code, response.headers.get("Location"))
        if not allowed and user.is_active:
            assert response.status_code == 404


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("thing", [*RECORDS, Thing.CASE], ids=lambda thing: thing.value)
@pytest.mark.parametrize(("name", "method"), ways(OF_A_RECORD))
def test_page_of_a_record_asks_its_rule(client, world, name, method, thing, role):
    user, experience = world.users[role], world.records[thing]
    sign_in_with_second_factor(client, user)
    wanted = {"reference": experience.reference}
    if name == "tenders:task":
        wanted["task"] = "lessons"
    if name in {"tenders:document", "tenders:remove-document"}:
        wanted["pk"] = world.papers[thing]
    with translation.override("en"):
        address = reverse(name, kwargs=wanted)

    response = getattr(client, method)(address)

    needed = {*OF_A_RECORD[name], *({WRITE} if thing in BEING_WRITTEN.get(name, ()) else ())}
    allowed = all(can(user, permission, experience) for permission in needed)
    is_led_away = response.status_code == 302 and response.url.startswith("/accounts/")
    assert (response.status_code == 404) is (user.is_active and not allowed)
    assert is_led_away is not user.is_active


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("name", sorted(OF_A_PROPOSAL))
def test_page_of_a_draft_asks_its_rule(client, world, name, role):
    user, draft = world.users[role], world.proposal
    sign_in_with_second_factor(client, user)

    with translation.override("en"):
        response = client.get(reverse(name, args=[draft.pk]))

    assert is_let_in(response) is can(user, OF_A_PROPOSAL[name], draft)


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("name", sorted(OF_BUYERS))
def test_page_of_buyers_opens_to_whoever_may_begin_a_record(client, world, name, role):
    user = world.users[role]
    sign_in_with_second_factor(client, user)

    with translation.override("en"):
        response = client.get(reverse(name))

    works_for = [membership.organisation for membership in user.memberships.all()]
    assert is_let_in(response) is any(can(user, "experiences.start", organisation) for organisation in works_for)


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("name", sorted(OF_ONESELF))
def test_page_of_ones_own_opens_to_everybody_who_can_sign_in(client, world, name, role):
    user = world.users[role]
    sign_in_with_second_factor(client, user)

    with translation.override("en"):
        response = client.get(reverse(name))

    assert is_let_in(response) is can(user, "members.enter") is user.is_active


@pytest.mark.parametrize("role", USERS, ids=lambda role: role.value)
@pytest.mark.parametrize("thing", [Thing.DRAFT, Thing.SENT, Thing.IN_REVIEW, Thing.APPROVED, Thing.WITHDRAWN_DRAFT])
@pytest.mark.parametrize("name", sorted(OF_A_REQUEST))
def test_page_of_the_reviewers_asks_its_rule(client, world, name, thing, role):
    user, request = world.users[role], world.requests[thing]
    sign_in_with_second_factor(client, user)
    arguments = {"joining_admin:inbox": [], "joining_admin:evidence": [request.pk, world.evidence[thing]]}

    response = client.get(reverse(name, args=arguments.get(name, [request.pk])))

    assert is_let_in(response) is can(user, OF_A_REQUEST[name], request)


def test_every_page_for_those_who_sign_in_is_here():
    """A new page of the members' area gets a row above."""
    of_others = ("account_", "mfa_", "socialaccount_", "usersessions_")  # allauth's pages are about oneself
    names = {name for name, policy in POLICIES.items() if policy.who is Who.SIGNED_IN}

    assert {name for name in names if not name.startswith(of_others)} == {
        *(*OF_AN_ORGANISATION, *OF_ONESELF, *OF_A_RECORD, *OF_A_POINT, *OF_A_VERSION, *OF_BUYERS),
        *(*OF_OWN_SEARCHES, *OF_QUESTIONS, *OF_A_VOTE, *OF_A_PROPOSAL, *OF_A_DRAFT, *OF_PROPOSERS),
        *(*OF_AN_ADAPTATION, *OF_A_SEALED_ADAPTATION),
    }
