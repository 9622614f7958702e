"""Organisations in the Wagtail admin: all of their facts on one screen, and a fault explained at its field."""

import pytest
from django.urls import reverse

from portal.core.ambitions import Ambition
from portal.members.models import Organisation
from portal.members.wagtail_hooks import LanguageBoxes
from tests.factories.accounts import coordinator, sign_in_with_second_factor
from tests.registry.views.pages import parsed

pytestmark = pytest.mark.django_db
FORMSETS = {f"{name}-{kind}_FORMS": "0" for name in ("volumes", "commitments") for kind in ("TOTAL", "INITIAL")}


@pytest.fixture
def admin(client):
    """A browser in which a coordinator has signed in."""
    sign_in_with_second_factor(client, coordinator(email="someone@example.org"))
    return client


def form(**changes):
    """A new organisation, as the form of the admin sends it."""
    return {
        "name": "City of Lund",
        "own_name": "Lunds kommun",
        "slug": "lund",
        "kind": "public_buyer",
        "country": "SE",
        "legal_type": "la",
        **FORMSETS,
        **changes,
    }


def add(client, **changes):
    return client.post(reverse(Organisation.snippet_viewset.get_url_name("add")), form(**changes))


def edit_page(client, organisation):
    return client.get(reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[organisation.pk]))


def ticked(response):
    return parsed(response).xpath("//input[@name='languages'][@checked]/@value")


def test_coordinator_adds_an_organisation_with_all_its_facts(admin):
    response = add(
        admin,
        nuts="SE224",
        languages=["sv", "en"],
        contact_email="buying@lund.example",
        latitude="55.7047",
        longitude="13.1910",
        joined_on="2026-10-02",
        is_fictional="on",
    )

    assert response.status_code == 302
    lund = Organisation.objects.get(slug="lund")
    assert (lund.nuts, lund.languages, lund.contact_email) == ("SE224", ["sv", "en"], "buying@lund.example")
    assert (str(lund.latitude), str(lund.longitude), str(lund.joined_on)) == ("55.7047", "13.1910", "2026-10-02")
    assert lund.is_fictional is True


def test_coordinator_adds_a_commitment_on_the_same_screen(admin):
    commitment = {"ambition": "A4", "status": "planned", "target_date": "2027-06-01", "note": "A pilot."}

    add(
        admin,
        **{"commitments-TOTAL_FORMS": "1"},
        **{f"commitments-0-{name}": text for name, text in commitment.items()},
    )

    [row] = Organisation.objects.get(slug="lund").commitments.all()
    assert (row.ambition, row.status, str(row.target_date), row.note) == (
        Ambition.A4,
        "planned",
        "2027-06-01",
        "A pilot.",
    )


def test_languages_are_ticked_as_they_are_stored(admin):
    add(admin, languages=["nb", "da"])

    response = edit_page(admin, Organisation.objects.get(slug="lund"))

    assert parsed(response).xpath("//input[@name='languages']/@value") == ["en", "sv", "nb", "fi", "da"]
    assert ticked(response) == ["nb", "da"]


def test_organisation_without_languages_has_none_ticked(admin):
    add(admin)

    lund = Organisation.objects.get(slug="lund")
    assert (lund.languages, ticked(edit_page(admin, lund))) == ([], [])


def test_region_of_another_country_is_explained_and_nothing_typed_is_lost(admin):
    response = add(admin, nuts="DK011", languages=["sv"])

    assert response.context["form"].errors == {"nuts": ["DK011 is no region of Sweden: its codes begin with SE."]}
    assert ticked(response) == ["sv"]
    assert parsed(response).xpath("//input[@name='nuts']/@value") == ["DK011"]
    assert not Organisation.objects.filter(slug="lund").exists()


def test_language_that_the_site_does_not_have_is_refused(admin):
    response = add(admin, languages=["xx"])

    assert list(response.context["form"].errors) == ["languages"]


@pytest.mark.parametrize(("value", "codes"), [(None, []), ("null", []), ('["sv"]', ["sv"]), (["sv"], ["sv"])])
def test_boxes_read_json_and_lists(value, codes):
    assert LanguageBoxes().format_value(value) == codes
