"""The pages before a request: start, suitability, address, mailed link, coming back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from docx import Document

from portal.joining.documents import questions_docx
from portal.joining.enums import State, Task
from portal.joining.models import JoinRequest
from portal.joining.sessions import KEY
from portal.letters.models import Letter, MailedLink
from portal.letters.services import issue_link
from tests.factories.guarded import guards
from tests.factories.joining import DraftFactory, JoinRequestFactory
from tests.portal.joining.visitors import heading, link_to, path_of, text_of, visiting

pytestmark = pytest.mark.django_db

SIGNING = ["la", "ra", "cga", "body-pl", "pub-undert"]
EMAIL = "/en/join/email/?kind=la"
RESUME = "/en/join/resume/"


def ask_for_link(client, *, email="it@example.org", path=EMAIL, **changes):
    return client.post(path, {**guards("joining.begin"), "email": email, **changes})


def ask_again(client, reference, email, **changes):
    return client.post(RESUME, {**guards("joining.resume"), "reference": reference, "email": email, **changes})


# Start and suitability


@pytest.mark.parametrize("path", ["/en/join/", "/sv/join/", "/en/join/suitability/", "/en/join/questions.docx"])
def test_pages_before_a_request_set_no_cookie(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.cookies == {}


def test_start_says_what_joining_takes_and_leads_on(client):
    response = client.get("/en/join/")

    assert heading(response) == "Ask to join the joint statement"
    html = response.content.decode()
    for path in ("/en/join/suitability/", "/en/join/resume/", "/en/join/questions.docx"):
        assert html.count(f'href="{path}"') == 1
    assert "It takes about 15 minutes." in text_of(response)


def test_start_may_be_found_by_search_engines_and_the_rest_may_not(client):
    assert "noindex" not in client.get("/en/join/").content.decode()
    for path in ("suitability/", "email/?kind=la", "email/sent/", "resume/", "link/none/", "JD-NOWHERE0/"):
        assert '<meta name="robots" content="noindex">' in client.get(f"/en/join/{path}").content.decode()


def test_questions_are_a_word_file(client):
    response = client.get("/en/join/questions.docx")

    assert response["Content-Disposition"] == 'attachment; filename="joint-demand-questions-en.docx"'
    headings = [p.text for p in Document(BytesIO(response.content)).paragraphs if p.style.name.startswith("Heading")]
    assert [str(task.label) for task in Task if task.label in headings] == [str(task.label) for task in Task]


def test_questions_that_cannot_be_made_lead_back_with_a_word(client, broken_pandoc):
    questions_docx.cache_clear()

    response = client.get("/en/join/questions.docx", follow=True)

    assert response.redirect_chain == [("/en/join/", 302)]
    assert "The document could not be made. Nothing is lost: try again in a minute." in response.content.decode()


def test_supporters_questions_are_fewer(client):
    both, fewer = (client.get(f"/en/join/questions.docx?kind={kind}").content for kind in ("nonsense", "supporter"))

    assert len(Document(BytesIO(fewer)).paragraphs) < len(Document(BytesIO(both)).paragraphs)


def test_suitability_is_one_question(client):
    response = client.get("/en/join/suitability/")

    assert heading(response) == "What kind of organisation are you?"
    assert response.content.decode().count('type="radio"') == 8


@pytest.mark.parametrize("kind", SIGNING)
def test_whoever_may_sign_goes_on_to_the_address(client, kind):
    response = client.get(f"/en/join/suitability/?organisation={kind}&go=1")

    assert (response.status_code, response.url) == (302, f"/en/join/email/?kind={kind}")


@pytest.mark.parametrize("kind", ["supplier", "research", "other"])
def test_whoever_may_not_sign_is_told_why_and_what_else_to_do(client, kind):
    response = client.get(f"/en/join/suitability/?organisation={kind}&go=1")

    assert heading(response) == "You cannot sign, but you can support"
    html = response.content.decode()
    assert "ds-validation-message" not in html
    for path in ("/en/join/email/?kind=supporter", "/en/criteria/", "/en/members/"):
        assert html.count(f'href="{path}"') >= 1


@pytest.mark.parametrize("query", ["go=1", "organisation=&go=1", "organisation=nonsense"])
def test_no_answer_is_asked_for_once_more(client, query):
    response = client.get(f"/en/join/suitability/?{query}")

    assert response.status_code == 200
    assert "Please correct this first" in text_of(response)


# The address


@pytest.mark.parametrize("query", ["", "?kind=", "?kind=supplier", "?kind=nonsense"])
def test_address_is_asked_only_after_the_suitability_question(client, query):
    assert client.get(f"/en/join/email/{query}").url == "/en/join/suitability/"
    assert client.post(f"/en/join/email/{query}", {"email": "it@example.org"}).url == "/en/join/suitability/"
    assert JoinRequest.objects.count() == 0


def test_address_gets_a_link_and_the_page_says_so(client):
    response = ask_for_link(client, email=" IT@example.org\u200b", path="/sv/join/email/?kind=ra")

    request = JoinRequest.objects.get()
    assert response.url == "/sv/join/email/sent/"
    assert (request.email, request.legal_type, request.language) == ("it@example.org", "ra", "sv")
    assert Letter.objects.get().kind == "joining.link"
    assert "IT@example.org" in client.get("/sv/join/email/sent/").content.decode()


def test_supporter_begins_a_request_of_its_own_kind(client):
    ask_for_link(client, path="/en/join/email/?kind=supporter")

    request = JoinRequest.objects.get()
    assert (request.kind, request.legal_type) == ("supporter", "")


@pytest.mark.parametrize("email", ["nonsense", "", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_stays_in_the_form_and_mails_nothing(client, email):
    response = ask_for_link(client, email=email)

    assert response.status_code == 200
    assert "Please correct this first" in text_of(response)
    assert (JoinRequest.objects.count(), Letter.objects.count()) == (0, 0)


def test_program_that_fills_in_the_trap_gets_nothing_mailed(client):
    response = ask_for_link(client, subject_line="buy")

    assert response.status_code == 200
    assert 'value="it@example.org"' in response.content.decode()
    assert JoinRequest.objects.count() == 0


def test_address_that_gets_too_many_links_is_told_to_wait_and_kept(client):
    for _time in range(5):
        ask_for_link(client)

    response = ask_for_link(client)

    assert "There were too many tries, so nothing was sent." in text_of(response)
    assert 'value="it@example.org"' in response.content.decode()


def test_answer_is_the_same_whether_the_address_is_known_or_not(client):
    JoinRequestFactory(email="known@example.org", state=State.SUBMITTED)
    pages = []
    for email in ("known@example.org", "other@example.org"):
        ask_for_link(client, email=email)
        pages.append(text_of(client.get("/en/join/email/sent/")).replace(email, "…"))

    assert pages[0] == pages[1]


def test_page_after_the_mail_tells_what_to_do_without_it_too(client):
    ask_for_link(client)

    html = client.get("/en/join/email/sent/").content.decode()
    assert '<a href="/en/join/email/?kind=la">Check the address and send it again</a>' in html
    html = Client().get("/en/join/email/sent/").content.decode()
    assert '<a href="/en/join/resume/">Ask for a link to a request that you have begun</a>' in html


# The mailed link


def test_looking_at_a_link_uses_nothing(client):
    draft = DraftFactory()
    token = issue_link("joining.apply", draft.pk, email=draft.email, lifetime=timedelta(days=7))

    responses = [client.get(f"/en/join/link/{token}/") for _time in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 200]
    assert heading(responses[0]) == "Go on to your request"
    assert MailedLink.objects.get().used_at is None


def test_link_page_gives_its_address_away_to_nobody(client):
    response = client.get("/en/join/link/some-token/")

    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_button_uses_the_link_verifies_the_address_and_opens_the_request(client):
    draft = DraftFactory()
    link_to(draft, token="t", used=False)

    response = client.post("/en/join/link/t/")

    draft.refresh_from_db()
    assert response.url == path_of(draft)
    assert draft.email_verified_at is not None
    assert heading(client.get(response.url)) == "Your request to join"


def test_link_gives_the_session_a_new_key(client):
    client.post(EMAIL, {**guards("joining.begin"), "email": "it@example.org"})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    link_to(JoinRequest.objects.get(), token="t", used=False)

    client.post("/en/join/link/t/")

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert list(client.session.keys()) == [KEY]  # the address has left it


def test_colleagues_link_leads_to_the_one_task_and_verifies_nothing(client):
    draft = DraftFactory()
    link_to(draft, Task.VOLUMES, token="t", used=False)
    assert heading(client.get("/en/join/link/t/")) == "A colleague asks for your help"

    response = client.post("/en/join/link/t/", follow=True)

    draft.refresh_from_db()
    assert response.redirect_chain[-1][0] == path_of(draft, "task/volumes/")
    assert draft.email_verified_at is None


def test_followed_link_leads_on_in_the_same_browser_and_nowhere_in_another(client):
    draft = DraftFactory()
    link_to(draft, token="t", used=False)
    client.post("/en/join/link/t/")

    assert client.get("/en/join/link/t/").url == path_of(draft)
    elsewhere = Client()
    for response in (elsewhere.get("/en/join/link/t/"), elsewhere.post("/en/join/link/t/")):
        assert (response.status_code, heading(response)) == (410, "This link does not work any more")
    assert KEY not in elsewhere.session


def test_dead_link_fills_in_the_reference_of_its_request(client):
    draft = DraftFactory()
    link_to(draft, token="t", used=False, expires_at=timezone.now())

    assert f'value="{draft.reference}"' in client.get("/en/join/link/t/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_at": timezone.now() - timedelta(minutes=1)},
        {"revoked_at": timezone.now()},
        {"object_id": 999_999},
        {"purpose": "members.invitation"},
    ],
    ids=["expired", "revoked", "of a request that is gone", "of something else"],
)
def test_link_that_opens_nothing_helps_to_a_new_one(client, fields):
    link = link_to(DraftFactory(), token="t", used=False, **fields)

    for response in (client.get("/en/join/link/t/"), client.post("/en/join/link/t/")):
        assert (response.status_code, heading(response)) == (410, "This link does not work any more")
        assert 'action="/en/join/resume/"' in response.content.decode()
    link.refresh_from_db()
    assert link.used_at is None


def test_link_page_refuses_a_form_from_elsewhere():
    link = link_to(DraftFactory(), token="t", used=False)

    assert Client(enforce_csrf_checks=True).post("/en/join/link/t/").status_code == 403
    link.refresh_from_db()
    assert link.used_at is None


# Coming back


def test_reference_and_address_get_a_new_link(client):
    draft = DraftFactory(reference="JD-7Q4KM2XP")

    response = ask_again(client, "jd 7q4km2xp", draft.email.upper())

    assert response.url == "/en/join/email/sent/"
    assert [letter.recipient for letter in Letter.objects.all()] == [draft.email]


def test_answer_to_the_wrong_pair_is_the_same(client):
    draft, other = DraftFactory(reference="JD-7Q4KM2XP"), DraftFactory()
    pages = []
    for reference, email in [("JD-7Q4KM2XP", draft.email), ("JD-7Q4KM2XP", other.email), ("JD-22222222", draft.email)]:
        response = ask_again(client, reference, email)
        pages.append((response.status_code, response.url, text_of(client.get(response.url)).replace(email, "…")))

    assert pages[0] == pages[1] == pages[2]
    assert Letter.objects.count() == 1


def test_wrong_pairs_are_counted_for_the_address_too(client):
    for _time in range(5):
        ask_again(client, "JD-22222222", "it@example.org")

    response = ask_again(client, "JD-22222222", "it@example.org")

    assert "There were too many tries, so nothing was sent." in text_of(response)


def test_form_comes_back_with_what_was_typed(client):
    html = ask_again(client, "JD-7Q4KM2XP", "nonsense").content.decode()

    assert 'value="JD-7Q4KM2XP"' in html
    assert 'value="nonsense"' in html


def test_visitor_with_a_grant_may_ask_for_a_link_all_the_same(client):
    assert heading(visiting(client, DraftFactory()).get(RESUME)) == "Go on with a request"


# What holds for all of them


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("", ["post"]),
        ("questions.docx", ["post"]),
        ("suitability/", ["post"]),
        ("email/sent/", ["post"]),
        ("email/?kind=la", ["put", "delete", "patch"]),
        ("resume/", ["put", "delete", "patch"]),
        ("link/t/", ["put", "delete", "patch"]),
    ],
)
def test_other_methods_are_not_allowed(client, path, methods):
    assert [getattr(client, method)(f"/en/join/{path}").status_code for method in methods] == [405] * len(methods)


@pytest.mark.parametrize("path", ["email/?kind=la", "email/sent/", "resume/", "link/t/", "JD-NOWHERE0/"])
def test_private_pages_are_kept_by_no_cache(client, path):
    response = client.get(f"/en/join/{path}")

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
