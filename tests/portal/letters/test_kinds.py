"""A letter is composed when it is sent: in its language, with its link, from the configured host only."""

import pytest
from django.test import override_settings

from portal.letters.kinds import Words, address, compose, written
from portal.letters.models import Letter, MailedLink
from tests.portal.letters import KIND

pytestmark = pytest.mark.django_db


def letter(**fields):
    given = {"kind": KIND, "object_id": 1, "recipient": "bo@city.example", "language": "sv"}
    return Letter(**{**given, **fields})


def test_first_line_is_the_subject_and_the_rest_the_body():
    words = compose(letter())

    subject, body = words.subject, words.body
    assert subject == "A note for Bo & Co <x> [sv]"
    assert body.startswith("http://127.0.0.1:8000/")
    assert body.endswith("\n")
    assert len(body.split()) == 1


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_letter_speaks_its_own_language(language):
    assert compose(letter(language=language)).subject == f"A note for Bo & Co <x> [{language}]"


def test_words_that_change_the_subject_stay_in_one_line(said):
    said["name"] = "Bo\r\nBcc: all@city.example\x0b\x85\u2028next"

    words = compose(letter())

    assert words.subject.splitlines() == [words.subject]
    assert words.subject.startswith("A note for Bo")


def test_edited_body_gets_the_link_and_keeps_the_subject():
    words = compose(letter(body="Dear Bo,\n\n{link}\n\nBraces {are} fine."))

    link = words.body.split()[2]
    assert words == Words("A note for Bo & Co <x> [sv]", f"Dear Bo,\n\n{link}\n\nBraces {{are}} fine.")
    assert link.startswith("http://127.0.0.1:8000/")
    assert MailedLink.objects.count() == 1


def test_edited_body_may_do_without_the_link():
    assert compose(letter(body="Dear Bo")).body == "Dear Bo"


def test_letter_about_which_there_is_nothing_to_say_has_no_words(said):
    said.clear()

    assert compose(letter()) is None
    assert not MailedLink.objects.exists()


def test_kind_that_nobody_registered_is_an_error():
    with pytest.raises(KeyError, match=r"tests\.unknown"):
        compose(letter(kind="tests.unknown"))


@override_settings(BASE_URL="https://portal.example")
def test_address_is_made_of_the_configured_host_and_the_language(client):
    client.get("/en/", headers={"host": "127.0.0.1"})

    assert address("joining:start", language="fi") == "https://portal.example/fi/join/"
    assert address("registry:set", "smartphones", language="da") == "https://portal.example/da/criteria/smartphones/"


@override_settings(BASE_URL="https://portal.example")
def test_template_knows_the_configured_host_only():
    assert "https://portal.example" in written(KIND, {"name": "Bo", "link": "https://portal.example/x"}).body
