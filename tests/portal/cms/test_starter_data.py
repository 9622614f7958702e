"""All that a fresh installation shows, by one command."""

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.cms import handbook, services
from portal.cms.management.commands import starter_data
from portal.experiences.models import TenderExperience
from portal.outbox.channels import channels
from portal.outbox.models import OutboxEvent
from registry.models import CriterionVersion, Release

pytestmark = pytest.mark.django_db
COUNTED = (CriterionVersion, Release, User, TenderExperience, OutboxEvent)


@pytest.fixture(autouse=True)
def _few_pages(monkeypatch):
    monkeypatch.setattr(services, "SLUGS", ("statement", "members"))
    monkeypatch.setattr(handbook, "CHAPTERS", ())


def told(capsys):
    return capsys.readouterr().out.splitlines()


def test_fresh_installation_gets_pages_register_and_log_ins_once(client, settings, capsys):
    settings.DEBUG = True
    call_command("starter_data")
    first = told(capsys)
    counts = [model.objects.count() for model in COUNTED]

    call_command("starter_data")
    second = told(capsys)

    assert [model.objects.count() for model in COUNTED] == counts
    assert first[0] == "20 starter pages made"
    assert first[-7:] == second[-7:]
    assert second[:6] == [
        "starter pages: all there",
        "starter register 2026-02: nothing to seal; 27 unchanged",
        "starter register 2026-09: nothing to seal; 10 unchanged",
        "cases from public sources: all there",
        "synonyms: all there",
        "tender experiences of the demo: all there",
    ]
    assert [str(release) for release in Release.objects.newest_first()][-1] == "smartphones@1.0.0"
    assert all(not OutboxEvent.objects.waiting_for(channel).exists() for channel in channels())
    assert client.get("/sv/").context["newest"].compare_url.startswith("/sv/criteria/smartphones/compare/1.0.0...")


def test_log_ins_are_printed_in_a_block(settings, capsys, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(starter_data, "RELEASES", ())

    call_command("starter_data")

    assert told(capsys)[4:] == [
        "",
        "Demo log-ins, for development only: http://127.0.0.1:8000/accounts/login/",
        "  coordinator             coordinator@example.org",
        "  second coordinator      second@example.org",
        "  city editor             editor@example.org",
        "  editor of another city  other@example.org",
        "  administrator           admin@example.org",
        "  password                fair-and-circular",
        (
            "  Who enters the admin sets up a second factor first: an authenticator app"
            " (or, under the name localhost, a passkey)"
        ),
    ]


def test_without_debug_there_are_no_log_ins(settings, capsys, monkeypatch):
    settings.DEBUG = False
    monkeypatch.setattr(starter_data, "RELEASES", ())

    call_command("starter_data")

    assert told(capsys)[-1] == "no demo accounts: DEBUG is off. Make your own with: manage.py createsuperuser"
    assert not User.objects.exists()
    assert set(TenderExperience.objects.values_list("organisation", flat=True)) == {None}


def test_broken_register_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(starter_data, "STARTER_REGISTER", tmp_path)
    (tmp_path / "2026-02").mkdir()

    with pytest.raises(CommandError):
        call_command("starter_data")

    assert not CriterionVersion.objects.exists()
