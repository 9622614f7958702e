"""Documents of a record: who adds, describes, removes and gets them, and what becomes of their files."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from portal.core.viewer import VISITOR
from portal.experiences.enums import Audience, Section, State
from portal.experiences.errors import StepNotPossible
from portal.experiences.models import ExperienceDocument, Face
from portal.experiences.services.documents import add_document, describe_document, documents_for, remove_document
from portal.experiences.services.moving import correct, take_back
from portal.files.errors import FileRefused, TooManyFiles
from portal.files.models import Verdict
from portal.files.services import check_waiting
from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.members.enums import Role
from tests.factories import files
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.experiences import (
    EditionFactory,
    ExperienceDocumentFactory,
    ExperienceFactory,
    SubmittedFactory,
    published,
)
from tests.portal.experiences.authors import author_of
from tests.portal.files.rows import infected, on_disk, sharing, upload, waiting
from tests.races import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def added(edition, content=None, name="annex.pdf", actor=None, **facts):
    facts = {"section": Section.CRITERIA, "title": "Annex 3", "language": "sv", **facts}
    return add_document(edition.experience_id, upload(content, name), actor=actor or author_of(edition), **facts)


def described(document, actor=None, **facts):
    edition = document.edition
    facts = {"section": document.section, "title": document.title, "language": document.language, **facts}
    describe_document(edition.experience_id, document.pk, actor=actor or author_of(edition), **facts)
    document.refresh_from_db()
    return document


def removed(document, actor=None):
    edition = document.edition
    return remove_document(edition.experience_id, document.pk, actor=actor or author_of(edition))


def test_document_is_kept_with_what_was_said_of_it(private):
    edition = EditionFactory()
    before = edition.changed_at

    document = added(edition, name="C:\\Anna\\Bilaga 3.pdf")

    assert (document.name, document.title, document.section) == ("Bilaga 3.pdf", "Annex 3", Section.CRITERIA)
    assert (document.language, document.content_type, document.verdict) == ("sv", "application/pdf", Verdict.CLEAN)
    assert (private / document.file.name).read_bytes() == files.pdf()
    edition.refresh_from_db()
    assert edition.changed_at > before


def test_same_file_twice_is_the_one_there(private):
    edition = EditionFactory()

    first, second = added(edition), added(edition, name="again.pdf", title="Again")

    assert (second.pk, second.title) == (first.pk, "Annex 3")
    assert on_disk(private) == [first.file.name]


@pytest.mark.django_db(transaction=True)
def test_same_file_twice_at_once_is_one_document():
    edition = EditionFactory()
    author = author_of(edition)

    first, second = race(*[lambda: added(edition, actor=author)] * 2)

    assert first.pk == second.pk
    assert ExperienceDocument.objects.count() == 1


def test_eleventh_document_is_refused_and_refused_ones_take_no_room():
    edition = EditionFactory()
    ExperienceDocumentFactory.create_batch(9, edition=edition)
    ExperienceDocumentFactory.create_batch(3, edition=edition, verdict=Verdict.REFUSED)
    added(edition)

    with pytest.raises(TooManyFiles, match=r"as many documents as it can hold \(10\)\. Remove one first\."):
        added(edition, files.docx(), "another.docx")


def test_file_that_had_a_virus_is_not_taken_again():
    edition = EditionFactory()
    ExperienceDocument.objects.filter(pk=added(edition).pk).update(verdict=Verdict.REFUSED)

    with pytest.raises(FileRefused, match="a virus was found in it before"):
        added(edition)


def test_file_of_another_kind_is_refused_and_leaves_nothing(private):
    edition = EditionFactory()

    with pytest.raises(FileRefused, match="it is no PDF, DOCX, ODT, PNG or JPEG file"):
        added(edition, b"MZ program")

    assert (ExperienceDocument.objects.count(), on_disk(private)) == (0, [])


@pytest.mark.parametrize("facts", [{"section": "secret"}, {"title": "x" * 151}, {"language": "x" * 11}], ids=str)
def test_what_cannot_be_stored_is_refused_and_leaves_nothing(private, facts):
    edition = EditionFactory()

    with pytest.raises(ValidationError) as refused:
        added(edition, **facts)

    assert list(refused.value.message_dict) == list(facts)
    assert (ExperienceDocument.objects.count(), on_disk(private)) == (0, [])


@pytest.mark.parametrize("who", [UserFactory, coordinator, city_editor])
def test_stranger_neither_adds_nor_changes_nor_removes(who):
    document, stranger = ExperienceDocumentFactory(), who()

    for change in (lambda: added(document.edition, actor=stranger), lambda: described(document, actor=stranger)):
        with pytest.raises(PermissionDenied):
            change()
    with pytest.raises(PermissionDenied):
        removed(document, actor=stranger)
    assert ExperienceDocument.objects.get() == document


def test_what_was_sent_or_published_keeps_its_documents():
    sent = ExperienceDocumentFactory(edition=SubmittedFactory())
    shown = ExperienceDocumentFactory()
    published(shown.edition)

    for document in (sent, shown):
        for change in (lambda d=document: added(d.edition, files.docx()), lambda d=document: described(d, title="New")):
            with pytest.raises(StepNotPossible):
                change()
        with pytest.raises(StepNotPossible):
            removed(document)
    assert ExperienceDocument.objects.count() == 2


def test_document_is_described_anew():
    document = described(ExperienceDocumentFactory(), title="Answers", section=Section.OUTCOME, language="fi")

    assert (document.title, document.section, document.language) == ("Answers", Section.OUTCOME, "fi")


def test_description_that_cannot_be_stored_changes_nothing():
    document = ExperienceDocumentFactory(title="Annex")

    with pytest.raises(ValidationError):
        described(document, section="secret", title="New")

    document.refresh_from_db()
    assert (document.title, document.section) == ("Annex", Section.TENDER)


def test_document_of_another_record_is_not_reached_through_ones_own():
    own, other = EditionFactory(), ExperienceDocumentFactory()
    author = author_of(own)

    with pytest.raises(ExperienceDocument.DoesNotExist):
        remove_document(own.experience_id, other.pk, actor=author)
    with pytest.raises(ExperienceDocument.DoesNotExist):
        describe_document(own.experience_id, other.pk, section=Section.TENDER, title="", language="", actor=author)


@pytest.mark.django_db(transaction=True)
def test_removed_document_takes_its_file_with_it(private):
    document = added(EditionFactory())

    assert removed(document) == "Annex 3"

    assert (ExperienceDocument.objects.count(), on_disk(private)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_correction_shares_the_file_and_removing_it_there_leaves_it_to_readers(private):
    edition = EditionFactory()
    document = added(edition)
    author = author_of(edition)
    published(edition)

    copy = correct(edition.experience_id, actor=author).documents.get()
    removed(copy, actor=author)

    assert copy.file.name == document.file.name
    assert list(ExperienceDocument.objects.all()) == [document]
    assert on_disk(private) == [document.file.name]


def test_authors_may_have_every_document_and_coordinators_what_was_sent():
    experience = published(ExperienceDocumentFactory(name="published.pdf").edition)
    correction = correct(experience.pk, actor=author_of(experience))
    ExperienceDocumentFactory(edition=correction, name="draft.pdf")

    def names(actor):
        return sorted(documents_for(experience, actor).values_list("name", flat=True))

    assert names(author_of(experience)) == ["draft.pdf", "published.pdf", "published.pdf"]
    assert names(coordinator()) == ["published.pdf"]


def test_coordinators_have_no_document_of_what_was_taken_back_or_sent_back():
    edition = ExperienceDocumentFactory(edition=SubmittedFactory(), name="sent.pdf").edition
    moderator = coordinator()

    def names():
        return list(documents_for(edition.experience, moderator).values_list("name", flat=True))

    before = names()
    take_back(edition.experience_id, actor=author_of(edition))

    assert (before, names()) == (["sent.pdf"], [])


def test_nobody_else_may_have_what_is_being_written():
    edition = SubmittedFactory()

    with pytest.raises(PermissionDenied):
        documents_for(edition.experience, city_editor())


def letters():
    rows = Letter.objects.filter(kind="experiences.document_refused").order_by("recipient")
    return list(rows.values_list("recipient", "language"))


def member(experience, email, role=Role.MEMBER, **fields):
    user = UserFactory(email=email, **fields)
    return MembershipFactory(organisation=experience.organisation, role=role, user=user).user


def test_virus_is_told_to_the_editors_of_the_organisation(clamd):
    experience = ExperienceFactory(organisation__languages=["sv", "en"])
    member(experience, "editor@city.example", Role.CITY_EDITOR)
    member(experience, "former@city.example", Role.CITY_EDITOR, is_active=False)
    member(experience, "member@city.example")
    infected(ExperienceDocumentFactory, edition=EditionFactory(experience=experience))

    check_waiting()

    assert ExperienceDocument.objects.get().verdict == Verdict.REFUSED
    assert letters() == [("editor@city.example", "sv")]


def test_virus_is_told_to_everybody_where_there_is_no_editor(clamd):
    experience = ExperienceFactory()
    member(experience, "one@city.example")
    member(experience, "two@city.example")
    infected(ExperienceDocumentFactory, edition=EditionFactory(experience=experience))

    check_waiting()

    assert letters() == [("one@city.example", "en"), ("two@city.example", "en")]


def test_virus_in_the_file_of_two_editions_is_told_once(clamd):
    experience = ExperienceFactory()
    member(experience, "editor@city.example", Role.CITY_EDITOR)
    first = EditionFactory(experience=experience, state=State.PUBLISHED)
    row = infected(ExperienceDocumentFactory, edition=first, sha256="a" * 64)
    sharing(row, edition=EditionFactory(experience=experience, number=2), sha256="a" * 64)

    check_waiting()

    assert [row.verdict for row in ExperienceDocument.objects.all()] == [Verdict.REFUSED] * 2
    assert len(letters()) == 1


def test_virus_in_a_case_of_nobody_is_told_to_nobody(clamd):
    experience = ExperienceFactory(organisation=None, buyer="A city")
    infected(ExperienceDocumentFactory, edition=EditionFactory(experience=experience))

    check_waiting()

    assert letters() == []


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.DRAFT, "make the document anew, best as PDF, and add it to the record:"),
        (State.SUBMITTED, "You can add it once the record can be changed again. The record is here:"),
    ],
)
def test_letter_names_the_part_of_the_document_and_the_way_on(clamd, state, sentence):
    edition = EditionFactory(state=state)
    member(edition.experience, "editor@city.example", Role.CITY_EDITOR)
    infected(ExperienceDocumentFactory, edition=edition, section=Section.LESSONS, name="https://evil.example.pdf")
    check_waiting()

    send_waiting()

    [letter] = mail.outbox
    assert letter.subject == f"A document of the tender experience {edition.experience.reference} was refused"
    assert "It was added to this part: Lessons." in letter.body
    assert sentence in " ".join(letter.body.split())
    assert f"/en/me/tenders/{edition.experience.reference}/" in letter.body
    assert "evil" not in letter.body


def test_whoever_left_meanwhile_gets_no_letter(clamd):
    edition = EditionFactory()
    editor = member(edition.experience, "editor@city.example", Role.CITY_EDITOR)
    infected(ExperienceDocumentFactory, edition=edition)
    check_waiting()
    editor.memberships.all().delete()

    send_waiting()

    assert mail.outbox == []


def shown_documents():
    return [len(face.content["documents"]) for face in Face.objects.visible_to(VISITOR)]


@pytest.mark.django_db(transaction=True)
def test_document_that_was_published_before_its_check_is_shown_after_it(clamd):
    document = waiting(ExperienceDocumentFactory, edition=EditionFactory(visibility=Audience.EVERYONE))
    published(document.edition)
    before = shown_documents()

    check_waiting()

    assert (before, shown_documents()) == ([0], [1])


@pytest.mark.django_db(transaction=True)
def test_document_of_a_draft_is_shown_to_nobody_by_its_check(clamd):
    experience = published(EditionFactory(visibility=Audience.EVERYONE))
    correction = correct(experience.pk, actor=author_of(experience))
    waiting(ExperienceDocumentFactory, edition=correction)

    check_waiting()

    assert ExperienceDocument.objects.get().verdict == Verdict.CLEAN
    assert shown_documents() == [0]
