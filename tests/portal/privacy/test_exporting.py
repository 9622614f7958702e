"""What is kept of one person, for that person."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from portal.joining.enums import State
from portal.letters.services import pseudonym
from portal.privacy.services.exporting import export_person
from tests.factories.accounts import MembershipFactory, totp_for
from tests.factories.joining import JoinRequestFactory
from tests.portal.privacy.rows import ended, letter_to, session_of

pytestmark = pytest.mark.django_db
ANNA = "anna@city.example"


def exported(email=ANNA):
    """The rows found, by model."""
    return {holding["model"]: holding["rows"] for holding in export_person(email)["holdings"]}


def test_applicant_gets_the_request_with_its_steps_and_a_list_of_files():
    request = ended(email=ANNA)
    document = request.evidence.get()
    JoinRequestFactory()

    rows = exported()

    [found] = rows["joining.JoinRequest"]
    assert (found["reference"], found["signatory_name"], found["state"]) == (
        request.reference,
        "A Signatory",
        State.DECLINED,
    )
    [file] = rows["joining.Evidence"]
    assert (file["name"], file["file"]) == ("statement.pdf", {"name": document.file.name, "is_there": True})
    assert [step["reason"] for step in rows["joining.JoinStep"]] == ["You are Anna's company."]
    assert [volume["high"] for volume in rows["joining.JoinVolume"]] == [200]


def test_member_gets_account_role_and_letters_and_no_secret():
    anna = MembershipFactory(user__email=ANNA, user__name="Anna Alm").user
    anna.set_password("a secret of Anna")
    anna.save()
    secret = totp_for(anna)
    session = session_of(anna)
    letter_to(ANNA)
    letter_to(pseudonym(ANNA), object_id=2)

    found = export_person(ANNA.title())
    text = json.dumps(found, cls=DjangoJSONEncoder)

    rows = {holding["model"]: holding["rows"] for holding in found["holdings"]}
    assert found["addresses"] == [ANNA]
    assert (rows["accounts.User"][0]["name"], rows["members.Membership"][0]["role"]) == ("Anna Alm", "member")
    assert len(rows["letters.Letter"]) == 2
    assert len(rows["sessions.Session"]) == 1
    hidden = (anna.password, secret, session.session_key)
    assert [each for each in hidden if each in text] == []


def test_each_holding_says_what_it_is_for_and_how_long_it_stays():
    letter_to(ANNA)

    [holding] = export_person(ANNA)["holdings"]

    assert {name: holding[name] for name in ("of_whom", "purpose", "kept")} == {
        "of_whom": "everybody who gets mail",
        "purpose": "each mail leaves once, and a failure is seen",
        "kept": "90 days",
    }


def test_stranger_gets_an_empty_answer():
    JoinRequestFactory(email=ANNA)

    assert exported("nobody@city.example") == {}


def test_missing_file_is_said_to_be_missing():
    document = JoinRequestFactory(email=ANNA).evidence.get()
    document.file.storage.delete(document.file.name)

    [file] = exported()["joining.Evidence"]

    assert file["file"] == {"name": document.file.name, "is_there": False}
