"""The page of a criterion as it would look: a draft, readable, found by nobody, with nothing to take away."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml.html import fromstring

from registry.enums import DraftState
from registry.services.drafting import save
from tests.factories.accounts import city_editor
from tests.factories.drafts import DraftFactory, in_consultation, secretary
from tests.factories.registry import RegisterFactory, battery_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def proposer(client, draft):
    user = city_editor(draft.proposed_by)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def read(client, draft, language="en"):
    answer = client.get(reverse("registry:draft-preview", args=[draft.pk]).replace("/en/", f"/{language}/"))
    assert answer.status_code == 200
    return answer, fromstring(answer.content.decode())


def test_preview_says_that_it_is_a_draft_and_is_not_found(client, draft, proposer):
    answer, page = read(client, draft)

    assert "This is a draft. It is not in force" in page.xpath("//main")[0].text_content()
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")


def test_preview_shows_the_words_that_were_saved_last(client, draft, proposer):
    content = battery_content(
        blocks={"title": "A better title", "requirement.1": "Keep {share} % for {cycles} cycles."}
    )
    save(draft.pk, content=content, summary={}, seen=1, actor=secretary())

    _answer, page = read(client, draft)

    assert page.xpath("//h1")[0].text_content() == "A better title"
    requirements = page.xpath("//div[@class='requirement-text']")
    assert requirements[0].text_content().strip() == "Keep 80 % for 800 cycles."


def test_preview_has_nothing_to_copy_to_export_or_to_put_in_a_basket(client, draft, proposer):
    _answer, page = read(client, draft)

    assert page.xpath("//main//form | //main//button | //main//a[contains(@href, '/id/')]") == []


def test_preview_is_in_the_language_of_the_text_in_the_frame_of_the_reader(client, draft, proposer):
    _answer, page = read(client, draft, "sv")

    assert (page.get("lang"), page.xpath("//h1/@lang")) == ("sv", ["en"])


def test_unfinished_text_can_be_looked_at(client, draft, proposer):
    bare = replace(battery_content(), levels={}, parameters={}, proof=(), legal_floor=(), texts={"en": {}})
    draft.content = bare.as_dict()
    draft.save()

    _answer, page = read(client, draft)

    assert page.xpath("//h1")[0].text_content() == "–"
    assert "No level has a text yet." in page.xpath("//main")[0].text_content()


def test_new_code_can_be_looked_at(client):
    draft = DraftFactory(base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award")
    client.force_login(city_editor(draft.proposed_by), backend="allauth.account.auth_backends.AuthenticationBackend")

    _answer, page = read(client, draft)

    assert page.xpath("//p[@class='code']")[0].text_content() == "NEW-01 (new)"


def test_what_is_before_the_members_can_still_be_looked_at(client):
    draft = in_consultation().draft
    client.force_login(city_editor(draft.proposed_by), backend="allauth.account.auth_backends.AuthenticationBackend")

    read(client, draft)

    assert draft.state == DraftState.CONSULTATION


def test_draft_that_is_not_there_is_not_found(client, proposer):
    assert client.get(reverse("registry:draft-preview", args=[999])).status_code == 404
