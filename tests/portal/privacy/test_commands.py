"""What the operator types, and what is answered."""

import builtins
import json
import stat

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.joining.models import JoinRequest
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.joining import DraftFactory, JoinRequestFactory
from tests.portal.privacy.rows import aged, ago, letter_to

pytestmark = pytest.mark.django_db
ANNA = "anna@city.example"


def answers(monkeypatch, text):
    asked = []
    monkeypatch.setattr(builtins, "input", lambda question: asked.append(question) or text)
    return asked


def test_export_prints_json(capsys):
    request = JoinRequestFactory(email=ANNA)

    call_command("person_export", ANNA)

    printed = json.loads(capsys.readouterr().out)
    assert printed["addresses"] == [ANNA]
    assert printed["holdings"][0]["rows"][0]["reference"] == request.reference


def test_export_writes_a_file_that_nobody_else_reads(tmp_path, capsys):
    letter_to(ANNA)
    file = tmp_path / "anna.json"

    call_command("person_export", ANNA, file=file)

    assert json.loads(file.read_text())["holdings"][0]["model"] == "letters.Letter"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert capsys.readouterr().out == f"1 rows written to {file}\n"


def test_export_overwrites_no_file(tmp_path):
    letter_to(ANNA)
    file = tmp_path / "anna.json"
    file.write_text("something else")

    with pytest.raises(CommandError, match=r"exists already, and others may read it\. Name a new file\."):
        call_command("person_export", ANNA, file=file)

    assert file.read_text() == "something else"


def test_erase_lists_asks_and_erases(monkeypatch, capsys):
    UserFactory(email=ANNA)
    asked = answers(monkeypatch, "yes")

    call_command("person_erase", ANNA)

    assert asked == [f"Erase {ANNA} for good? Type yes: "]
    assert capsys.readouterr().out.splitlines() == [
        "    1  accounts.User (email, name, password): deleted",
        f"{ANNA} is erased: 1 rows",
    ]
    assert not User.objects.exists()


@pytest.mark.parametrize("answer", ["", "y", "YES", "no"])
def test_erase_takes_nothing_but_yes(monkeypatch, answer):
    UserFactory(email=ANNA)
    answers(monkeypatch, answer)

    with pytest.raises(CommandError, match=r"Nothing was erased\."):
        call_command("person_erase", ANNA)

    assert User.objects.filter(email=ANNA).exists()


def test_erase_without_asking(capsys):
    UserFactory(email=ANNA)

    call_command("person_erase", ANNA, yes=True)

    assert not User.objects.exists()


def test_dry_run_of_erase_only_lists(capsys):
    UserFactory(email=ANNA)

    call_command("person_erase", ANNA, dry_run=True)

    assert capsys.readouterr().out.splitlines()[-1] == "Nothing was erased: a dry run."
    assert User.objects.exists()


def test_erase_of_a_stranger_says_that_nothing_is_kept(capsys):
    call_command("person_erase", "nobody@city.example")

    assert capsys.readouterr().out == "Nothing was erased: nothing is kept.\n"


def test_erase_of_the_last_editor_says_what_to_do_first():
    editor = city_editor()
    city = editor.memberships.get().organisation

    with pytest.raises(CommandError) as refused:
        call_command("person_erase", editor.email, yes=True)

    assert str(refused.value).splitlines() == [
        f"{editor.email} cannot be erased yet.",
        f"{editor.email} is the last who can edit for {city}. Give another colleague the role of city editor first.",
    ]


def test_expire_says_how_many_of_each(capsys):
    aged(DraftFactory(), created_at=ago(days=3))

    call_command("personal_data_expire", dry_run=True)
    call_command("personal_data_expire")

    dry, real = capsys.readouterr().out.splitlines()
    counts = (
        "1 unverified requests deleted, 0 reminders written, 0 unfinished requests deleted, 0 ended requests stripped,"
        " 0 unproved comments deleted, 0 addresses of comments removed,"
        " 0 letters stripped, 0 links deleted, 0 invitations deleted, 0 sessions deleted, 0 misses deleted,"
        " 0 questions deleted"
    )
    assert (dry, real) == (f"A dry run, nothing was done: {counts}", counts)
    assert not JoinRequest.objects.exists()
