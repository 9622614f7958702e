"""The page of documents: adding, describing, removing, and the files themselves."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.experiences.enums import Audience, Section, State
from portal.experiences.models import ExperienceDocument
from portal.experiences.services.moving import correct
from portal.files.models import Verdict
from tests.factories import files
from tests.factories.accounts import UserFactory, city_editor, coordinator, sign_in_with_second_factor
from tests.factories.experiences import EditionFactory, ExperienceDocumentFactory, SubmittedFactory, published
from tests.portal.experiences.authors import author_of, own, words_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


@pytest.fixture
def edition():
    return EditionFactory(title="Phones", language="sv")


@pytest.fixture
def author(client, edition):
    author = author_of(edition)
    client.force_login(author)
    return author


def page_of(edition):
    return own(edition, "task/documents/")


def file(content=None, name="annex.pdf"):
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


def new(**changes):
    return {"do": "add", "document": file(), "title": "Annex 3", "section": "criteria", "language": "", **changes}


def test_document_is_added_and_shown_with_its_part_and_its_readers(client, edition, author):
    edition.visibility, edition.criteria_visibility = Audience.EVERYONE, Audience.MEMBERS
    edition.save()

    response = client.post(page_of(edition), new(), follow=True)

    document = ExperienceDocument.objects.get()
    assert (document.title, document.section, document.language) == ("Annex 3", Section.CRITERIA, "")
    assert response.redirect_chain == [(page_of(edition), 302)]
    page = words_in(response)
    assert "The document was added." in page
    assert "Part: Criteria that were used. Who may have it: Members of the network." in page


def test_language_of_the_record_is_proposed(client, edition, author):
    assert client.get(page_of(edition)).context["form"]["language"].value() == "sv"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [({"document": ""}, ["document"]), ({"section": ""}, ["section"]), ({"title": "x" * 151}, ["title"])],
    ids=str,
)
def test_fault_is_told_at_its_field_and_nothing_typed_is_lost(client, edition, author, changes, fields):
    response = client.post(page_of(edition), new(language="fi", **changes))

    form = response.context["form"]
    assert (list(form.errors), form["language"].value()) == (fields, "fi")
    assert ExperienceDocument.objects.count() == 0


def test_file_that_is_not_taken_says_why(client, edition, author):
    response = client.post(page_of(edition), new(document=file(b"MZ program", "report.pdf")))

    [error] = response.context["form"].errors["document"]
    assert error.startswith("report.pdf was not taken: it is no PDF, DOCX, ODT, PNG or JPEG file")
    assert response.context["form"]["title"].value() == "Annex 3"


def test_many_documents_in_an_hour_are_too_many(client, edition, author, monkeypatch):
    monkeypatch.setattr("portal.experiences.views.documents.UPLOADS", {"per_address": "1/h", "per_key": "1/h"})
    client.post(page_of(edition), new())

    response = client.post(page_of(edition), new(document=file(files.docx(), "two.docx")))

    [error] = response.context["form"].errors["document"]
    assert error.startswith("These were many documents in a short time. Try again in")
    assert ExperienceDocument.objects.count() == 1


def test_document_is_described_anew(client, edition, author):
    document = ExperienceDocumentFactory(edition=edition)
    prefix = f"document-{document.pk}"
    said = {f"{prefix}-title": "Answers", f"{prefix}-section": "outcome", f"{prefix}-language": "en"}

    client.post(page_of(edition), {"do": f"change:{document.pk}", **said})

    document.refresh_from_db()
    assert (document.title, document.section, document.language) == ("Answers", Section.OUTCOME, "en")


def test_description_with_a_fault_stays_open_with_what_was_typed(client, edition, author):
    document = ExperienceDocumentFactory(edition=edition, title="Old")
    prefix = f"document-{document.pk}"

    response = client.post(page_of(edition), {"do": f"change:{document.pk}", f"{prefix}-title": "New"})

    [row] = response.context["rows"]
    assert (list(row.form.errors), row.form["title"].value()) == (["section"], "New")
    assert ExperienceDocument.objects.get().title == "Old"


@pytest.mark.parametrize("key", ["0", "x", "", "999999"])
def test_description_of_no_document_is_not_found(client, edition, author, key):
    assert client.post(page_of(edition), {"do": f"change:{key}"}).status_code == 404


def test_document_of_somebody_else_is_not_described(client, edition, author):
    other = ExperienceDocumentFactory()

    assert client.post(page_of(edition), {"do": f"change:{other.pk}"}).status_code == 404


def test_document_is_removed_and_a_second_click_says_so(client, edition, author):
    document = ExperienceDocumentFactory(edition=edition, name="annex.pdf")
    address = own(edition, f"documents/{document.pk}/remove/")

    first, second = client.post(address, follow=True), client.post(address, follow=True)

    assert "“annex.pdf” was removed." in words_in(first)
    assert "This document was removed before." in words_in(second)
    assert ExperienceDocument.objects.count() == 0


def test_document_of_a_sent_record_is_not_removed(client):
    document = ExperienceDocumentFactory(edition=SubmittedFactory())
    client.force_login(author_of(document.edition))

    response = client.post(own(document.edition, f"documents/{document.pk}/remove/"), follow=True)

    assert "is “With the coordinators”, so this step is not possible now." in words_in(response)
    assert ExperienceDocument.objects.get() == document


def test_removing_is_a_button_and_no_link(client, edition, author):
    document = ExperienceDocumentFactory(edition=edition)

    assert client.get(own(edition, f"documents/{document.pk}/remove/")).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_shut_while_the_record_is_with_the_coordinators(client, method):
    edition = SubmittedFactory()
    client.force_login(author_of(edition))

    response = getattr(client, method)(page_of(edition), follow=True)

    assert response.redirect_chain == [(own(edition), 302)]
    assert "The record cannot be changed now." in words_in(response)


def test_refused_document_says_what_to_do(client, edition, author):
    ExperienceDocumentFactory(edition=edition, verdict=Verdict.REFUSED, file="")

    assert "A virus was found in it, so the file was deleted." in words_in(client.get(page_of(edition)))


@pytest.mark.parametrize("who", [UserFactory, city_editor])
@pytest.mark.parametrize("rest", ["task/documents/", "documents/{pk}/", "documents/{pk}/remove/"])
def test_stranger_learns_nothing(client, who, rest):
    document = ExperienceDocumentFactory(edition=SubmittedFactory())
    client.force_login(who())
    method = client.post if rest.endswith("remove/") else client.get

    assert method(own(document.edition, rest.format(pk=document.pk))).status_code == 404


def download(client, document):
    return client.get(own(document.edition, f"documents/{document.pk}/"))


def test_author_gets_the_file_under_its_name(client, edition, author):
    response = download(client, ExperienceDocumentFactory(edition=edition, name="annex.pdf"))

    assert response.content == b"%PDF-1.7\n"
    assert response["Content-Disposition"] == 'attachment; filename="annex.pdf"'
    assert response["Cache-Control"] == "private, no-store, max-age=0, no-cache, must-revalidate"


def test_coordinator_gets_what_was_sent_and_nothing_of_a_draft(client):
    experience = published(ExperienceDocumentFactory().edition)
    correction = correct(experience.pk, actor=author_of(experience))
    sign_in_with_second_factor(client, coordinator())

    assert download(client, experience.current.documents.get()).status_code == 200
    assert download(client, correction.documents.get()).status_code == 404


@pytest.mark.parametrize("verdict", [Verdict.WAITING, Verdict.REFUSED])
def test_file_that_is_not_clean_is_given_to_nobody(client, edition, author, verdict):
    assert download(client, ExperienceDocumentFactory(edition=edition, verdict=verdict)).status_code == 404


def test_document_is_not_reached_through_another_record(client, edition, author):
    other = ExperienceDocumentFactory()

    assert client.get(own(edition, f"documents/{other.pk}/")).status_code == 404


def test_somebody_who_left_loses_the_files_at_once(client, edition, author):
    document = ExperienceDocumentFactory(edition=edition)
    before = download(client, document).status_code
    author.memberships.all().delete()

    assert (before, download(client, document).status_code) == (200, 404)


def test_answers_lead_here_and_back(client, edition, author):
    page = words_in(client.get(page_of(edition) + "?from=check"))

    assert f'href="{own(edition, "check/")}">Back to your answers</a>' in page


def test_returned_record_says_what_is_asked(client):
    edition = EditionFactory(state=State.RETURNED)
    edition.experience.steps.create(edition=1, name="send_back", reason="Add the annex.")
    client.force_login(author_of(edition))

    assert "Add the annex." in words_in(client.get(page_of(edition)))


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(client, edition, author, django_assert_num_queries, count):
    ExperienceDocumentFactory.create_batch(count, edition=edition)

    with django_assert_num_queries(6):
        client.get(page_of(edition))
