"""Whoever used a version is told of its successor: one letter for each organisation and editor."""

import pytest
from django.core import mail

from portal.experiences.models import TenderExperience
from portal.experiences.services.moving import retract
from portal.experiences.services.successors import take, tell_users_of_its_base
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Frequency, Topic
from portal.members.models import Membership, NotificationChoice
from portal.outbox.models import OutboxEvent
from portal.outbox.services import deliver_waiting
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import DraftFactory, carried, published
from tests.factories.experiences import CitationFactory, EditionFactory
from tests.factories.experiences import published as published_record
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return VersionFactory()


def cites(version, organisation, **facts):
    edition = EditionFactory(experience__organisation=organisation, **facts)
    CitationFactory(edition=edition, version=version)
    return edition


def succeeded(base):
    """The final that followed, and its candidate; whoever voted for it has left since."""
    before = set(Membership.objects.values_list("pk", flat=True))
    candidate = carried(DraftFactory(base_version=base))
    Membership.objects.exclude(pk__in=before).delete()
    return published(candidate), candidate


def letters():
    rows = Letter.objects.filter(kind="experiences.successor").order_by("pk")
    return list(rows.values_list("recipient", "object_id", "occasion"))


def sent():
    send_waiting()
    return [message for message in mail.outbox if "has a successor" in message.subject]


def test_editors_of_each_organisation_are_told_once(base):
    city, other, unconcerned = (OrganisationFactory() for _ in range(3))
    for organisation in (city, city, other):
        published_record(cites(base, organisation))
    city_editor(unconcerned)
    MembershipFactory(organisation=city)
    first, second = city_editor(city), city_editor(other)
    final, _candidate = succeeded(base)

    deliver_waiting()

    assert letters() == [
        (first.email, final.pk, f"organisation.{city.pk}"),
        (second.email, final.pk, f"organisation.{other.pk}"),
    ]


def test_letter_names_the_tenders_and_leads_to_what_changed(base):
    city = OrganisationFactory(name="City of Example")
    references = sorted(cites(base, city).experience.reference for _ in range(12))
    editor = city_editor(city)
    final, _candidate = succeeded(base)

    deliver_waiting()

    [message] = sent()
    assert message.to == [editor.email]
    assert message.subject == f"What City of Example used has a successor: {final}"
    slug = final.criterion.slug
    assert f"/en/criterion/{slug}/compare/{base.number}...{final.number}/" in message.body
    assert [each in message.body for each in references] == [True] * 10 + [False] * 2
    assert "- and 2 more" in message.body
    assert message.extra_headers["List-Unsubscribe"].startswith("<http")


def test_event_that_comes_again_tells_nobody_twice(base):
    cites(base, city_editor().memberships.get().organisation)
    _final, candidate = succeeded(base)
    event = OutboxEvent.objects.get(name="registry.candidate-adopted")

    deliver_waiting()
    take([event, event])

    assert (len(letters()), tell_users_of_its_base(candidate.version_id)) == (1, 1)
    assert len(sent()) == 1


def test_worker_that_dies_between_tells_everybody_once_in_the_end(base, monkeypatch):
    """The letters of a delivery that was not noted are rolled back with it."""
    city = city_editor().memberships.get().organisation
    city_editor(city)
    cites(base, city)
    succeeded(base)
    from portal.members.services import reminders  # what is broken below is put back at the end

    write, written = reminders.write_letter, []

    def dies(*args, **kwargs):
        if written:
            raise RuntimeError("the process was killed")
        written.append(write(*args, **kwargs))

    monkeypatch.setattr(reminders, "write_letter", dies)
    deliver_waiting()
    before = letters()
    monkeypatch.setattr(reminders, "write_letter", write)
    OutboxEvent.objects.get(name="registry.candidate-adopted").deliveries.update(retry_at=None)

    deliver_waiting()

    assert (before, len(letters()), len(sent())) == ([], 2, 2)


@pytest.mark.parametrize("gone", ["retracted", "editor left", "wants none", "cites no more"])
def test_letter_that_has_nothing_to_say_any_more_does_not_leave(base, gone):
    editor = city_editor()
    organisation = editor.memberships.get().organisation
    edition = cites(base, organisation)
    record = published_record(edition)
    MembershipFactory(user=editor)
    succeeded(base)
    deliver_waiting()

    if gone == "retracted":
        retract(record.pk, reason="It was another tender.", actor=editor)
    elif gone == "editor left":
        Membership.objects.filter(user=editor, organisation=organisation).delete()
    elif gone == "wants none":
        NotificationChoice.objects.create(user=editor, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)
    else:
        edition.citations.all().delete()

    assert sent() == []


def test_whoever_wants_none_gets_none(base):
    editor = city_editor()
    NotificationChoice.objects.create(user=editor, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)
    cites(base, editor.memberships.get().organisation)
    succeeded(base)

    deliver_waiting()

    assert letters() == []


def test_first_version_of_a_criterion_succeeds_nothing():
    assert tell_users_of_its_base(VersionFactory().pk) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_looking_for_whom_to_tell_takes_three_queries(base, django_assert_num_queries, count):
    for _ in range(count):
        cites(base, city_editor().memberships.get().organisation)
    NotificationChoice.objects.bulk_create(
        NotificationChoice(user=row.user, topic=Topic.SUCCESSORS, frequency=Frequency.NEVER)
        for row in Membership.objects.select_related("user")
    )
    _final, candidate = succeeded(base)

    with django_assert_num_queries(3):
        assert tell_users_of_its_base(candidate.version_id) == 0


def test_citing_knows_published_and_unfinished_records_but_nothing_retracted(base):
    city = OrganisationFactory()
    draft, out, gone = (cites(base, city) for _ in range(3))
    cites(VersionFactory(), city)
    published_record(cites(base, None, experience__buyer="A ministry"))
    published_record(out)
    retract(published_record(gone).pk, reason="It was another tender.", actor=city_editor(city))

    found = TenderExperience.objects.citing(base.pk)

    assert set(found) == {draft.experience, out.experience}
