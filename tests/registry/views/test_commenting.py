"""Saying something in a consultation: members at once, the public and suppliers after their address is proved."""

from itertools import count

import pytest

from portal.letters.models import Letter
from registry.models import Comment, Draft, MarketAnswer
from registry.services.candidates import rework
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.guarded import guards
from tests.factories.members import OrganisationFactory
from tests.registry.views.consulted import OPENED, address, answer, comment, may_be_found, stricter
from tests.registry.views.pages import all_words, form_of, messages_of, parsed, words

pytestmark = pytest.mark.django_db
TOO_MANY = "There were too many tries, so nothing was sent."
CLOSED = "is no longer open for comments. Look at its page to see how it goes on."
numbers = count()


@pytest.fixture
def version():
    return stricter().version


def take_back():
    rework(Draft.objects.get().pk, reason="More to do.", on=OPENED, actor=secretary())


def faults(response):
    """What the summary above the form says."""
    return all_words(response, "//div[@role='alert']//li")


def kept_in(response):
    """What still stands in the form; browsers leave out the first line break of a text area."""
    return {name: value.removeprefix("\n") for name, value in form_of(response).items()}


def other_address():
    return f"anna-{next(numbers)}@example.org"


# The public


def test_form_shows_the_block_and_asks_for_a_comment_and_an_address(client, version):
    page = client.get(address(version, "comment/?block=requirement.1"))

    assert all_words(page, "//h1") == [f"Comment on {version}"]
    assert all_words(page, "//p[@class='lead']") == ["Requirement, level 1 Baseline"]
    assert parsed(page).xpath("count(//main//del)") > 1
    assert all_words(page, "//main//form//label")[-3:] == [
        "Your comment",
        "Your name or organisation (optional)",
        "E-mail address",
    ]
    assert "Without confirmation all of it is deleted after 2 days." in words(parsed(page).xpath("//main")[0])


def test_forms_are_kept_by_no_cache_and_no_search_engine(client, version):
    for page in ("comment/", "suppliers/"):
        response = client.get(address(version, page))
        assert "no-store" in response["Cache-Control"]
        assert not may_be_found(response)


def test_comment_of_the_public_waits_for_its_address(client, version):
    response = comment(client, version, block="requirement.1", name=" Anna ", language="sv")

    made = Comment.objects.get()
    assert response["Location"] == address(version, "sent/", language="sv")
    assert (made.block, made.text, made.name, made.language) == ("requirement.1", "Why so much?", "Anna", "sv")
    assert (made.email, made.verified_at, made.user) == ("anna@example.org", None, None)
    assert Letter.objects.get().language == "sv"
    assert "Why so much?" not in client.get(address(version)).content.decode()


def test_page_after_it_says_what_to_do(client, version):
    page = client.get(address(version, "sent/"))

    assert all_words(page, "//h1") == ["Check your mail"]
    assert parsed(page).xpath("//main//a/@href") == [address(version)]
    assert not may_be_found(page)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"text": " \u200b\n"}, "Your comment: Write your comment."),
        ({"text": "x" * 5001}, "Your comment: Ensure this value has at most 5000 characters (it has 5001)."),
        ({"email": ""}, "E-mail address: Write the address to which we may mail your link."),
        ({"email": "anna"}, "E-mail address: This is not an e-mail address. Write it like name@example.org."),
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
def test_what_cannot_be_taken_is_said_at_its_field_and_kept(client, version, words, fault):
    response = comment(client, version, **{"text": "Kept words.", "name": "Kept name", **words})

    assert (response.status_code, faults(response)) == (200, [fault])
    kept = kept_in(response)
    assert [kept[name] for name in ("text", "name") if name not in words] == [
        text for name, text in (("text", "Kept words."), ("name", "Kept name")) if name not in words
    ]
    assert (Comment.objects.count(), Letter.objects.count()) == (0, 0)


def test_program_that_fills_in_the_trap_says_nothing(client, version):
    response = comment(client, version, subject_line="buy")

    assert (response.status_code, Comment.objects.count()) == (200, 0)


def test_without_a_proof_of_work_three_an_hour_come_through(client, version):
    sent = [comment(client, version, guard_proof="", email=other_address()) for _time in range(4)]

    assert [response.status_code for response in sent] == [302, 302, 302, 200]
    assert "only three of these an hour come through" in faults(sent[3])[0]


def test_proof_of_another_form_is_none(client, version):
    proofs = [guards("registry.market")["guard_proof"] for _time in range(4)]

    sent = [comment(client, version, guard_proof=proof, email=other_address()) for proof in proofs]

    assert sent[3].status_code == 200


def test_one_address_gets_five_letters_an_hour(client, version):
    for _time in range(5):
        comment(client, version)

    response = comment(client, version, text="Once more.")

    assert faults(response)[0].startswith(TOO_MANY)
    assert kept_in(response)["text"] == "Once more."
    assert Comment.objects.count() == 5


def test_one_network_sends_twenty_comments_an_hour(client, version):
    for _time in range(20):
        assert comment(client, version, email=other_address()).status_code == 302

    assert faults(comment(client, version, email=other_address()))[0].startswith(TOO_MANY)


@pytest.mark.parametrize("block", ["requirement.3", "price", "cpv"])
def test_block_that_is_not_there_leads_to_the_consultation(client, version, block):
    for response in (client.get(address(version, f"comment/?block={block}")), comment(client, version, block=block)):
        assert response.status_code == 404
        assert address(version) in parsed(response).xpath("//main//a/@href")
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("page", ["comment/", "suppliers/"])
def test_closed_consultation_leads_to_how_it_ended(client, version, page):
    take_back()

    assert client.get(address(version, page))["Location"] == address(version)


def test_what_was_typed_while_it_was_closed_is_kept(client, version):
    take_back()

    said = comment(client, version, text="Too late.")
    supplied = answer(client, version, level_1="today", company="Maker")

    assert [faults(said), faults(supplied)] == [[f"{version} {CLOSED}"]] * 2
    assert (kept_in(said)["text"], kept_in(supplied)["company"]) == ("Too late.", "Maker")
    assert (Comment.objects.count(), MarketAnswer.objects.count()) == (0, 0)


# Members


def test_visitor_can_sign_in_and_comes_back_to_the_block(client, version):
    page = client.get(address(version, "comment/?block=title"))

    [way] = parsed(page).xpath("//main//a[contains(@href, '/login/')]/@href")
    assert way == f"/accounts/login/?next={address(version).replace('/', '%2F')}comment%2F%3Fblock%3Dtitle"


def test_comment_of_a_member_is_there_at_once_with_the_name_of_the_city(client, version):
    city = OrganisationFactory(name="City of Example")
    member = MembershipFactory(organisation=city).user
    client.force_login(member)
    page = client.get(address(version, "comment/?block=title"))
    assert [label for label in all_words(page, "//main//form//label") if label] == ["Your comment"]

    response = client.post(address(version, "comment/?block=title"), {"text": "Shorter, please."}, follow=True)

    made = Comment.objects.get()
    assert response.redirect_chain == [(f"{address(version)}#comment-{made.pk}", 302)]
    assert (made.organisation, made.user, made.block, made.email) == (city, member, "title", "")
    assert "Shorter, please." in response.content.decode()
    assert messages_of(response) == ["Thank you. Your comment is on this page, and the coordinators answer it."]
    assert Letter.objects.count() == 0


def test_member_of_several_says_for_which(client, version):
    member = MembershipFactory(organisation__name="Aarhus").user
    other = MembershipFactory(user=member, organisation__name="Bergen").organisation
    client.force_login(member)
    path = address(version, "comment/")
    assert all_words(client.get(path), "//select/option") == ["Aarhus", "Bergen"]

    client.post(path, {"text": "Why?", "organisation": other.slug})

    assert Comment.objects.get().organisation == other


def test_member_comments_for_no_city_of_others(client, version):
    strangers = OrganisationFactory()
    member = city_editor()
    MembershipFactory(user=member)
    client.force_login(member)

    response = client.post(address(version, "comment/"), {"text": "Why?", "organisation": strangers.slug})

    assert response.status_code == 200
    assert Comment.objects.count() == 0


def test_coordinator_comments_for_the_own_organisation_like_everybody(client, version):
    client.force_login(secretary())

    client.post(address(version, "comment/"), {"text": "Why?"})

    assert Comment.objects.get().organisation.kind == "supporter"


@pytest.mark.parametrize("is_superuser", [False, True])
def test_whoever_works_for_no_member_is_the_public(client, version, is_superuser):
    client.force_login(UserFactory(is_superuser=is_superuser))

    page = client.get(address(version, "comment/"))
    assert "E-mail address" in all_words(page, "//main//form//label")
    assert parsed(page).xpath("//main//a[contains(@href, '/login/')]") == []
    comment(client, version)

    assert (Comment.objects.get().verified_at, Comment.objects.get().organisation) == (None, None)


def test_member_who_comments_without_end_is_told_to_wait(client, version):
    client.force_login(MembershipFactory().user)
    path = address(version, "comment/")
    for _time in range(60):
        client.post(path, {"text": "Why?"})

    response = client.post(path, {"text": "Why?"})

    assert faults(response)[0].startswith(TOO_MANY)
    assert Comment.objects.count() == 60


# Twice


def test_form_has_a_key_of_its_own_each_time(client, version):
    first, second = (form_of(client.get(address(version, "comment/")))["key"] for _time in range(2))

    assert (len(first), first != second) == (32, True)


def test_double_click_sends_one_comment_of_the_public(client, version):
    key = form_of(client.get(address(version, "comment/?block=title")))["key"]

    answers = [comment(client, version, block="title", key=key) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [address(version, "sent/")] * 2
    assert (Comment.objects.count(), Letter.objects.count()) == (1, 1)


def test_double_click_sends_one_comment_of_a_member(client, version):
    client.force_login(city_editor())
    key = form_of(client.get(address(version, "comment/")))["key"]

    answers = [client.post(address(version, "comment/"), {"text": "Why?", "key": key}) for _time in range(2)]

    made = Comment.objects.get()
    assert [answer["Location"] for answer in answers] == [f"{address(version)}#comment-{made.pk}"] * 2


def test_form_that_comes_back_with_a_fault_keeps_its_key(client, version):
    response = comment(client, version, text="", key="0" * 32)

    assert kept_in(response)["key"] == "0" * 32


# Suppliers


def test_supplier_answers_for_the_levels_that_there_are(client, version):
    page = client.get(address(version, "suppliers/"))

    assert all_words(page, "//fieldset/legend") == [
        "Requirement, level 1 Baseline (optional)",
        "Requirement, level 2 Advanced (optional)",
    ]
    assert parsed(page).xpath("count(//details//section)") == 2

    response = answer(client, version, level_1="today", level_2="not")

    assert response["Location"] == address(version, "sent/")
    rows = MarketAnswer.objects.values_list("level", "readiness", "company", "email", "verified_at")
    assert list(rows) == [
        (1, "today", "Maker", "sales@example.org", None),
        (2, "not", "Maker", "sales@example.org", None),
    ]
    assert Letter.objects.get().kind == "registry.market"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({}, "Answer for at least one level."),
        ({"level_1": "today", "company": " "}, "Company: Write the name of the company."),
        (
            {"level_1": "today", "email": "x"},
            "E-mail address: This is not an e-mail address. Write it like name@example.org.",
        ),
        (
            {"level_1": "perhaps"},
            "Requirement, level 1 Baseline: Select a valid choice. perhaps is not one of the available choices.",
        ),
    ],
)
def test_what_cannot_be_taken_of_a_supplier_is_said(client, version, words, fault):
    response = answer(client, version, **words)

    assert faults(response) == [fault]
    assert (MarketAnswer.objects.count(), Letter.objects.count()) == (0, 0)


def test_supplier_who_answers_without_end_is_told_to_wait(client, version):
    for _time in range(5):
        answer(client, version, level_1="today")

    assert faults(answer(client, version, level_1="not"))[0].startswith(TOO_MANY)
    assert MarketAnswer.objects.count() == 5
