"""What the checks of a request say, and what they leave to people."""

from datetime import date

import pytest

from portal.files.models import Verdict
from portal.joining.admin.checks import (
    alike,
    checks_of,
    has_contact_of_a_department,
    has_evidence,
    has_mail_of_its_website,
    has_mandate_by,
    has_region_of_its_country,
    is_asked_once,
    is_new_here,
)
from portal.joining.admin.domains import domain_of, host_of, registrable
from portal.joining.models import JoinRequest
from portal.members.enums import OrganisationKind
from portal.members.models import Organisation
from tests.factories.joining import EvidenceFactory, JoinRequestFactory

TODAY = date(2026, 11, 27)


def asks(name="", own_name="", website="", **fields):
    return JoinRequest(name=name, own_name=own_name, website=website, **fields)


def listed(name="", own_name="", website="", **fields):
    return Organisation(name=name, own_name=own_name, website=website, **fields)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        (asks("City of Malmö"), listed("city of  malmö"), True),
        (asks("City of Malmö"), listed("Malmö", "Malmö stad"), True),
        (asks("The Municipality of Oslo"), listed("City of Oslo", "Oslo kommune"), True),
        (asks("x", "MALMÖ STAD"), listed("y", "Malmö stad"), True),
        (asks("City of Malmö"), listed("City of Oslo"), False),
        (asks("City of Malmö"), listed("Region Malmö"), False),
        (asks("", "", "https://www.malmo.se/om"), listed("x", "", "http://malmo.se"), True),
        (asks("", "", "https://malmo.se"), listed("x", "", "https://lund.se"), False),
        (asks("City of"), listed("the city"), False),
        (asks(), listed(), False),
    ],
)
def test_alike_looks_past_the_kind_of_body(one, other, is_alike):
    assert alike(one, other) is is_alike


def test_member_that_asks_again_is_named():
    check = is_new_here(asks("City of Malmö"), [listed("City of Oslo", pk=1), listed("Malmö", pk=2)])

    assert (check.is_fine, check.sentence) == (False, "In the list of organisations already, it seems: Malmö.")


def test_newcomer_is_new():
    assert is_new_here(asks("City of Lund"), [listed("Malmö", pk=2)]).is_fine


def test_organisation_that_came_of_the_request_is_no_finding():
    assert is_new_here(asks("City of Malmö", organisation_id=2), [listed("City of Malmö", pk=2)]).is_fine


def test_other_open_request_of_the_same_authority_is_named():
    own = asks("City of Lund", pk=1, reference="JD-OWN")
    rival = asks("Lund", pk=2, reference="JD-RIVAL")

    check = is_asked_once(own, [own, rival])

    assert (check.is_fine, check.sentence) == (
        False,
        "Another open request seems to be of the same authority: JD-RIVAL.",
    )
    assert is_asked_once(own, [own]).is_fine


@pytest.mark.parametrize(
    ("email", "website", "is_fine", "says"),
    [
        ("a@malmo.se", "https://malmo.se/", True, "at malmo.se fits the website malmo.se."),
        ("a@inkop.malmo.se", "https://www.malmo.se/", True, "at inkop.malmo.se fits the website malmo.se."),
        ("a@malmo.se", "https://upphandling.malmo.se:8443/x", True, "fits the website upphandling.malmo.se."),
        ("a@oslo.kommune.no", "https://www.oslo.kommune.no/", True, "fits the website oslo.kommune.no."),
        ("a@bergen.kommune.no", "https://oslo.kommune.no/", False, "does not fit the website oslo.kommune.no."),
        ("a@bath.gov.uk", "https://bristol.gov.uk/", False, "does not fit the website bristol.gov.uk."),
        ("a@notmalmo.se", "https://malmo.se/", False, "does not fit the website malmo.se."),
        ("a@malmo.se.evil.example", "https://malmo.se/", False, "does not fit the website malmo.se."),
        ("a@GMAIL.com", "https://malmo.se/", False, "from gmail.com, where anybody can have an address."),
        ("a@malmo.se", "", False, "does not fit the website –."),
    ],
)
def test_mail_is_compared_with_the_website(email, website, is_fine, says):
    check = has_mail_of_its_website(email, website)

    assert (check.is_fine, check.sentence.endswith(says)) == (is_fine, True)


@pytest.mark.parametrize(
    ("address", "is_fine"),
    [
        ("upphandling@malmo.se", True),
        ("it.procurement@malmo.se", True),
        ("kontakt-malmo@malmo.se", True),
        ("a1.b2@malmo.se", True),
        ("maija.virtanen@hel.fi", False),
        ("maija_virtanen@hel.fi", False),
        ("åsa-lind@malmo.se", False),
    ],
)
def test_contact_address_of_a_person_is_noticed(address, is_fine):
    assert has_contact_of_a_department(address).is_fine is is_fine


@pytest.mark.parametrize(
    ("country", "nuts", "results"),
    [
        ("SE", "SE224", [True]),
        ("GR", "EL303", [True]),
        ("GB", "UKI31", [True]),
        ("SE", "DK011", [False]),
        ("SE", "", []),
        ("", "SE224", []),
    ],
)
def test_region_is_compared_with_the_country(country, nuts, results):
    assert [check.is_fine for check in has_region_of_its_country(country, nuts)] == results


@pytest.mark.parametrize(
    ("decided_on", "results"), [(date(2026, 11, 28), [False]), (TODAY, [True]), (date(2020, 1, 1), [True]), (None, [])]
)
def test_decision_cannot_be_in_the_future(decided_on, results):
    assert [check.is_fine for check in has_mandate_by(decided_on, today=TODAY)] == results


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verdicts", "is_fine", "sentence"),
    [
        ([Verdict.CLEAN, Verdict.REFUSED], True, "There is a document to read."),
        ([Verdict.WAITING], False, "Its document is still being checked and cannot be opened yet."),
        ([Verdict.REFUSED], False, "There is no document yet; read why under “Evidence”."),
        ([], False, "There is no document yet; read why under “Evidence”."),
    ],
)
def test_evidence_is_there_when_it_can_be_read(verdicts, is_fine, sentence):
    join_request = JoinRequestFactory(answers=False)
    for verdict in verdicts:
        EvidenceFactory(join_request=join_request, verdict=verdict)

    check = has_evidence(join_request)

    assert (check.is_fine, check.sentence) == (is_fine, sentence)


@pytest.mark.django_db
def test_supporter_is_asked_for_no_mandate():
    kinds = (OrganisationKind.PUBLIC_BUYER, OrganisationKind.SUPPORTER)
    requests = [JoinRequestFactory(kind=kind) for kind in kinds]

    counts = [len(checks_of(each, organisations=[], others=[], today=TODAY)) for each in requests]

    assert counts == [7, 5]


def test_hosts_and_domains_are_read_as_written_by_people():
    assert [host_of(website) for website in ("https://www.Malmo.se/", "http://malmo.se.", "", "malmo")] == [
        "malmo.se",
        "malmo.se",
        "",
        "",
    ]
    assert domain_of(" Someone@Example.ORG. ") == "example.org"
    assert [
        registrable(domain) for domain in ("a.b.malmo.se", "www.oslo.kommune.no", "x.co", "gov.uk", "localhost")
    ] == [
        "malmo.se",
        "oslo.kommune.no",
        "x.co",
        "gov.uk",
        "localhost",
    ]
