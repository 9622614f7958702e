"""What is being written stands nowhere before it is published; a preview shows no more than its readers will see."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.experiences.enums import Audience, Section, State
from portal.experiences.services.copying import copy_edition
from portal.experiences.services.moving import submit, take_back
from tests.factories.accounts import MembershipFactory, coordinator, sign_in_with_second_factor
from tests.factories.experiences import CitationFactory, EditionFactory, ExperienceFactory, published
from tests.portal.experiences.authors import own
from tests.portal.experiences.leaking import NETWORK, STRANGERS, Site, body_of, browser_of
from tests.portal.experiences.marked import closed, marked, traces_in, traces_of

pytestmark = pytest.mark.django_db
CLOSABLE = [section for section in Section if section is not Section.TENDER]
SENT = {State.SUBMITTED: 1, State.RETURNED: 1, State.DRAFT: 0}


def site():
    """A site whose experience tells nothing that is looked for."""
    edition = EditionFactory()
    CitationFactory(edition=edition)
    return Site(edition)


def leaks(client, addresses):
    """The traces by address."""
    found = {address: traces_in(body_of(client.get(address)), *Section) for address in addresses}
    return {address: traces for address, traces in found.items() if traces}


def author(experience):
    return MembershipFactory.create(organisation=experience.organisation).user


def signed_in(user):
    client = Client()
    sign_in_with_second_factor(client, user)
    return client


@pytest.mark.parametrize("name", [*STRANGERS, *NETWORK])
def test_record_that_is_not_published_stands_on_no_public_page(name):
    place = site()
    for state, submission in SENT.items():
        experience = ExperienceFactory(organisation=place.owner)
        marked(experience=experience, number=1, state=state, submission=submission)

    assert leaks(browser_of(name, place), place.addresses()) == {}


@pytest.mark.parametrize("name", ["visitor", "member of another city"])
def test_correction_stands_on_no_public_page_before_it_is_published(name):
    place = site()
    marked(experience=place.experience, number=2, state=State.SUBMITTED, submission=1)

    assert leaks(browser_of(name, place), place.addresses()) == {}


PAGES = ("", "task/tender/", "task/criteria/", "task/documents/", "check/", "preview/", "preview/?as=own", "discard/")


def pages_of(experience):
    """Every page about a record, in the members' area and in the admin, and its documents in both."""
    documents = experience.editions.order_by("-number").first().documents.values_list("pk", flat=True)
    admin = reverse("experiences-admin:record", args=[experience.pk])
    inbox = reverse("experiences-admin:inbox")
    steps = [reverse(f"experiences-admin:{name}", args=[experience.pk]) for name in ("send-back", "retract")]
    papers = [own(experience, f"documents/{pk}/") for pk in documents]
    return [*(own(experience, page) for page in PAGES), *papers, inbox, admin, *steps]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
@pytest.mark.parametrize("name", ["supporter", "administrator", "member of another city"])
def test_record_is_its_organisations_own_business(name, state):
    edition = marked(state=state, submission=SENT[state])
    place = site()

    assert leaks(browser_of(name, place), pages_of(edition.experience)) == {}


def test_coordinator_sees_nothing_of_a_draft_that_was_never_sent():
    edition = marked()

    assert leaks(signed_in(coordinator()), pages_of(edition.experience)) == {}


def test_coordinator_sees_nothing_of_a_correction_that_was_never_sent():
    experience = published(EditionFactory())
    marked(experience=experience, number=2, state=State.DRAFT)

    assert leaks(signed_in(coordinator()), pages_of(experience)) == {}


def test_coordinator_sees_nothing_of_what_authors_took_back_to_go_on_writing():
    experience = published(EditionFactory())
    correction = copy_edition(experience.current)
    writer = author(experience)
    submit(experience.pk, actor=writer)
    take_back(experience.pk, actor=writer)
    correction.refresh_from_db()
    correction.title, correction.summary = "TRACETENDER", "TRACETENDER"
    correction.save()

    assert leaks(signed_in(coordinator()), pages_of(experience)) == {}


def test_coordinator_reads_all_of_what_was_sent():
    """So the pages above are the right ones to look at."""
    edition = marked(state=State.SUBMITTED, submission=1)
    client = signed_in(coordinator())

    for address in (own(edition, "preview/?as=own"), reverse("experiences-admin:record", args=[edition.experience_id])):
        seen = set(traces_in(client.get(address).content, *Section))
        assert traces_of(*Section) - {"+100"} <= seen


@pytest.mark.parametrize("audience", [Audience.EVERYONE, Audience.MEMBERS])
@pytest.mark.parametrize("section", CLOSABLE)
def test_preview_hides_what_its_readers_will_not_see(section, audience):
    edition = marked(**closed(section, to=audience))
    client = signed_in(author(edition.experience))

    page = client.get(own(edition, f"preview/?as={audience}"))

    assert page.status_code == 200
    assert traces_in(page.content, section) == []


def test_preview_of_a_record_for_members_shows_the_public_nothing():
    edition = marked(visibility=Audience.MEMBERS)
    client = signed_in(author(edition.experience))

    page = client.get(own(edition, "preview/?as=everyone"))

    assert set(traces_in(page.content, *Section)) <= {"TRACETENDER"}  # the heading names the record to its author
    assert page.context["page"] is None


def test_preview_and_public_page_show_the_same_traces():
    edition = marked(outcome_visibility=Audience.MEMBERS)
    client = signed_in(author(edition.experience))
    before = {
        audience: set(traces_in(client.get(own(edition, f"preview/?as={audience}")).content, *Section))
        for audience in Audience
    }

    experience = published(edition)

    readers = {Audience.EVERYONE: Client(), Audience.MEMBERS: signed_in(MembershipFactory().user), Audience.OWN: client}
    with translation.override("en"):
        address = experience.get_absolute_url()
    assert {each: set(traces_in(body_of(reader.get(address)), *Section)) for each, reader in readers.items()} == before
