"""The form in which guests suggest a change, what it refuses, and who is led to it."""

from itertools import count

import pytest

from portal.experiences.grants import SUGGESTION
from portal.experiences.models import CriterionFeedback
from portal.letters.models import Letter
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator
from tests.factories.guarded import guards
from tests.factories.registry import VersionFactory
from tests.portal.experiences.suggested import SENT, SUGGEST, TYPED, VERSION, main_of, send
from tests.registry.views.consulted import may_be_found
from tests.registry.views.pages import all_words, form_of, parsed

pytestmark = pytest.mark.django_db
TOO_MANY = "There were too many tries, so nothing was sent."
numbers = count()


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


def faults(response):
    """What the summary above the form says."""
    return all_words(response, "//div[@role='alert']//li")


def kept_in(response):
    """What still stands in the form; browsers leave out the first line break of a text area."""
    return {name: value.removeprefix("\n") for name, value in form_of(response).items()}


def other_address():
    return f"anna-{next(numbers)}@example.org"


# The form


def test_form_is_about_the_version_and_asks_for_words_and_an_address(client, version):
    page = client.get(SUGGEST)

    assert all_words(page, "//h1") == ["Suggest a change"]
    assert all_words(page, "//p[@class='lead']") == ["BAT-01@1.2.0"]
    assert all_words(page, "//main//form//legend") == ["What is it about?", "In which language have you written it?"]
    assert all_words(page, "//main//form//label[@for='id_name' or @for='id_email' or @for='id_text']") == [
        "What should the coordinators know?",
        "Your name or organisation (optional)",
        "E-mail address",
    ]
    assert "Without confirmation all of it is deleted after 2 days." in main_of(page)


def test_language_of_the_page_is_chosen_already(client, version):
    assert kept_in(client.get("/da/criterion/bat-01/1.2.0/suggest/"))["language"] == "da"


def test_pages_are_kept_by_no_cache_and_no_search_engine(client, version):
    for address in (SUGGEST, SENT):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not may_be_found(response)


def test_suggestion_waits_for_its_address(client, version):
    response = send(client)

    made = CriterionFeedback.objects.get()
    assert response["Location"] == SENT
    assert (made.version, made.kind, made.text, made.language) == (version, "law", "The law has moved.", "sv")
    assert (made.name, made.email, made.verified_at, made.organisation) == ("Anna", "anna@example.org", None, None)
    assert [(row.kind, row.recipient, row.language) for row in Letter.objects.all()] == [
        (SUGGESTION, "anna@example.org", "sv")
    ]


def test_page_after_it_says_what_to_do(client, version):
    page = client.get(SENT)

    assert all_words(page, "//h1") == ["Check your mail"]
    assert parsed(page).xpath("//main//a/@href") == [VERSION]


def test_form_that_is_sent_twice_makes_one_suggestion(client, version):
    key = kept_in(client.get(SUGGEST))["key"]

    for _click in range(2):
        assert send(client, key=key)["Location"] == SENT

    assert (len(key), CriterionFeedback.objects.count(), Letter.objects.count()) == (32, 1, 1)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"text": " \u200b\n"}, "What should the coordinators know?: Write what the coordinators should know."),
        (
            {"text": "x" * 2001},
            "What should the coordinators know?: Ensure this value has at most 2000 characters (it has 2001).",
        ),
        ({"kind": ""}, "What is it about?: Choose what it is about."),
        (
            {"language": ""},
            "In which language have you written it?: Choose the language in which you have written.",
        ),
        ({"email": ""}, "E-mail address: Write the address to which we may mail your link."),
        (
            {"email": "a@example.org, b@example.org"},
            "E-mail address: This is not an e-mail address. Write it like name@example.org.",
        ),
        (
            {"name": "x" * 201},
            "Your name or organisation: Ensure this value has at most 200 characters (it has 201).",
        ),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_kept(client, version, typed, fault):
    response = send(client, **typed)

    assert (response.status_code, faults(response)) == (200, [fault])
    kept = kept_in(response)
    assert {name: kept[name] for name in TYPED if name not in typed} == {
        name: text for name, text in TYPED.items() if name not in typed
    }
    assert (CriterionFeedback.objects.count(), Letter.objects.count()) == (0, 0)


def test_version_that_is_not_there_is_not_found(client, version):
    missing = "/en/criterion/bat-01/9.9.9/suggest/"

    assert [client.get(missing).status_code, send(client, to=missing).status_code] == [404, 404]
    assert client.get(f"{missing}sent/").status_code == 404


# Against programs and floods


def test_program_that_fills_in_the_trap_says_nothing(client, version):
    response = send(client, subject_line="buy")

    assert (response.status_code, CriterionFeedback.objects.count()) == (200, 0)


def test_without_a_proof_of_work_three_an_hour_come_through(client, version):
    sent = [send(client, guard_proof="", email=other_address()) for _time in range(4)]

    assert [response.status_code for response in sent] == [302, 302, 302, 200]
    assert "only three of these an hour come through" in faults(sent[3])[0]
    assert kept_in(sent[3])["text"] == "The law has moved."


def test_proof_of_another_form_is_none(client, version):
    proofs = [guards("registry.comment")["guard_proof"] for _time in range(4)]

    sent = [send(client, guard_proof=proof, email=other_address()) for proof in proofs]

    assert sent[3].status_code == 200


def test_one_address_gets_five_letters_an_hour(client, version):
    for time in range(5):
        send(client, text=f"Point {time}.")

    response = send(client, text="Once more.")

    assert faults(response)[0].startswith(TOO_MANY)
    assert kept_in(response)["text"] == "Once more."
    assert CriterionFeedback.objects.count() == 5


def test_one_network_sends_twenty_an_hour(client, version):
    for _time in range(20):
        assert send(client, email=other_address()).status_code == 302

    assert faults(send(client, email=other_address()))[0].startswith(TOO_MANY)


# Whoever has an account


def test_visitor_who_works_for_a_member_can_sign_in_and_gets_the_members_form(client, version):
    [way] = parsed(client.get(SUGGEST)).xpath("//main//a[contains(@href, '/login/')]/@href")

    assert way == f"/accounts/login/?next={VERSION}feedback/"


def test_member_of_a_public_buyer_is_led_to_the_members_form(client, version):
    client.force_login(MembershipFactory().user)

    assert client.get(SUGGEST)["Location"] == f"{VERSION}feedback/"


@pytest.mark.parametrize(
    "who",
    [UserFactory, coordinator],
    ids=["nobody's", "coordinator without a city"],
)
def test_somebody_without_a_public_buyer_finds_the_own_address_and_proves_it_like_everybody(client, version, who):
    user = who(email="eva@example.org")
    user.memberships.filter(organisation__kind="public_buyer").delete()
    client.force_login(user)

    assert kept_in(client.get(SUGGEST))["email"] == "eva@example.org"
    send(client, email="eva@example.org")

    made = CriterionFeedback.objects.get()
    assert (made.email, made.user, made.verified_at) == ("eva@example.org", None, None)
