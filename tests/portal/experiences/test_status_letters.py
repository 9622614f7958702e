"""Whoever used a version is told what happened to it after publication: one letter for each event and organisation."""

import pytest
from django.core import mail

from portal.experiences.services.successors import organisations_citing, take, tell_users_of_change
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Topic
from portal.members.models import Membership, NotificationChoice
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from registry.enums import StepAfter
from registry.services.withdrawing import withdraw
from tests.factories.accounts import city_editor
from tests.factories.experiences import CitationFactory, EditionFactory
from tests.factories.members import OrganisationFactory
from tests.factories.proposals import DAY, deprecation, erratum, replacement, taken, withdrawal
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


@pytest.fixture
def city():
    return OrganisationFactory(name="City of Example")


@pytest.fixture
def editor(city):
    return city_editor(city)


def cites(version, organisation):
    edition = EditionFactory(experience__organisation=organisation)
    CitationFactory(edition=edition, version=version)
    return edition


def letters():
    rows = Letter.objects.filter(kind="experiences.status_changed").order_by("pk")
    return list(rows.values_list("recipient", "object_id", "occasion"))


def sent():
    send_waiting()
    return [message for message in mail.outbox if "City of Example" in message.subject]


def happens(version, kind):
    """A step is taken, and the outbox has delivered it; the event that it made."""
    split = lambda: replacement(VersionFactory(), VersionFactory(), kind=StepAfter.SPLIT)  # noqa: E731
    make = {"erratum": erratum, "deprecated": deprecation, "withdrawn": withdrawal, "superseded": split}[kind]
    taken(version, make())
    deliver_waiting()
    return version.events.get(kind=kind)


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        ("erratum", "Erratum to BAT-01@1.0.0, which City of Example used", "Read 80 % for 8 %."),
        ("deprecated", "BAT-01@1.0.0, which City of Example used, is deprecated", "A better test is coming."),
        ("withdrawn", "BAT-01@1.0.0, which City of Example used, is withdrawn", "It shut out equal bids."),
        (
            "superseded",
            "Other criteria take the place of BAT-01@1.0.0, which City of Example used",
            "They say it better.",
        ),
    ],
)
def test_letter_says_what_happened_to_which_tenders(version, city, editor, kind, subject, words):
    reference = cites(version, city).experience.reference

    event = happens(version, kind)

    [message] = sent()
    assert letters() == [(editor.email, event.pk, f"organisation.{city.pk}")]
    assert (message.to, message.subject) == ([editor.email], subject)
    assert [word in message.body for word in (words, reference, "/en/criterion/bat-01/1.0.0/")] == [True] * 3
    assert message.extra_headers["List-Unsubscribe"].startswith("<http")


def test_letter_speaks_the_language_of_its_reader(version, city, editor):
    editor.language = "sv"
    Membership.objects.filter(user=editor).update(organisation=city)
    cites(version, city)
    event = happens(version, "erratum")
    Letter.objects.filter(object_id=event.pk).update(language="sv")

    [message] = sent()

    assert "Läs 80 % i stället för 8 %." in message.body


def test_event_that_comes_again_tells_nobody_twice(version, city, editor):
    cites(version, city)
    event = happens(version, "erratum")
    announced = OutboxEvent.objects.get(name="registry.status-changed")

    take([announced, announced])

    assert (len(letters()), tell_users_of_change(event.pk), len(sent())) == (1, 1, 1)


def test_second_erratum_is_told_too(version, city, editor):
    cites(version, city)
    happens(version, "erratum")
    taken(version, erratum(words={"en": "And 800 for 80."}))

    deliver_waiting()

    assert len(letters()) == 2


def test_who_cites_another_version_or_wants_none_is_not_told(version, city, editor):
    other = city_editor()
    cites(VersionFactory(), other.memberships.get().organisation)
    cites(version, city)
    NotificationChoice.objects.create(user=editor, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)

    happens(version, "withdrawn")

    assert letters() == []


@pytest.mark.parametrize("gone", ["editor left", "cites no more", "wants none"])
def test_letter_that_has_nothing_to_say_any_more_does_not_leave(version, city, editor, gone):
    edition = cites(version, city)
    happens(version, "erratum")

    if gone == "editor left":
        Membership.objects.filter(user=editor).delete()
    elif gone == "cites no more":
        edition.citations.all().delete()
    else:
        NotificationChoice.objects.create(user=editor, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)

    assert sent() == []


def test_import_of_a_register_tells_nobody(version, city, editor):
    cites(version, city)

    withdraw(version, reason={"en": "Wrong."}, use_instead=None, effective_on=DAY, origin="import")
    deliver_waiting()

    assert letters() == []


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_organisations_that_would_be_told_takes_one_query(version, django_assert_num_queries, count):
    for _ in range(count):
        organisation = OrganisationFactory()
        cites(version, organisation)
        cites(version, organisation)

    with django_assert_num_queries(1):
        assert organisations_citing(version.pk) == count
