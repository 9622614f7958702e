"""The public pages in a real browser: axe finds nothing, nothing scrolls sideways, all of it works without script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from portal.cms.models import CityPage, MembersPage
from portal.experiences.enums import Audience
from portal.experiences.services.faces import write_faces
from tests.axe import look
from tests.browser import follow
from tests.factories.cms import home_in, page_under
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory, published
from tests.factories.history import followed_by, withdrawn
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import marked

SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}


def old_versions():
    """One that a newer one superseded, one that was withdrawn."""
    superseded, gone = VersionFactory(criterion__code="BAT-01"), VersionFactory(criterion__code="CLI-01")
    followed_by(superseded, "2.0.0")
    return superseded, withdrawn(gone)


@pytest.fixture
def paths(transactional_db):
    """Every kind of public page."""
    organisation = OrganisationFactory(name="City of Example", slug="example", contact_email="buying@example.org")
    parent = page_under(home_in("sv"), MembersPage, slug="members", title="Medlemmar")
    page_under(parent, CityPage, organisation=organisation, slug="example", title="Exempel")
    full = marked(
        language="sv",
        experience__organisation=organisation,
        cpv=["32250000-0", "50300000-8"],
        notice="554113-2026",
        source_title="A report with a title that is rather long",
        source_url="https://example.org/reports/a-report-with-an-address-that-is-rather-long-2026.html",
        lots=2,
        duration=48,
    )
    for position, version in enumerate(old_versions(), start=1):
        CitationFactory(edition=full, version=version, position=position, values={"cycles": "900"})
    gone = published(title="Gone", experience__organisation=organisation)
    gone.retracted_at, gone.retraction_reason = datetime(2026, 9, 1, 12, tzinfo=UTC), "It was of another tender."
    gone.save()
    write_faces(gone)
    few = EditionFactory(bids=1, again="yes", lessons_visibility=Audience.MEMBERS)
    few.experience.organisation.is_fictional = True
    few.experience.organisation.save()
    LessonFactory(edition=few)
    case = published(experience__organisation=None, experience__buyer="Ministry of Examples")
    records = [published(full), published(few), case, gone]
    return [
        *(f"/sv/experiences/{record.slug}/" for record in records),
        "/sv/experiences/",
        "/sv/experiences/?country=SE&theme=battery&sort=bids",
        "/sv/experiences/?country=FI",
        "/sv/experiences/nothing-here/",
        "/sv/members/example/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, watch, paths, scheme):
    watch.allow("404|410")
    page.emulate_media(color_scheme=scheme)
    found = {}

    for path in paths:
        page.set_viewport_size(LARGE)
        page.goto(path)
        faults = look(page).faults
        page.set_viewport_size(SMALL)
        found[path] = (faults, page.evaluate("document.documentElement.scrollWidth"))

    assert found == dict.fromkeys(paths, ([], SMALL["width"]))


def test_criteria_of_a_tender_are_found_and_taken_without_script(page_without_script, transactional_db):
    page = page_without_script
    page.set_viewport_size(LARGE)
    edition = EditionFactory(title="Phones that last", country="SE")
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"), level=2)
    published(edition)
    published(title="Something else", country="FI")
    page.goto("/en/experiences/")

    page.get_by_role("checkbox", name="Sweden").check()
    follow(page.get_by_role("button", name="Show experiences"))
    left = page.locator("main article h3").all_inner_texts()
    follow(page.get_by_role("link", name="Phones that last"))
    follow(page.get_by_role("button", name="Put these criteria in my basket"))

    assert left == ["Phones that last"]
    assert page.get_by_role("heading", level=1).inner_text() == "Phones that last"
    assert page.get_by_text("1 criterion is in the basket.").is_visible()


def test_filters_open_behind_their_button_on_a_telephone(page, transactional_db):
    published(country="SE")
    page.set_viewport_size(SMALL)
    page.goto("/en/experiences/")
    hidden_before = page.get_by_role("checkbox", name="Sweden").is_hidden()

    page.get_by_role("button", name="Filter").click()

    expect(page.get_by_role("checkbox", name="Sweden")).to_be_visible()
    assert hidden_before
