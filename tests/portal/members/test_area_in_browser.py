"""The members' area in a real browser: all of it works without script."""

import pytest
from django.conf import settings

from portal.cms.city_pages import draft_city_pages
from portal.cms.models import CityPage, MembersPage
from portal.core.ambitions import Ambition
from portal.letters.services import issue_link
from portal.members.enums import Role
from portal.members.models import Commitment, Invitation
from portal.members.services.colleagues import INVITATION, LIFETIME, invite
from tests.axe import look
from tests.browser import follow
from tests.factories.accounts import city_editor
from tests.factories.cms import home_in, page_under
from tests.factories.members import OrganisationFactory, VolumeFactory

OWN = "/en/me/organisations/example/"


@pytest.fixture
def organisation(transactional_db):
    for language in ("en", "sv"):
        page_under(home_in(language), MembersPage, title="Members", slug="members")
    organisation = OrganisationFactory(name="City of Example", slug="example")
    VolumeFactory(organisation=organisation, source="A report with a title that is rather long")
    Commitment.objects.create(organisation=organisation, ambition=Ambition.A1, status="met", note="Done since spring.")
    draft_city_pages(organisation)
    return organisation


@pytest.fixture
def editor(organisation):
    return city_editor(organisation)


def sign_in(client, page, user):
    """Give the browser the session of somebody who has signed in."""
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])


def test_axe_finds_nothing_on_an_invitation(page, organisation, editor):
    invitation = invite(organisation.pk, email="new@example.org", role=Role.MEMBER, language="en", actor=editor)
    token = issue_link(INVITATION, invitation.pk, email=invitation.email, lifetime=LIFETIME)
    page.goto(f"/en/invitation/{token}/")
    open_faults = look(page).faults

    page.get_by_label("Your name").fill("Nina New")
    follow(page.get_by_role("button", name="Accept the invitation"))

    assert page.get_by_role("heading", level=1).inner_text() == "Secure your account"
    assert (open_faults, look(page).faults) == ([], [])


def test_conflict_is_read_and_solved_without_script(client, page_without_script, organisation, editor):
    page = page_without_script
    sign_in(client, page, editor)
    page.goto(f"{OWN}profile/")
    organisation.own_name = "From a colleague"
    organisation.save()

    page.get_by_label("Name in your own language").fill("Mine")
    follow(page.get_by_role("button", name="Save"))
    both = page.get_by_role("region", name="Both texts").get_by_role("definition").all_inner_texts()
    follow(page.get_by_role("button", name="Save"))

    organisation.refresh_from_db()
    assert both == ["Mine", "From a colleague"]
    assert page.get_by_text("The profile is saved.").is_visible()
    assert organisation.own_name == "Mine"


def test_page_is_written_previewed_and_published_without_script(client, page_without_script, editor):
    page = page_without_script
    sign_in(client, page, editor)
    page.goto("/en/me/")

    follow(page.get_by_role("link", name="The page that everybody reads"))
    page.get_by_label("Text").fill("We buy phones that last.\n\nAnd we collect them.")
    follow(page.get_by_role("button", name="Save and preview"))
    previewed = page.get_by_text("And we collect them.").is_visible()
    follow(page.get_by_role("link", name="Back to writing"))
    follow(page.get_by_role("button", name="Publish the saved draft"))
    follow(page.get_by_role("link", name="See the published page"))

    assert previewed
    assert page.get_by_text("We buy phones that last.").is_visible()
    assert CityPage.objects.live().get().locale.language_code == "en"


def test_volume_is_added_mended_and_removed_without_script(client, page_without_script, organisation, editor):
    page = page_without_script
    sign_in(client, page, editor)
    page.goto(f"{OWN}volumes/")

    follow(page.get_by_role("link", name="Add a volume"))
    page.get_by_role("textbox", name="Year (optional)").fill("2025")
    page.get_by_label("From, pieces a year").fill("1.500")
    page.get_by_label("To, pieces a year").fill("1 200")
    page.get_by_label("Source").fill("Purchasing report")
    follow(page.get_by_role("button", name="Save"))
    fault = page.get_by_role("alert").get_by_role("link").inner_text()
    page.get_by_label("To, pieces a year").fill("1 800")
    follow(page.get_by_role("button", name="Save"))
    added = organisation.volumes.get(year=2025)
    follow(page.get_by_role("link", name="Change Smartphones 2025"))
    follow(page.get_by_role("button", name="Remove this volume"))

    assert fault == "To, pieces a year: “From” is more than “to”: exchange the two."
    assert (added.low, added.high) == (1500, 1800)
    assert page.get_by_text("The volume is removed.").is_visible()
    assert organisation.volumes.get().year is None


def test_colleague_is_invited_and_the_invitation_taken_back_without_script(client, page_without_script, editor):
    page = page_without_script
    sign_in(client, page, editor)
    page.goto(f"{OWN}colleagues/")

    follow(page.get_by_role("link", name="Invite a colleague"))
    page.get_by_label("E-mail address").fill("bo@example.org")
    page.get_by_label("Member", exact=True).check()
    page.get_by_label("Language of the invitation").select_option("fi")
    follow(page.get_by_role("button", name="Send the invitation"))
    is_listed = page.get_by_role("strong").filter(has_text="bo@example.org").is_visible()
    follow(page.get_by_role("button", name="Take back bo@example.org"))

    assert is_listed
    assert page.get_by_text("The invitation to bo@example.org is taken back.").is_visible()
    assert not Invitation.objects.open().exists()
    assert Invitation.objects.get().language == "fi"
