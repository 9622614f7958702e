"""What a reader may not see stands nowhere: no page, file, feed, figure, filter, order, document or header tells it."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.experiences.enums import Again, Audience, Challenge, PriceOutcome, Section
from portal.experiences.models import ExperienceDocument
from portal.experiences.services.faces import write_faces
from portal.experiences.services.moving import retract
from portal.files.models import Verdict
from portal.policies import POLICIES
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.experiences import ExperienceDocumentFactory, SupplierFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.leaking import NETWORK, STRANGERS, Site, body_of, browser_of
from tests.portal.experiences.marked import SUPPLIER, closed, marked, traces_in

pytestmark = pytest.mark.django_db
CLOSABLE = [section for section in Section if section is not Section.TENDER]
CODE = "TRC-01"  # what a criterion is called stands on its own pages and in the matrix, used or not
OUTSIDE = [
    *((name, Audience.EVERYONE) for name in STRANGERS),
    *((name, Audience.MEMBERS) for name in NETWORK),
]


def found(client, addresses, *sections):
    """The traces by address; the places that name the criterion whatever was used may name it."""
    leaks = {}
    for address in addresses:
        traces = set(traces_in(body_of(client.get(address)), *sections))
        if "/criterion/" in address or "matrix" in address:
            traces.discard(CODE)
        if traces:
            leaks[address] = sorted(traces)
    return leaks


def owner_of(site):
    client = Client()
    client.force_login(MembershipFactory.create(organisation=site.owner).user)
    return client


def met_by(name, site, *sections):
    """The traces that a reader meets, after the owner has had the same pages: no cache may keep them for the next."""
    found(owner_of(site), site.main_addresses(), *sections)
    return found(browser_of(name, site), site.addresses(), *sections)


@pytest.mark.parametrize(("name", "audience"), OUTSIDE, ids=str)
def test_nothing_of_closed_sections_stands_anywhere(name, audience):
    site = Site(marked(**closed(*CLOSABLE, to=audience)))

    assert met_by(name, site, *CLOSABLE) == {}


@pytest.mark.parametrize("section", CLOSABLE)
def test_nothing_of_one_closed_section_stands_anywhere(section):
    site = Site(marked(**closed(section, to=Audience.EVERYONE)))

    assert met_by("visitor", site, section) == {}


@pytest.mark.parametrize("name", STRANGERS)
def test_nothing_of_a_record_for_members_stands_anywhere(name):
    site = Site(marked(visibility=Audience.MEMBERS))

    assert met_by(name, site, *Section) == {}


@pytest.mark.parametrize("name", [*STRANGERS, *NETWORK])
def test_supplier_is_named_nowhere(name):
    site = Site(marked(title=f"Phones of {SUPPLIER}", lessons_visibility=Audience.MEMBERS))
    client = browser_of(name, site)

    assert [address for address in site.addresses() if SUPPLIER.encode() in body_of(client.get(address))] == []
    assert SUPPLIER.casefold() not in site.experience.slug


def test_search_for_traces_would_find_them():
    """The owner sees all of it in the places where it stands, so the searches above look at the right ones."""
    site = Site(marked(**closed(*CLOSABLE, to=Audience.MEMBERS)))

    places = found(owner_of(site), site.addresses(), *Section)

    page = places[reverse("experiences:experience", args=[site.experience.slug])]
    assert {"7717", "1111111", "2222222", "TRACELESSON", "TRACECONTACT", CODE, "PAPEROFVALUES"} <= set(page)
    assert {"TRACECHANGE", "TRACEAGAIN", "6616"} <= set(page)
    assert "7717" in places[reverse("experiences:export", args=["csv"])]
    assert "7717" in places[reverse("experiences:export", args=["json"])]
    assert "TRACECHANGE" in places[reverse("registry:version", args=["trc-01", "1.0.0"])]


@pytest.mark.parametrize("name", STRANGERS)
def test_changing_what_is_hidden_changes_no_byte_of_any_answer(name):
    """Counts, filters, orders, medians, sizes and headers are the same, so nothing can be inferred from them."""
    site = Site(marked(**closed(*CLOSABLE, to=Audience.EVERYONE)), shares=True)
    client = browser_of(name, site)
    addresses = site.addresses()
    elsewhere = VersionFactory()
    before = {address: body_of(client.get(address)) for address in addresses}

    change_everything(site.experience, elsewhere)

    after = {address: body_of(client.get(address)) for address in addresses}
    assert [address for address in addresses if before[address] != after[address]] == []


def test_changing_the_figures_of_two_bids_changes_no_byte_for_a_visitor():
    site = Site(marked(bids=2), shares=True)
    before = {address: body_of(Client().get(address)) for address in site.addresses()}

    edition = site.experience.current
    edition.bids, edition.awarded_value, edition.price_outcome = 1, 1, PriceOutcome.LOWER
    edition.save()
    edition.suppliers.update(is_winner=False)
    SupplierFactory(edition=edition, is_winner=True)
    edition.citations.update(bidders_met=1)
    rewrite(site.experience)

    assert {address: body_of(Client().get(address)) for address in site.addresses()} == before


def change_everything(experience, version):
    """Other facts in every closed section, and none that is new where there was none."""
    edition = experience.current
    edition.estimated_value, edition.awarded_value, edition.currency = 9_000_000, 1, "SEK"
    edition.bids, edition.price_outcome, edition.challenge = 4, PriceOutcome.LOWER, Challenge.NONE
    edition.again, edition.again_text, edition.challenge_text = Again.NO, "Never.", "Other."
    edition.contact_role = "Nobody"
    edition.save()
    edition.lessons.update(topic="price", text="Other.")
    edition.citations.update(version=version, cited_hash=version.content_hash, usage="kept", level=2, values={})
    edition.suppliers.all().delete()
    edition.documents.exclude(section=Section.TENDER).delete()
    rewrite(experience)


def rewrite(experience):
    with transaction.atomic():
        write_faces(experience)


def document_address(site, pk, *, language="en"):
    with translation.override(language):
        return reverse("experiences:document", args=[site.experience.slug, pk])


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        *((name, {Audience.EVERYONE}) for name in STRANGERS),
        *((name, {Audience.EVERYONE, Audience.MEMBERS}) for name in NETWORK),
    ],
)
def test_document_is_given_to_the_audience_of_its_section(name, sees):
    who = {Section.TENDER: Audience.EVERYONE, Section.OUTCOME: Audience.MEMBERS, Section.LESSONS: Audience.OWN}
    site = Site(marked(outcome_visibility=Audience.MEMBERS, lessons_visibility=Audience.OWN))
    client = browser_of(name, site)

    given = {
        document.section: client.get(document_address(site, document.pk)).status_code == 200
        for document in site.experience.current.documents.filter(section__in=who)
    }

    assert given == {section: audience in sees for section, audience in who.items()}


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.WAITING])
def test_document_that_is_not_clean_any_more_is_not_given(verdict):
    site = Site(marked())
    pk = site.documents()[0]
    ExperienceDocument.objects.filter(pk=pk).update(verdict=verdict)

    assert Client().get(document_address(site, pk)).status_code == 404


def test_document_of_another_edition_or_experience_is_not_given_by_its_number():
    site = Site(marked())
    draft = ExperienceDocumentFactory(edition=marked_draft(site))
    elsewhere = ExperienceDocumentFactory(edition=site.other.current)

    for document in (draft, elsewhere):
        assert Client().get(document_address(site, document.pk)).status_code == 404


def marked_draft(site):
    return site.experience.editions.create(number=2, visibility=Audience.EVERYONE)


def test_document_goes_with_its_record_when_that_is_retracted():
    site = Site(marked())
    documents = site.documents()
    retract(site.experience.pk, reason="Wrong tender.", actor=city_editor(site.owner))

    assert {Client().get(document_address(site, pk)).status_code for pk in documents} == {404}


@pytest.mark.parametrize("name", [*STRANGERS, *NETWORK])
def test_retracted_record_leaves_its_reason_and_nothing_else(name):
    site = Site(marked())
    client = browser_of(name, site)
    retract(site.experience.pk, reason="Wrong tender.", actor=city_editor(site.owner))

    assert found(client, site.addresses(), *Section) == {}
    with translation.override("en"):
        page = client.get(site.experience.get_absolute_url())
    assert (page.status_code, b"Wrong tender." in page.content) == (410, True)


@pytest.mark.parametrize("name", STRANGERS)
def test_retracted_record_for_members_was_never_there(name):
    site = Site(marked(visibility=Audience.MEMBERS))
    client = browser_of(name, site)
    retract(site.experience.pk, reason="Wrong tender.", actor=city_editor(site.owner))

    with translation.override("en"):
        page = client.get(site.experience.get_absolute_url())
    assert (page.status_code, b"Wrong tender." in page.content) == (404, False)


@pytest.mark.parametrize("name", STRANGERS)
def test_record_that_a_reader_may_not_see_is_as_absent_as_one_that_never_was(name):
    site = Site(marked(visibility=Audience.MEMBERS))
    client, slug = browser_of(name, site), site.experience.slug

    for address in ("experiences:experience", "experiences:experience-json"):
        there, nowhere = (reverse(address, args=[each]) for each in (slug, "x" * len(slug)))
        answers = [body_of(client.get(each)).replace(each.encode(), b"") for each in (there, nowhere)]
        assert answers[0].replace(slug.encode(), b"") == answers[1].replace(b"x" * len(slug), b"")
        assert answers[0].startswith(b"404")


def test_answer_to_a_member_is_kept_by_no_cache_and_answers_no_visitor():
    site = Site(marked(outcome_visibility=Audience.MEMBERS))
    member, address = Client(), reverse("experiences:experience", args=[site.experience.slug])
    member.force_login(MembershipFactory.create().user)

    seen = member.get(address)
    headers = {"If-None-Match": seen.headers.get("ETag", '"x"')}
    asked = Client().get(address, headers=headers)

    assert (seen.headers["Cache-Control"], "Cookie" in seen.headers["Vary"]) == ("private, no-store", True)
    assert (asked.status_code, traces_in(asked.content, Section.OUTCOME)) == (200, [])


def test_page_of_a_version_is_kept_apart_by_reader_and_its_permanent_one_tells_nobody_more():
    site = Site(marked(outcome_visibility=Audience.MEMBERS))
    page, permanent = [address for address in site.addresses() if "/criterion/" in address][:2]
    member = owner_of(site)

    assert "Cookie" in member.get(page).headers["Vary"]
    assert traces_in(member.get(page).content, *Section) != []
    assert set(traces_in(member.get(permanent).content, *Section)) <= {CODE}


def test_every_public_address_of_experiences_is_looked_at():
    """A new address gets a place in ``Site.addresses`` or a test of its own here."""
    ours = {name for name in POLICIES if name.startswith("experiences:")}

    looked_at = {"list", "export", "matrix", "matrix-export", "feed", "experience", "experience-json", "document"}
    assert ours == {f"experiences:{name}" for name in looked_at}
