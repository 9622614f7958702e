"""Who gets which letter of a tender experience, in which language, and when it is dropped."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.utils.translation import override
from wagtail.users.models import UserProfile

from portal.experiences.letters import draft
from portal.experiences.models import Edition
from portal.experiences.services.moving import publish, retract, send_back, submit, take_back
from portal.letters.kinds import compose
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Role
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.experiences import EditionFactory, ExperienceFactory, published
from tests.factories.members import OrganisationFactory
from tests.portal.experiences.moderators import author_of, correction, sent

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def letters(kind=""):
    """Whom letters go to, with their languages."""
    rows = Letter.objects.filter(kind__startswith=kind or "experiences.").order_by("recipient", "pk")
    return list(rows.values_list("kind", "recipient", "language"))


def the_letter(kind):
    return Letter.objects.get(kind=f"experiences.{kind}")


def drafted(**facts):
    """A draft of a Swedish city, ready to be sent by one of its people."""
    experience = ExperienceFactory(organisation=OrganisationFactory(name="City of Example", languages=["sv", "en"]))
    edition = EditionFactory(experience=experience, **facts)
    author = MembershipFactory.create(
        organisation=experience.organisation, user=UserFactory(email="author@example.org")
    ).user
    return edition, author


def test_each_coordinator_is_told_of_a_submission_once_in_her_own_language():
    coordinator(email="one@example.org")
    UserProfile.objects.create(user=coordinator(email="two@example.org"), preferred_language="fi")
    coordinator(email="gone@example.org", is_active=False)
    edition, author = drafted()

    submit(edition.experience_id, actor=author)
    submit(edition.experience_id, actor=author)

    assert letters() == [
        ("experiences.submitted", "one@example.org", "en"),
        ("experiences.submitted", "two@example.org", "fi"),
    ]


def test_coordinator_who_sent_it_herself_is_not_told():
    edition, _author = drafted()
    sender = MembershipFactory.create(organisation=edition.experience.organisation, role=Role.COORDINATOR).user
    coordinator(email="other@example.org")

    submit(edition.experience_id, actor=sender)

    assert letters() == [("experiences.submitted", "other@example.org", "en")]


def test_each_submission_is_told_of():
    coordinator()
    edition, author = drafted()

    for _time in range(2):
        submit(edition.experience_id, actor=author)
        take_back(edition.experience_id, actor=author)

    assert list(Letter.objects.order_by("pk").values_list("occasion", flat=True)) == ["1.1", "1.2"]


def test_letter_to_a_coordinator_says_whose_it_is_and_leads_into_the_admin():
    coordinator(email="one@example.org")
    edition, author = drafted(title="Phones <& more>")
    submit(edition.experience_id, actor=author)

    words = compose(the_letter("submitted"))

    assert words.subject == f"A tender experience is waiting: {edition.experience}"
    assert "A new tender experience has been sent" in words.body
    assert "\nTitle: Phones <& more>\nOrganisation: City of Example\n" in words.body
    assert f"\n{settings.BASE_URL}/admin/experiences/{edition.experience_id}/\n" in words.body


def test_letter_about_a_correction_says_so():
    coordinator()
    correction()

    assert "A correction of a published tender experience has been sent" in compose(the_letter("submitted")).body


@pytest.mark.parametrize(
    "happens",
    [
        lambda edition, author: take_back(edition.experience_id, actor=author),
        lambda edition, author: publish(edition.experience_id, seen=1, actor=coordinator()),
        lambda edition, author: edition.experience.delete(),
        lambda edition, author: author.__class__.objects.get(email="one@example.org").memberships.all().delete(),
    ],
    ids=["taken back", "decided", "gone", "no coordinator any more"],
)
def test_letter_to_a_coordinator_is_dropped_when_nothing_waits_for_her(happens):
    coordinator(email="one@example.org")
    edition, author = drafted()
    submit(edition.experience_id, actor=author)
    letter = the_letter("submitted")

    happens(edition, author)

    assert compose(letter) is None


def test_sender_and_editors_are_told_of_a_publication_in_their_own_languages():
    edition, author = drafted()
    organisation = edition.experience.organisation
    editor = city_editor(organisation)
    MembershipFactory(organisation=organisation)  # a colleague who has nothing to do with it
    MembershipFactory(organisation=organisation, role=Role.CITY_EDITOR, user__is_active=False)
    submit(edition.experience_id, actor=author)

    publish(edition.experience_id, seen=1, actor=coordinator())

    assert letters() == [
        ("experiences.published", "author@example.org", "sv"),
        ("experiences.published", editor.email, "sv"),
    ]


def test_letter_of_a_publication_leads_to_what_readers_see():
    edition, author = drafted()
    submit(edition.experience_id, actor=author)
    experience = publish(edition.experience_id, seen=1, actor=coordinator()).experience

    with override("en"):
        body = compose(the_letter("published")).body

    assert f"\n{settings.BASE_URL}/sv/experiences/{experience.slug}/\n" in body


@pytest.mark.parametrize(
    ("visibility", "says"),
    [("everyone", "Everyone can read it now"), ("members", "Members of the network can read it")],
)
def test_letter_of_a_publication_says_who_reads_it(visibility, says):
    edition = sent(visibility=visibility)
    publish(edition.experience_id, seen=1, actor=coordinator())
    Letter.objects.update(language="en")

    assert says in compose(the_letter("published")).body


def test_published_correction_is_called_a_correction():
    edition = correction()
    publish(edition.experience_id, seen=2, actor=coordinator())

    assert compose(the_letter("published")).subject.startswith("Your correction of the tender experience")


def test_publishing_twice_tells_once():
    edition, reviewer = sent(), coordinator()

    for _time in range(2):
        publish(edition.experience_id, seen=1, actor=reviewer)

    assert len(letters()) == 1


def test_what_the_portal_publishes_by_itself_is_told_to_nobody():
    experience = ExperienceFactory()
    city_editor(experience.organisation)

    published(EditionFactory(experience=experience))

    assert letters() == []


def test_case_from_public_sources_has_no_authors_to_tell():
    experience = published(EditionFactory(experience=ExperienceFactory(organisation=None, buyer="City of Example")))

    retract(experience.pk, reason="The source is gone.", actor=coordinator())

    assert letters() == []


def test_record_that_is_sent_back_tells_the_reason():
    edition, author = drafted()
    submit(edition.experience_id, actor=author)

    send_back(edition.experience_id, reason="Which <year> & “why”?", seen=1, actor=coordinator())
    Letter.objects.update(language="en")
    words = compose(the_letter("sent_back"))

    assert words.subject == f"Your tender experience {edition.experience} needs a change"
    assert "\n\nWhich <year> & “why”?\n\n" in words.body
    assert f"\n{settings.BASE_URL}/en/me/tenders/{edition.experience.reference}/\n" in words.body


def test_edited_letter_leaves_as_it_was_written_in_the_language_of_the_record():
    edition, author = drafted(language="fi")
    editor = city_editor(edition.experience.organisation)
    submit(edition.experience_id, actor=author)

    send_back(edition.experience_id, reason="Mikä vuosi?", letter="Hei!\n{link}\nMoi", seen=1, actor=coordinator())
    assert letters("experiences.sent_back") == [
        ("experiences.sent_back", "author@example.org", "fi"),
        ("experiences.sent_back", editor.email, "fi"),
    ]
    send_waiting()

    messages = [message for message in mail.outbox if "author@example.org" in message.to]
    assert [message.body for message in messages] == [
        f"Hei!\n{settings.BASE_URL}/fi/me/tenders/{edition.experience.reference}/\nMoi"
    ]


def test_letter_of_a_record_that_was_sent_again_is_dropped():
    edition = sent()
    send_back(edition.experience_id, reason="Which year?", seen=1, actor=coordinator())
    letter = the_letter("sent_back")
    submit(edition.experience_id, actor=edition.submitted_by)

    assert compose(letter) is None


def test_retraction_by_a_coordinator_tells_the_reason():
    edition = sent()
    publish(edition.experience_id, seen=1, actor=coordinator())
    assert compose(the_letter("published")) is not None

    retract(edition.experience_id, reason="A person is named.", actor=coordinator())
    Letter.objects.update(language="en")

    assert "\n\nA person is named.\n\n" in compose(the_letter("retracted")).body
    assert compose(the_letter("published")) is None


def test_retraction_by_its_own_people_is_told_to_nobody():
    experience = published()
    editor = city_editor(experience.organisation)
    city_editor(experience.organisation)

    retract(experience.pk, reason="Wrong tender.", actor=editor)

    assert letters() == []


def test_letter_of_a_retraction_is_dropped_once_it_is_published_anew():
    edition = correction()
    author = author_of(edition, role=Role.CITY_EDITOR)
    retract(edition.experience_id, reason="A person is named.", actor=coordinator())
    letter = Letter.objects.filter(kind="experiences.retracted").first()
    assert compose(letter) is not None

    anew = submit(edition.experience_id, actor=author)
    publish(edition.experience_id, seen=anew.submission, actor=coordinator())

    assert compose(letter) is None


@pytest.mark.parametrize("kind", ["published", "sent_back", "retracted"])
def test_letter_to_somebody_who_has_left_is_dropped(kind):
    edition = sent()
    if kind == "sent_back":
        send_back(edition.experience_id, reason="Which year?", seen=1, actor=coordinator())
    else:
        publish(edition.experience_id, seen=1, actor=coordinator())
    if kind == "retracted":
        retract(edition.experience_id, reason="A person is named.", actor=coordinator())
    letter = Letter.objects.filter(kind=f"experiences.{kind}").first()
    assert compose(letter) is not None

    edition.submitted_by.memberships.all().delete()

    assert compose(letter) is None


def test_sender_who_has_left_is_not_told_but_the_editors_are():
    edition = sent()
    editor = author_of(edition, role=Role.CITY_EDITOR)
    edition.submitted_by.memberships.all().delete()

    publish(edition.experience_id, seen=1, actor=coordinator())

    assert [recipient for _kind, recipient, _language in letters()] == [editor.email]


def test_letter_carries_no_reason_of_another_record():
    edition, other = sent(), sent()
    send_back(edition.experience_id, reason="A secret.", seen=1, actor=coordinator())
    letter = the_letter("sent_back")
    letter.object_id, letter.recipient = other.experience_id, other.submitted_by.email

    assert compose(letter) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_draft_keeps_its_places_in_every_language(language):
    edition = sent(title="Phones\nfor all")

    words = draft(edition, "send_back", language=language)

    assert [words.body.count(place) for place in ("\n{link}\n", "\n{reason}\n", "Phones for all")] == [1, 1, 1]
    assert not re.search(r"\n\n\n|&#|&quot;", words.subject + words.body)


def test_refused_step_writes_no_letter():
    edition = sent()

    with pytest.raises(Exception, match="needs a reason"):
        send_back(edition.experience_id, reason=" ", seen=1, actor=coordinator())

    assert letters() == []
    assert Edition.objects.get().state == "submitted"
