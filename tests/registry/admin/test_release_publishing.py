"""A release is published in the admin: what is in the way, one question, one release however often it is asked."""

import pytest

from registry.enums import DraftState
from registry.models import Release, ReleaseDraft
from registry.services.issuing import digest_of
from registry.services.noting import save_note
from tests.factories.accounts import UserFactory, sign_in_with_second_factor
from tests.factories.drafts import secretary
from tests.factories.history import withdrawn
from tests.factories.registry import VersionFactory
from tests.factories.releases import RELEASED, noted, ready, release_draft
from tests.registry.admin.coordinators import at_noon, signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.releasing import SETS, page_of, said
from tests.registry.admin.test_access_to_steps import STRANGERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(RELEASED):
        yield


def faults(page):
    return [fault.name for fault in page.context["faults"]]


def press(client, draft, seen=None):
    return client.post(page_of(draft, "publish"), {"seen": digest_of(draft) if seen is None else seen})


def test_page_says_that_nothing_is_in_the_way_and_shows_what_is_sealed(client):
    signed_in(client)
    draft = ready(VersionFactory(criterion__code="BAT-01"))

    page = client.get(page_of(draft, "publish"))

    text = " ".join(texts_of(parsed(page), "//main"))
    assert faults(page) == []
    assert "Release 1.0.0 of smartphones is sealed with these notes and is in force from 1 October 2026." in text
    assert "Release notes, in Swedish" in text
    assert parsed(page).xpath("//input[@name='seen']/@value") == [digest_of(draft)]


def test_coordinator_publishes_what_was_read_and_a_repeat_changes_nothing(client):
    signed_in(client)
    draft = ready(VersionFactory())
    seen = digest_of(draft)

    answers = [press(client, draft, seen) for _time in range(2)]

    release = Release.objects.get()
    assert [answer["Location"] for answer in answers] == [page_of(draft)] * 2
    assert said(client, draft) == [f"{release} is published."] * 2


def test_page_of_what_is_published_leads_to_the_draft(client):
    signed_in(client)
    draft = ready(VersionFactory())
    press(client, draft)

    assert client.get(page_of(draft, "publish"))["Location"] == page_of(draft)
    assert said(client, draft) == [f"{Release.objects.get()} is published."]


def test_what_is_in_the_way_is_said_and_there_is_no_button(client):
    signed_in(client)
    battery = VersionFactory(criterion__code="BAT-01")
    draft = release_draft(battery)
    withdrawn(battery)

    page, answer = client.get(page_of(draft, "publish")), press(client, draft)

    assert faults(page) == ["in-force", "notes"]
    assert "A release cannot hold BAT-01@1.0.0: it is withdrawn." in page.content.decode()
    assert "Release notes are missing in: English." in page.content.decode()
    assert b'name="seen"' not in page.content
    assert "cannot be published yet" in alerts_of(answer)[0]
    assert Release.objects.count() == 0


def test_what_changed_meanwhile_is_read_again_first(client):
    signed_in(client)
    draft = ready(VersionFactory())
    seen = digest_of(draft)
    save_note(draft.pk, "en", {"lead": "Edited."}, seen=draft.lock_version, actor=secretary())

    answer = press(client, draft, seen)

    assert "was saved meanwhile" in alerts_of(answer)[0]
    assert parsed(answer).xpath("//input[@name='seen']/@value") == [digest_of(ReleaseDraft.objects.get())] != [seen]
    assert Release.objects.count() == 0


@pytest.mark.parametrize("seen", ["", "x", "0" * 64])
def test_nothing_is_published_that_was_not_read(client, seen):
    signed_in(client)

    answer = press(client, ready(VersionFactory()), seen)

    assert (answer.status_code, len(alerts_of(answer)), Release.objects.count()) == (200, 1, 0)


def test_lone_writer_is_told_why_and_publishes_nothing(client):
    user = signed_in(client, is_superuser=True, is_staff=True)
    draft = noted(release_draft(VersionFactory(), actor=user), actor=user)

    page, answer = client.get(page_of(draft, "publish")), press(client, draft)

    assert faults(page) == ["four-eyes"]
    assert (answer["Location"], Release.objects.count()) == ("/admin/", 0)


def test_draft_is_given_up_with_a_reason(client):
    signed_in(client)
    draft = release_draft()

    without = client.post(page_of(draft, "abandon"), {"reason": " "})
    answer = client.post(page_of(draft, "abandon"), {"reason": "Not now."})

    draft.refresh_from_db()
    assert len(alerts_of(without)) == 1
    assert (answer["Location"], draft.state) == (page_of(draft), DraftState.ABANDONED)
    assert said(client, draft) == ["Release of Circular and fair smartphones is abandoned."]


@pytest.mark.parametrize("name", ["publish", "abandon"])
def test_step_of_an_abandoned_draft_leads_back_and_says_why(client, name):
    signed_in(client)
    draft = release_draft()
    client.post(page_of(draft, "abandon"), {"reason": "Not now."})
    client.get(page_of(draft))

    assert client.get(page_of(draft, name))["Location"] == page_of(draft)
    assert "“abandoned”, so this step is not possible now" in said(client, draft)[0]


def addresses(draft):
    """Every address of the pages, and what is sent there."""
    names = ("members", "notes", "number", "publish", "abandon")
    ours = [page_of(draft, name) for name in names]
    ours += [page_of(draft, name, "en") for name in ("note", "replace-note")]
    return [SETS, f"{SETS}start/smartphones/", *ours]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_is_denied_every_page_and_method(client, who, method):
    draft = ready(VersionFactory())
    seen = digest_of(draft)
    before = ReleaseDraft.objects.values().get()
    sign_in_with_second_factor(client, STRANGERS[who]())

    answers = [getattr(client, method)(each, {"seen": seen, "reason": "x"}) for each in addresses(draft)]

    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/admin/")}
    assert ReleaseDraft.objects.values().get() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitor_is_led_to_the_sign_in_page(client, method):
    answers = [getattr(client, method)(each) for each in addresses(release_draft())]

    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


def test_menu_has_a_place_for_coordinators_alone(client):
    signed_in(client)
    assert SETS in client.get("/admin/").content.decode()

    sign_in_with_second_factor(client, UserFactory(is_superuser=True, is_staff=True))

    assert SETS not in client.get("/admin/").content.decode()


def test_draft_that_is_not_there_is_not_found(client):
    signed_in(client)

    assert client.get(f"{SETS}1/").status_code == 404
