"""The letter about a newer release: whom it reaches in the end, and what has to be true when it leaves."""

import pytest
from django.core import mail

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Role, Topic
from portal.members.models import NotificationChoice
from registry.letters_adaptations import newer_release
from registry.services.telling_adapters import standing_on_older, tell_adapters_of
from tests.factories.accounts import city_editor
from tests.factories.adaptations import (
    changes,
    cycles,
    followed_by,
    published_adaptation,
    smartphones,
    withdrawn_adaptation,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return city_editor(OrganisationFactory(name="Examplehaven", slug="examplehaven"))


@pytest.fixture
def adaptation(editor):
    city = editor.memberships.get().organisation
    return published_adaptation(organisation=city, release=smartphones("BAT-01"), actor=editor)


@pytest.fixture
def letter(adaptation):
    """Of a release that coordinators have published after the adapted one."""
    members = [*(row.version for row in adaptation.release.members.all()), VersionFactory(criterion__code="END-01")]
    release = ReleaseFactory(criteria_set=adaptation.criteria_set, number="1.1.0", members=members)
    tell_adapters_of(release.pk)
    return Letter.objects.get(kind="registry.newer_release")


def subjects():
    send_waiting()
    return [message.subject for message in mail.outbox if "newer release" in message.subject]


def test_letter_tells_both_releases_and_where_to_go(letter):
    facts = newer_release(letter)

    assert (facts["adaptation"], facts["old"], facts["citation"]) == (
        "examplehaven/smartphones@1.0.0",
        "smartphones@1.0.0",
        "smartphones@1.1.0",
    )
    assert facts["changes"].endswith("/en/criteria/smartphones/compare/1.0.0...1.1.0/")
    assert facts["link"].endswith("/en/me/adaptations/")


def test_letter_is_about_the_adaptation_that_is_the_newest_when_it_leaves(letter, adaptation):
    followed_by(adaptation, changes(cycles("1300")))

    assert newer_release(letter)["adaptation"] == "examplehaven/smartphones@2.0.0"


def test_letter_about_a_withdrawn_adaptation_is_not_sent(letter, adaptation, editor):
    withdrawn_adaptation(adaptation)

    assert subjects() == []


def test_letter_to_somebody_who_edits_no_longer_is_not_sent(letter, editor):
    editor.memberships.update(role=Role.MEMBER)

    assert subjects() == []


def test_letter_to_somebody_who_opted_out_meanwhile_is_not_sent(letter, editor):
    NotificationChoice.objects.create(user=editor, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)

    assert subjects() == []


def test_letter_to_an_account_that_is_closed_is_not_sent(letter, editor):
    editor.is_active = False
    editor.save()

    assert subjects() == []


def test_older_means_older_than_the_release(adaptation):
    assert standing_on_older(adaptation.release) == []
