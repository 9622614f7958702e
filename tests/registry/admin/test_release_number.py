"""The number of a release is raised on a page of its own, which says the least one."""

import pytest

from registry.enums import Bump
from registry.services.assembling import abandon_release
from registry.services.raising import raise_number
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory
from tests.factories.releases import RELEASED, issued, ready
from tests.registry.admin.coordinators import at_noon, signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.releasing import form_on, page_of, said
from tests.registry.services.test_raising import WHY, next_draft, raised

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(RELEASED):
        yield


def press(client, draft, **sent):
    fields = {"seen": draft.lock_version, "step": int(Bump.MAJOR), "reason": WHY["en"]}
    return client.post(page_of(draft, "number"), {**fields, **sent})


def test_page_says_the_least_number_and_offers_the_higher_ones(client):
    signed_in(client)

    page = parsed(client.get(page_of(next_draft(), "number")))

    assert "The number is computed from what changed: 1.1.0 at least." in " ".join(texts_of(page, "//main//p"))
    assert [text.strip() for text in texts_of(page, "//input[@name='step']/..")] == ["2.0.0 (major)"]
    assert page.xpath("//input[@name='step']/@checked") == []


def test_first_page_leads_there_once_there_is_a_release_to_follow(client):
    signed_in(client)
    first, following = ready(VersionFactory(criterion__code="AAA-01")), next_draft

    assert page_of(first, "number") not in client.get(page_of(first)).content.decode()

    abandon_release(first.pk, reason="Not now.", actor=secretary())
    draft = following()

    assert page_of(draft, "number") in client.get(page_of(draft)).content.decode()


def test_coordinator_raises_the_number_and_everybody_reads_why(client):
    signed_in(client)
    draft = next_draft()

    answer = press(client, draft)

    draft.refresh_from_db()
    assert (answer["Location"], draft.raised_to, draft.raised_because) == (page_of(draft), Bump.MAJOR, WHY)
    assert said(client, draft) == ["Release of Circular and fair smartphones is saved."]
    number = texts_of(parsed(client.get(page_of(draft))), "//section[contains(@id, 'number')]")[0]
    assert "2.0.0" in number
    assert "The coordinators raised the number. Why: Tenders cite the set by its major number." in number
    assert "Release 2.0.0 of" in client.get(page_of(draft, "publish")).content.decode()


@pytest.mark.parametrize("step", [Bump.PATCH, Bump.MINOR])
def test_number_that_is_not_higher_is_refused_with_the_least_one_and_what_was_typed_stays(client, step):
    signed_in(client)
    draft = next_draft()

    answer = press(client, draft, step=int(step))

    draft.refresh_from_db()
    assert "The changes need 1.1.0 at least. Choose a higher number." in alerts_of(answer)[0]
    assert texts_of(parsed(answer), "//textarea[@name='reason']") == [WHY["en"]]
    assert draft.raised_to is None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({"reason": " "}, "Write a reason"), ({"step": ""}, "Choose a number."), ({"seen": "1"}, "was saved meanwhile")],
)
def test_what_is_missing_is_said(client, sent, sentence):
    signed_in(client)
    draft = next_draft()

    answer = press(client, draft, **sent)

    draft.refresh_from_db()
    assert sentence in alerts_of(answer)[0]
    assert (answer.status_code, draft.raised_to) == (200, None)


def test_form_of_a_raised_number_shows_what_was_chosen_and_can_take_it_back(client):
    signed_in(client)
    draft = raised(next_draft())

    sent = form_on(client, page_of(draft, "number"))
    answer = client.post(page_of(draft, "number"), {"seen": draft.lock_version, "do": "computed"})

    draft.refresh_from_db()
    assert (sent["step"], sent["reason"]) == ([str(int(Bump.MAJOR))], ["\n" + WHY["en"]])
    assert (answer["Location"], draft.raised_to, draft.raised_because) == (page_of(draft), None, {})


def test_what_was_saved_meanwhile_is_not_taken_back(client):
    signed_in(client)
    draft = raised(next_draft())

    answer = client.post(page_of(draft, "number"), {"seen": "1", "do": "computed"})

    draft.refresh_from_db()
    assert "was saved meanwhile" in alerts_of(answer)[0]
    assert draft.raised_to == Bump.MAJOR


def test_page_of_what_is_published_leads_to_the_draft(client):
    signed_in(client)
    draft = next_draft()
    issued(draft)

    assert client.get(page_of(draft, "number"))["Location"] == page_of(draft)


def test_first_release_has_no_higher_number_and_no_form(client):
    signed_in(client)

    page = parsed(client.get(page_of(ready(VersionFactory()), "number")))

    assert "There is no higher number to choose." in " ".join(texts_of(page, "//main//p"))
    assert page.xpath("//input[@name='step']") == []


def test_public_page_and_json_say_that_it_was_raised_and_why(client):
    release = issued(raised(next_draft()))

    page = parsed(client.get(f"/en/criteria/smartphones/{release.number}/"))
    data = client.get(f"{release.get_permanent_path()}.json").json()

    sentence = "The coordinators raised the number: the changes needed 1.1.0 at least. "
    assert sentence + WHY["en"] in [" ".join(text.split()) for text in texts_of(page, "//main//p")]
    assert data["raised"] == {"least": "1.1.0", "reason": WHY}


def test_public_page_and_json_of_a_computed_number_say_nothing(client):
    release = issued(next_draft())

    page = client.get(f"/en/criteria/smartphones/{release.number}/")

    assert b"raised" not in page.content
    assert client.get(f"{release.get_permanent_path()}.json").json()["raised"] is None


def test_reason_of_another_language_says_so(client):
    draft = next_draft()
    raise_number(draft.pk, Bump.MAJOR, reason={"sv": "Av vana."}, seen=draft.lock_version, actor=secretary())
    release = issued(type(draft).objects.get(pk=draft.pk))

    page = parsed(client.get(f"/en/criteria/smartphones/{release.number}/"))

    assert texts_of(page, "//main//span[@lang='sv'][text()='Av vana.']") == ["Av vana."]
