"""One task: saved complete or not, nothing typed is lost, two people at once see each other's answers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.files.models import Verdict
from portal.joining.enums import EvidenceKind, State, Task
from portal.joining.services.applying import answer
from portal.joining.views.tasks import UPLOADS
from portal.letters.models import Letter, MailedLink
from portal.members.enums import OrganisationKind
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory, applicant_of
from tests.portal.joining.visitors import heading, path_of, text_of, typed, visiting

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def path(join_request, task, query=""):
    return path_of(join_request, f"task/{task}/{query}")


def save(client, join_request, task, *, query="", do="save", **changes):
    """Post a task's form as it stands, with changes."""
    return client.post(path(join_request, task, query), {**typed(task, join_request, **changes), "do": do})


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def applicant(client, draft):
    return visiting(client, draft)


@pytest.mark.parametrize("task", list(Task))
def test_task_is_headed_by_what_is_to_be_done(applicant, draft, task):
    response = applicant.get(path(draft, task))

    assert (response.status_code, heading(response)) == (200, str(task.label))


@pytest.mark.parametrize("task", ["nonsense", "draft"])
def test_task_that_does_not_exist_is_not_found(applicant, draft, task):
    assert applicant.get(path(draft, task)).status_code == 404
    assert applicant.post(path(draft, task), {}).status_code == 404
    assert applicant.get(path_of(draft, f"task/{task}/colleague/")).status_code == 404


def test_supporter_has_no_volumes(client):
    supporter = DraftFactory(kind=OrganisationKind.SUPPORTER)

    assert visiting(client, supporter).get(path(supporter, Task.VOLUMES)).status_code == 404


# Saving


def test_incomplete_answers_are_saved_and_said_to_be(applicant, draft):
    response = save(applicant, draft, Task.ORGANISATION, name=" City of  Example")

    draft.refresh_from_db()
    assert (draft.name, response.url) == ("City of Example", path(draft, Task.ORGANISATION))
    assert "Saved." in applicant.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("query", "do", "rest"),
    [
        ("", "continue", ""),
        ("", "save", "task/organisation/"),
        ("", "nonsense", "task/organisation/"),
        ("", "colleague", "task/organisation/colleague/"),
        ("?from=check", "continue", "check/"),
        ("?from=check", "save", "task/organisation/?from=check"),
        ("?from=//example.org", "continue", ""),
    ],
)
def test_every_button_saves_and_leads_where_it_says(applicant, draft, query, do, rest):
    response = save(applicant, draft, Task.ORGANISATION, query=query, do=do, name="City")

    draft.refresh_from_db()
    assert (draft.name, response.url) == ("City", path_of(draft, rest))


@pytest.mark.parametrize(
    ("query", "way_back"), [("", ""), ("?from=check", "check/")], ids=["from the list", "from the answers"]
)
def test_way_back_is_the_way_one_came(applicant, draft, query, way_back):
    html = applicant.get(path(draft, Task.ORGANISATION, query)).content.decode()

    assert f'<nav class="small no-print" aria-label="Way back"><a href="{path_of(draft, way_back)}">' in html


def test_what_cannot_be_stored_comes_back_as_typed_with_the_rest(applicant, draft):
    response = save(applicant, draft, Task.ORGANISATION, name="City", website="nowhere")

    draft.refresh_from_db()
    html = response.content.decode()
    assert (response.status_code, draft.name) == (200, "")
    for value in ("City", "nowhere"):
        assert f'value="{value}"' in html
    assert "<title>Error: Tell us about your organisation" in html
    assert '<a href="#id_website">Website: This is not a web address.' in html


def test_date_that_cannot_be_read_is_told_with_what_was_typed(applicant, draft):
    response = save(applicant, draft, Task.SIGNATORY, decided_on="next <b>week</b>")

    assert "“next &lt;b&gt;week&lt;/b&gt;” is not a date that we can read." in response.content.decode()


def test_volumes_are_read_as_they_are_written(applicant, draft):
    save(applicant, draft, Task.VOLUMES, smartphones_low="6 500", smartphones_high="7.000", contract_ends_on="6/2028")

    draft.refresh_from_db()
    assert list(draft.volumes.values_list("low", "high")) == [(6500, 7000)]
    assert draft.contract_ends_on.isoformat() == "2028-06-30"


def test_ambitions_are_kept_one_by_one(applicant, draft):
    save(applicant, draft, Task.AMBITIONS, A1_status="planned", A1_date="2028")

    save(applicant, draft, Task.AMBITIONS, A9_status="met")

    assert list(draft.commitments.values_list("ambition", "status")) == [("A1", "planned"), ("A9", "met")]


def test_answers_are_escaped_wherever_they_are_shown(applicant, draft):
    save(applicant, draft, Task.ORGANISATION, name="<script>alert(1)</script>")

    for rest in ("", "check/", "task/organisation/"):
        assert "<script>alert" not in applicant.get(path_of(draft, rest)).content.decode()


# Somebody else at the same time


def test_task_of_a_colleague_saved_meanwhile_is_in_nobodys_way(applicant, draft):
    opened = typed(Task.ORGANISATION, draft, name="City")
    answer(draft.pk, Task.SIGNATORY, {"signatory_name": "A S"}, seen=0, actor=applicant_of(draft, Task.SIGNATORY))

    applicant.post(path(draft, Task.ORGANISATION), opened)

    draft.refresh_from_db()
    assert (draft.name, draft.signatory_name) == ("City", "A S")


def test_same_task_changed_meanwhile_is_shown_beside_what_was_typed(applicant, draft):
    opened = typed(Task.ORGANISATION, draft, name="Mine", website="example.org")
    answer(draft.pk, Task.ORGANISATION, {"name": "Theirs"}, seen=0, actor=applicant_of(draft))

    response = applicant.post(path(draft, Task.ORGANISATION), opened)

    draft.refresh_from_db()
    assert (response.status_code, draft.name) == (409, "Theirs")
    assert heading(response) == "Somebody has changed this meanwhile"
    text = text_of(response)
    assert "Name of the organisation in English Saved meanwhile Theirs What you have written Mine" in text
    assert "Website Saved meanwhile – What you have written https://example.org" in text
    assert text.count("Saved meanwhile") == 2
    assert '<input type="hidden" name="name" value="Mine">' in response.content.decode()


def test_mine_can_be_saved_over_it(applicant, draft):
    opened = typed(Task.ORGANISATION, draft, name="Mine", languages=["sv", "fi"])
    answer(draft.pk, Task.ORGANISATION, {"name": "Theirs"}, seen=0, actor=applicant_of(draft))
    context = applicant.post(path(draft, Task.ORGANISATION), opened).context
    again = {"seen": context["seen"], "do": "save"}
    for name, value in context["entries"]:
        again.setdefault(name, []).append(value)

    response = applicant.post(path(draft, Task.ORGANISATION), again)

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.name, draft.languages) == ("Mine", ["sv", "fi"])


def test_form_sent_twice_is_saved_and_no_conflict(applicant, draft):
    opened = typed(Task.ORGANISATION, draft, name="City")

    answers = [applicant.post(path(draft, Task.ORGANISATION), opened).status_code for _time in range(2)]

    assert answers == [302, 302]


# Nothing typed is lost


def test_page_open_for_too_long_gives_back_what_was_typed(client):
    draft = DraftFactory()
    visiting(client, draft)
    MailedLink.objects.update(used_at=timezone.now() - timedelta(hours=13))

    response = save(client, draft, Task.SIGNATORY, signatory_name="A <Signatory>", mandate="council")

    html = response.content.decode()
    assert heading(response) == "Go on with a request"
    assert "<dt>Name of the person who signs</dt><dd>A &lt;Signatory&gt;</dd>" in html
    assert "<dt>By which mandate?</dt><dd>Decision of the council or another assembly</dd>" in html


@pytest.mark.parametrize("task", list(Task))
def test_answers_typed_into_a_request_that_was_sent_meanwhile_are_given_back(client, task):
    draft = JoinRequestFactory()
    opened = typed(task, draft)
    draft.state = State.SUBMITTED
    draft.save()

    response = visiting(client, draft).post(path(draft, task), opened)

    assert heading(response) == "The answers cannot be changed now"
    assert "What you have written" in text_of(response)


# Documents


def upload(name="statement.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_document_is_kept_with_the_answers(applicant, draft):
    save(applicant, draft, Task.EVIDENCE, supports_statement="on", document=upload(), document_kind="decision")

    draft.refresh_from_db()
    [document] = draft.evidence.all()
    assert draft.supports_statement
    assert (document.name, document.kind) == ("statement.pdf", EvidenceKind.DECISION)


def test_document_is_kept_even_if_another_answer_cannot_be(applicant, draft):
    response = save(applicant, draft, Task.EVIDENCE, document=upload(), no_evidence_reason="x" * 501)

    assert response.status_code == 200
    assert "x" * 501 in response.content.decode()
    assert draft.evidence.count() == 1


def test_file_that_is_no_document_is_told_at_its_field_and_the_rest_is_kept_in_the_form(applicant, draft):
    refused = upload("statement.pdf", b"MZ\x90\x00 a program")

    response = save(applicant, draft, Task.EVIDENCE, document=refused, no_evidence_reason="In March.")

    html = response.content.decode()
    assert '<a href="#id_document">Document: ' in html
    assert "In March." in html
    assert draft.evidence.count() == 0


def test_document_after_document_is_taken_up_to_a_rate_and_the_form_kept(applicant, draft, monkeypatch):
    monkeypatch.setitem(UPLOADS, "per_key", "1/h")
    save(applicant, draft, Task.EVIDENCE, document=upload())

    response = save(applicant, draft, Task.EVIDENCE, document=upload("other.pdf"), no_evidence_reason="In March.")

    assert draft.evidence.count() == 1
    assert "There were too many tries, so nothing was sent. Try again in 60 minutes." in text_of(response)
    assert "In March." in response.content.decode()


def test_documents_are_listed_with_what_was_found(applicant, draft):
    EvidenceFactory(join_request=draft, name="signed.pdf")
    EvidenceFactory(join_request=draft, name="bad.pdf", verdict=Verdict.REFUSED)

    response = applicant.get(path(draft, Task.EVIDENCE))

    text = text_of(response)
    assert "signed.pdf Signed statement, 15 bytes, checked" in text.replace("\xa0", " ")
    assert "bad.pdf Signed statement, 15 bytes, refused" in text.replace("\xa0", " ")
    assert response.content.decode().count('">signed.pdf</a>') == 1
    assert response.content.decode().count('">bad.pdf</a>') == 0


def test_removing_a_document_keeps_what_was_typed(applicant, draft):
    document = EvidenceFactory(join_request=draft)
    sent = {**typed(Task.EVIDENCE, draft, no_evidence_reason="In March."), "do": f"remove:{document.pk}"}

    response = applicant.post(path(draft, Task.EVIDENCE), sent, follow=True)

    draft.refresh_from_db()
    assert [status for _url, status in response.redirect_chain] == [307, 302]
    assert (draft.evidence.count(), draft.no_evidence_reason) == (0, "In March.")
    assert "“statement.pdf” was removed." in response.content.decode()


@pytest.mark.parametrize("key", ["", "x", "999999"])
def test_removing_what_is_not_there_changes_nothing(applicant, draft, key):
    other = EvidenceFactory()

    response = applicant.post(path(draft, Task.EVIDENCE), {**typed(Task.EVIDENCE, draft), "do": f"remove:{key}"})

    assert response.status_code in (302, 307)
    assert list(type(other).objects.all()) == [other]


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_documents_takes_as_many_queries_for_three_as_for_one(
    applicant, draft, django_assert_num_queries, count
):
    EvidenceFactory.create_batch(count, join_request=draft)

    with django_assert_num_queries(5):
        applicant.get(path(draft, Task.EVIDENCE))


# Colleagues


def test_colleague_fills_in_the_one_task(client, draft):
    helper = visiting(client, draft, Task.SIGNATORY)

    response = save(helper, draft, Task.SIGNATORY, do="continue", signatory_name="A S")

    draft.refresh_from_db()
    assert (draft.signatory_name, response.url) == ("A S", path(draft, Task.SIGNATORY))
    html = helper.get(response.url).content.decode()
    assert "your colleague sees your answers" in html
    assert "ask a colleague to fill in this part" not in html


def test_colleague_neither_sees_nor_changes_another_task(client, draft):
    helper = visiting(client, draft, Task.SIGNATORY)

    assert helper.get(path(draft, Task.ORGANISATION)).status_code == 404
    assert helper.post(path(draft, Task.ORGANISATION), {"name": "City"}).status_code == 404
    draft.refresh_from_db()
    assert draft.name == ""


def test_colleague_of_a_closed_request_is_told_so(client):
    request = JoinRequestFactory(state=State.WITHDRAWN)

    response = visiting(client, request, Task.VOLUMES).get(path(request, Task.VOLUMES))

    assert heading(response) == "The answers cannot be changed now"
    assert "See where your request stands" not in text_of(response)


def test_colleague_is_asked_by_mail(applicant, draft):
    asked = path_of(draft, "task/volumes/colleague/")
    assert heading(applicant.get(asked)) == "E-mail address of your colleague"

    response = applicant.post(asked, {"email": " Buyer@example.org\u200b"}, follow=True)

    assert [(letter.kind, letter.recipient) for letter in Letter.objects.all()] == [
        ("joining.help.volumes", "buyer@example.org")
    ]
    assert "A link was mailed to Buyer@example.org." in response.content.decode()


def test_what_is_no_address_mails_nothing(applicant, draft):
    response = applicant.post(path_of(draft, "task/volumes/colleague/"), {"email": "nonsense"})

    assert 'value="nonsense"' in response.content.decode()
    assert Letter.objects.count() == 0


def test_same_colleague_is_not_mailed_without_end(applicant, draft):
    asked = path_of(draft, "task/volumes/colleague/")
    for _time in range(5):
        applicant.post(asked, {"email": "buyer@example.org"})

    response = applicant.post(asked, {"email": "buyer@example.org"})

    assert "There were too many tries, so nothing was sent." in text_of(response)
    assert Letter.objects.count() == 5
