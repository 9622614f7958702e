"""What an organisation is made of when its request is approved, and what is left out."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from portal.accounts.models import User
from portal.cms.models import CityPage
from portal.core.ambitions import Ambition
from portal.joining.enums import State
from portal.joining.errors import NotStorable
from portal.joining.models import JoinCommitment, JoinVolume
from portal.joining.services.membership import become_member, known_organisation
from portal.letters.models import Letter
from portal.members.enums import Category, CommitmentStatus, LegalType, OrganisationKind, Role
from portal.members.models import Organisation
from tests.factories.joining import JoinRequestFactory
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


def in_review(**fields):
    return JoinRequestFactory(state=State.IN_REVIEW, **fields)


def test_member_is_what_the_applicant_said():
    join_request = in_review(
        name="City of Example",
        own_name="Exempelstad",
        legal_type=LegalType.REGIONAL,
        country="FI",
        nuts="FI1B1",
        website="https://example.org/",
        languages=["fi", "sv"],
        contact_email="it@example.org",
    )

    become_member(join_request)

    organisation = Organisation.objects.get(slug="city-of-example")
    assert (organisation.name, organisation.own_name) == ("City of Example", "Exempelstad")
    assert (organisation.legal_type, organisation.kind) == (LegalType.REGIONAL, OrganisationKind.PUBLIC_BUYER)
    assert (organisation.country, organisation.nuts) == ("FI", "FI1B1")
    assert (organisation.website, organisation.languages) == ("https://example.org/", ["fi", "sv"])
    assert (organisation.contact_email, organisation.is_fictional) == ("it@example.org", False)
    assert (organisation.joined_on, organisation.figures_checked_on) == (localdate(), localdate())


def test_volumes_hold_for_any_year_and_name_their_source():
    join_request = in_review(reference="JD-22222222")
    join_request.volumes.all().delete()
    JoinVolume.objects.create(
        join_request=join_request, category=Category.SMARTPHONES, low=5, high=9, source="Invoices"
    )

    [volume] = become_member(join_request).volumes.all()

    assert (volume.category, volume.low, volume.high, volume.year) == (Category.SMARTPHONES, 5, 9, None)
    assert (volume.source, volume.as_of) == ("Invoices", localdate())


def test_volume_without_a_source_names_the_request():
    organisation = become_member(in_review(reference="JD-22222222"))

    assert organisation.volumes.get().source == "Request to join JD-22222222"


def test_member_that_does_not_know_its_volumes_has_none():
    join_request = in_review(volumes_unknown=True)
    join_request.volumes.all().delete()

    assert not become_member(join_request).volumes.exists()


def test_commitments_keep_status_date_and_note():
    join_request = in_review()
    join_request.commitments.all().delete()
    JoinCommitment.objects.create(
        join_request=join_request,
        ambition=Ambition.A4,
        status=CommitmentStatus.UNDER_WAY,
        target_date=date(2028, 1, 31),
        note="With the schools.",
    )

    [row] = become_member(join_request).commitments.all()

    assert (row.ambition, row.status) == (Ambition.A4, CommitmentStatus.UNDER_WAY)
    assert (row.target_date, row.note) == (date(2028, 1, 31), "With the schools.")


def test_applicant_is_invited_as_city_editor_in_her_language_and_gets_no_account_yet():
    join_request = in_review(email="new@example.org", language="fi")

    [invitation] = become_member(join_request).invitations.all()

    assert (invitation.email, invitation.role, invitation.language) == ("new@example.org", Role.CITY_EDITOR, "fi")
    assert invitation.invited_by is None
    assert not User.objects.filter(email="new@example.org").exists()
    letter = Letter.objects.get(kind="members.invitation")
    assert (letter.recipient, letter.object_id) == ("new@example.org", invitation.pk)


def test_supporter_has_no_page_no_figures_and_nobody_who_signs_in():
    join_request = in_review(kind=OrganisationKind.SUPPORTER, legal_type="", nuts="")

    organisation = become_member(join_request)

    assert not CityPage.objects.exists()
    assert [rows.count() for rows in (organisation.volumes, organisation.commitments, organisation.invitations)] == [
        0,
        0,
        0,
    ]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("name", "own_name", "slug"),
    [
        ("City of Ängelholm", "", "city-of-angelholm"),
        ("Αθήνα", "Athina", "athina"),
        ("Αθήνα", "Αθήνα", "jd-22222222"),
        ("x" * 60, "", "x" * 45),
    ],
)
def test_place_in_addresses_is_made_of_the_name(name, own_name, slug):
    join_request = in_review(reference="JD-22222222", name=name, own_name=own_name)

    assert become_member(join_request).slug == slug


def test_taken_place_in_addresses_is_numbered():
    OrganisationFactory(slug="city-of-example")
    OrganisationFactory(slug="city-of-example-2")

    assert become_member(in_review(name="City of Example")).slug == "city-of-example-3"


@pytest.mark.parametrize(
    ("listed", "asks", "is_known"),
    [
        ({"name": "City of Example"}, {"name": "CITY OF EXAMPLE", "own_name": ""}, True),
        ({"name": "x", "own_name": "Exempelstad"}, {"name": "y", "own_name": "exempelstad"}, True),
        ({"name": "Exempelstad"}, {"name": "y", "own_name": "Exempelstad"}, True),
        ({"name": "x", "own_name": ""}, {"name": "y", "own_name": ""}, False),
    ],
)
def test_organisation_is_known_by_either_of_its_names(listed, asks, is_known):
    organisation = OrganisationFactory(**listed)

    assert known_organisation(in_review(**asks)) == (organisation if is_known else None)


def test_answer_that_the_list_refuses_leaves_nothing_behind():
    join_request = in_review(website="no address")

    with pytest.raises(NotStorable, match="Enter a valid URL"):
        become_member(join_request)

    assert not Organisation.objects.filter(name=join_request.name).exists()
    assert not Letter.objects.exists()
