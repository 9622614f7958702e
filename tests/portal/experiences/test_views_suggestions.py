"""What a mailed link shows a guest; what members, visitors and coordinators read of it; the letters."""

import pytest
from django.urls import reverse

from portal.experiences.models import CriterionFeedback
from portal.experiences.services.feedback import Answer, answer, answer_of, point_of
from portal.experiences.services.suggesting import link_to_follow, link_to_prove
from portal.letters.models import Letter, MailedLink
from portal.letters.sending import send_waiting
from portal.letters.services import issue_link
from portal.members.seen import seen_of
from registry.grants import PROOF_LIFETIME
from tests.factories.accounts import MembershipFactory, coordinator, sign_in_with_second_factor
from tests.factories.experiences import FeedbackFactory, SuggestionFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.suggested import VERSION, main_of, own_page, send
from tests.registry.views.consulted import mailed_link, may_be_found
from tests.registry.views.pages import all_words, messages_of, parsed

pytestmark = pytest.mark.django_db
DEAD = ["This link does not work any more"]


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


@pytest.fixture
def link(client, version, mailoutbox):
    """The path of the link that a guest has got."""
    send(client, text="Why <b>so</b> much?", language="en")
    return mailed_link(mailoutbox)


# The link


def test_mail_scanner_that_follows_the_link_proves_nothing(client, link):
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200

    assert CriterionFeedback.objects.exclude(verified_at=None).count() == 0


def test_page_of_the_link_shows_the_words_and_gives_its_address_away_to_nobody(client, link):
    page = client.get(link)

    assert all_words(page, "//h1") == ["Confirm your suggestion"]
    assert "Why <b>so</b> much?" in main_of(page)
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("strict-origin", "noindex")
    assert "no-store" in page["Cache-Control"]
    assert not may_be_found(page)


def test_button_sends_it_to_the_coordinators_and_the_same_link_shows_how_it_stands(client, link):
    coordinator(email="a@example.org")

    response = client.post(link, follow=True)

    assert response.redirect_chain == [(link, 302)]
    assert messages_of(response) == ["Thank you. The coordinators read your suggestion and answer it."]
    assert all_words(response, "//h1") == ["Your suggestion"]
    assert Letter.objects.get(kind="experiences.feedback").recipient == "a@example.org"
    assert client.get(link).status_code == 200


def test_button_that_is_pressed_twice_sends_it_once(client, link):
    coordinator()

    for _click in range(2):
        assert client.post(link).status_code == 302

    assert Letter.objects.filter(kind="experiences.feedback").count() == 1


def test_guest_takes_it_back_and_brings_it_back(client, version):
    made = SuggestionFactory(version=version)
    link = own_page(link_to_follow(made))

    taken = client.post(link, {"do": "withdraw"}, follow=True)
    made.refresh_from_db()
    withdrawn_at = made.withdrawn_at
    back = client.post(link, {"do": "undo"}, follow=True)

    assert messages_of(taken) == ["Your suggestion was withdrawn. You can bring it back below."]
    assert all_words(taken, "//main//form//button") == ["Bring it back"]
    assert withdrawn_at is not None
    assert messages_of(back) == ["Your suggestion is there again."]
    made.refresh_from_db()
    assert made.withdrawn_at is None


def test_suggestion_that_is_not_proved_cannot_be_taken_back_or_answered(client, version):
    made = SuggestionFactory(version=version, verified_at=None)
    link = own_page(link_to_prove(made))

    for do in ("withdraw", "undo"):
        assert client.post(link, {"do": do}).status_code == 410

    made.refresh_from_db()
    assert (made.withdrawn_at, made.verified_at) == (None, None)


def test_guest_reads_the_answer_and_nothing_of_others(client, version):
    FeedbackFactory(version=version, text="Of a member.")
    made = SuggestionFactory(version=version, text="Mine.", answer="Yes.", answer_language="en", name="Anna")

    page = main_of(client.get(own_page(link_to_follow(made))))

    assert ("Mine." in page, "Yes." in page, "Open" in page) == (True, True, True)
    assert [text for text in ("Of a member.", made.email) if text in page] == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["forged", "A" * 32, "-", "%3Cb%3E"])
def test_forged_link_says_what_to_do(client, link, token, method):
    response = getattr(client, method)(f"/en/suggestions/{token}/")

    assert (response.status_code, all_words(response, "//h1")) == (410, DEAD)
    assert parsed(response).xpath("//main//a/@href") == ["/en/criteria/"]
    assert CriterionFeedback.objects.exclude(verified_at=None).count() == 0


@pytest.mark.parametrize("purpose", ["registry.comment", "joining.apply"])
def test_link_of_another_purpose_opens_nothing(client, version, purpose):
    made = SuggestionFactory(version=version)
    token = issue_link(purpose, made.pk, email=made.email, lifetime=PROOF_LIFETIME)

    assert client.get(own_page(token)).status_code == 410


def test_link_of_one_suggestion_withdraws_no_other(client, version):
    first, second = SuggestionFactory(version=version), SuggestionFactory(version=version)

    client.post(own_page(link_to_follow(first)), {"do": "withdraw", "pk": second.pk})

    second.refresh_from_db()
    assert second.withdrawn_at is None


# Members and coordinators


def test_members_read_it_as_of_a_guest_and_never_the_address(client, version):
    made = SuggestionFactory(version=version, text="The law has moved.", name="Anna")
    SuggestionFactory(version=version, text="Not proved.", verified_at=None)
    client.force_login(MembershipFactory().user)

    page = client.get(VERSION)

    assert "Anna, guest" in main_of(page)
    assert "The law has moved." in main_of(page)
    assert [text for text in ("Not proved.", made.email) if text in page.content.decode()] == []


def test_visitors_read_nothing_of_it(client, version):
    SuggestionFactory(version=version, text="The law has moved so far.")

    assert "The law has moved so far." not in client.get(VERSION).content.decode()


@pytest.fixture
def answering(client):
    user = coordinator()
    sign_in_with_second_factor(client, user)
    return user


def test_coordinators_find_it_in_the_same_list_marked_and_without_the_address(client, answering, version):
    FeedbackFactory(version=version)
    made = SuggestionFactory(version=version, text="Guest's words.")
    SuggestionFactory(version=version, verified_at=None, name="Nobody")
    address = reverse("feedback-admin:list")

    listed = client.get(address).content.decode()
    page = client.get(reverse("feedback-admin:answer", args=[made.pk])).content.decode()

    assert (listed.count("Guest</td>") + listed.count("Guest\n") > 0, "Nobody" in listed) == (True, False)
    assert ("Guest, " in page, "Guest&#x27;s words." in page) == (True, True)
    assert [text for text in (listed, page) if made.email in text] == []


@pytest.mark.parametrize(("giver", "texts"), [("guests", ["Guest's."]), ("members", ["Member's."])])
def test_list_is_narrowed_to_guests_or_members(client, answering, version, giver, texts):
    FeedbackFactory(version=version, text="Member's.")
    SuggestionFactory(version=version, text="Guest's.")

    table = b"".join(client.get(f"{reverse('feedback-admin:list')}?giver={giver}&export=csv").streaming_content)

    assert [text for text in ("Guest's.", "Member's.") if text in table.decode()] == texts


def test_unproved_suggestion_has_no_page_for_coordinators(client, answering, version):
    made = SuggestionFactory(version=version, verified_at=None)

    assert client.get(reverse("feedback-admin:answer", args=[made.pk])).status_code == 404


def test_coordinator_answers_and_is_told_that_the_guest_gets_a_letter(client, answering, version):
    made = SuggestionFactory(version=version)
    seen = seen_of(*answer_of(made), *point_of(made))

    typed = {"answer": "We take it up.", "answer_language": "en", "seen": seen}
    response = client.post(reverse("feedback-admin:answer", args=[made.pk]), typed, follow=True)

    told = "The answer is saved. The guest is mailed the first answer only. Members read it too."
    assert told in response.content.decode()


# The letters


def test_first_letter_says_nothing_that_a_stranger_has_typed(version, link, mailoutbox):
    [mail] = mailoutbox

    assert [word for word in ("Anna", "so</b> much") if word in mail.subject + mail.body] == []
    assert "Confirm it within 2 days." in mail.body
    assert (mail.to, mail.extra_headers["Content-Language"]) == (["anna@example.org"], "en")


def test_letter_and_its_link_are_in_the_language_of_the_suggestion(client, version, mailoutbox):
    send(client, language="fi")

    assert mailed_link(mailoutbox).startswith("/fi/suggestions/")


def test_letter_to_coordinators_says_that_it_is_a_guests(client, version, mailoutbox):
    coordinator(email="a@example.org")
    send(client, language="en", name="Anna")
    client.post(mailed_link(mailoutbox))

    send_waiting()

    [mail] = [mail for mail in mailoutbox if mail.to == ["a@example.org"]]
    assert "A guest with a confirmed address has made a suggestion on BAT-01@1.2.0." in mail.body
    assert "The law has moved." in mail.body
    assert "anna@example.org" not in mail.body


def test_letter_with_the_answer_leads_back_to_the_suggestion(client, version, mailoutbox):
    made = SuggestionFactory(version=version, language="en")
    seen = seen_of(*answer_of(made), *point_of(made))
    answer(made.pk, Answer("We take it up.", "en"), seen=seen, actor=coordinator())

    link = mailed_link(mailoutbox)

    assert "We take it up." in mailoutbox[-1].body
    assert mailoutbox[-1].to == [made.email]
    page = main_of(client.get(link))
    assert ("We take it up." in page, "Answered" in page) == (True, True)


def test_letters_are_dropped_when_there_is_nothing_to_say_any_more(client, version, mailoutbox):
    send(client)
    CriterionFeedback.objects.all().delete()
    made = SuggestionFactory(version=version)
    seen = seen_of(*answer_of(made), *point_of(made))
    answer(made.pk, Answer("Yes.", "en"), seen=seen, actor=coordinator())
    CriterionFeedback.objects.filter(pk=made.pk).update(email="")

    send_waiting()

    assert (mailoutbox, MailedLink.objects.count()) == ([], 0)
