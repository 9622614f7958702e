"""A city's editor proposes a change of a criterion: from its page to the request that the coordinators open the
consultation. With script, without, and with the keyboard alone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.members.models import Organisation
from registry.drafts.asking import request_of
from registry.models import CriterionVersion, Draft
from registry.services.drafting import declare_same_bids, save, start_from
from registry.services.sealing import head_of
from tests.browser import follow
from tests.factories.accounts import city_editor
from tests.factories.drafts import secretary
from tests.factories.experiences import FeedbackFactory
from tests.journeys.test_accessibility import WIDTHS, faults_here
from tests.journeys.test_reviewing import sign_in as show_second_factor
from tests.portal.experiences.authors import sign_in

SHOTS = os.environ.get("SHOTS")
CRITERION = "/en/criterion/bat-01/2.0.0/"


@pytest.fixture
def city(_site):
    return Organisation.objects.get(slug="malmo")


@pytest.fixture
def base(_site):
    criterion = CriterionVersion.objects.filter(criterion__code="BAT-01").first().criterion
    return head_of(criterion)


def begun(base, city, actor):
    """A draft with a changed requirement, of which nobody has confirmed that the same bids comply."""
    draft = start_from(base, proposed_by=city, actor=actor)
    content = draft.parsed
    changed = {**content.texts["en"], "requirement.1": content.texts["en"]["requirement.1"] + " It should have EPEAT."}
    words = type(content)(**{**vars(content), "texts": {**content.texts, "en": changed}})
    save(draft.pk, content=words, summary={"en": "Asks for a label."}, seen=1, actor=actor)
    return declare_same_bids(draft.pk, reason="Everybody has it.", seen=2, actor=city_editor(city))


def propose(page: Page) -> None:
    """The whole way, whichever browser it is."""
    page.goto(CRITERION)
    follow(page.get_by_role("link", name="Propose a change"))
    expect(page.get_by_text("Which cycles are meant?")).to_be_visible()
    follow(page.get_by_role("button", name="Start a draft"))

    follow(page.get_by_role("button", name="Add a means of proof"))
    expect(page.get_by_text("A new row. Left empty, it is not saved.")).to_be_visible()
    page.locator("#id_texts-purpose_en").fill("A battery that lasts keeps a phone in use for longer.")
    page.locator("#id_change-summary_en").fill("Says why it matters.")
    follow(page.get_by_role("button", name="Check without saving").first)
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()

    draft = Draft.objects.get()
    theirs = city_editor(draft.proposed_by)
    save(draft.pk, content=draft.parsed, summary={"en": "Theirs."}, seen=draft.lock_version, actor=theirs)
    follow(page.get_by_role("button", name="Save", exact=True).first)
    expect(page.get_by_text("Nothing of yours is lost: it is on this page.")).to_be_visible()
    follow(page.get_by_role("button", name="Go on writing, with my text"))
    follow(page.get_by_role("button", name="Save", exact=True).first)
    expect(page.get_by_text("is saved.")).to_be_visible()
    assert Draft.objects.get().summary == {"en": "Says why it matters."}

    follow(page.get_by_role("link", name="Ask to open the consultation"))
    page.get_by_label("Words to the coordinators").fill("Tried in two tenders.")
    follow(page.get_by_role("button", name="Ask the coordinators"))
    expect(page.get_by_role("button", name="Take the request back")).to_be_visible()
    asked = request_of(Draft.objects.get())
    assert asked is not None
    assert asked.reason == "Tried in two tenders."


def test_editor_proposes_a_change(page, client, watch, city, base):
    watch.allow("409")
    FeedbackFactory(version=base, text="Which cycles are meant?")
    sign_in(client, page, city_editor(city))

    propose(page)


def test_editor_proposes_a_change_without_script(page_without_script, client, watch, city, base):
    watch.allow("409")
    FeedbackFactory(version=base, text="Which cycles are meant?")
    sign_in(client, page_without_script, city_editor(city))

    propose(page_without_script)


def press_until(page: Page, wanted: str, key: str = "Tab", most: int = 250) -> None:
    """Walk with the keyboard until the focus is on what a selector finds."""
    for _step in range(most):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not get to {wanted}")


def test_editor_proposes_a_change_with_the_keyboard_alone(page, client, city, base):
    sign_in(client, page, city_editor(city))
    page.goto("/en/me/drafts/start/?criterion=bat-01")
    press_until(page, "main button[value='next']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/drafts/*/")

    press_until(page, "#id_texts-purpose_en")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("A battery that lasts keeps a phone in use for longer.")
    press_until(page, "main button[value='save']", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is saved.")).to_be_visible()

    purpose = Draft.objects.get().parsed.texts["en"]["purpose"]
    assert purpose == "A battery that lasts keeps a phone in use for longer."
    press_until(page, "#beside")


def test_coordinator_finds_what_the_city_asks_for_and_hands_it_back(page, client, live_server, city, base):
    editor = city_editor(city)
    draft = start_from(base, proposed_by=city, actor=editor)
    content = draft.parsed
    changed = {language: {**texts, "purpose": "Longer."} for language, texts in content.texts.items()}
    save(draft.pk, content=type(content)(**{**vars(content), "texts": changed}), summary={}, seen=1, actor=editor)
    sign_in(client, page, editor)
    page.goto(f"/en/me/drafts/{draft.pk}/ask/")
    follow(page.get_by_role("button", name="Ask the coordinators"))

    show_second_factor(page, live_server.url, secretary())
    page.goto("/admin/")
    follow(page.get_by_role("link", name=str(draft)).first)
    follow(page.get_by_role("link", name="Hand back to the city"))
    page.get_by_label("Reason").fill("Say for how long.")
    follow(page.get_by_role("button", name="Hand back to the city"))

    sign_in(client, page, editor)
    page.goto(f"/en/me/drafts/{draft.pk}/")
    expect(page.get_by_text("Say for how long.")).to_be_visible()


@pytest.mark.parametrize("width", list(WIDTHS.values()), ids=list(WIDTHS))
def test_no_page_of_a_citys_draft_has_a_fault(page, client, city, base, width):
    page.set_viewport_size({"width": width, "height": 900})
    editor = city_editor(city)
    sign_in(client, page, editor)
    FeedbackFactory(version=base, text="Which cycles are meant?")
    found = {}

    def look(path: str, name: str) -> None:
        page.goto(path)
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        found[name] = faults_here(page)

    look("/en/me/drafts/", "empty")
    look("/en/me/drafts/start/", "start")
    look("/en/me/drafts/start/?criterion=bat-01", "chosen")
    draft = begun(base, city, editor)
    root = f"/en/me/drafts/{draft.pk}/"
    oldest = draft.revisions.order_by("pk").first().pk
    for path, name in {
        "/en/me/": "area",
        "/en/me/drafts/": "list",
        "/en/me/votes/": "votes",
        "/en/me/drafts/start/?criterion=bat-01": "drafted",
        root: "edit",
        f"{root}earlier/": "earlier",
        f"{root}earlier/compare/?from={oldest}": "compare",
        f"{root}same-bids/": "same-bids",
        f"{root}ask/": "ask",
        f"{root}abandon/": "abandon",
        CRITERION: "criterion",
    }.items():
        look(path, name)

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, *WIDTHS.values()])
def test_no_fault_in_what_a_form_answers(page, client, watch, city, base, width):
    watch.allow("409")
    page.set_viewport_size({"width": width, "height": 900})
    editor = city_editor(city)
    sign_in(client, page, editor)
    draft = begun(base, city, editor)
    page.goto(f"/en/me/drafts/{draft.pk}/")
    page.locator("#id_parameters-0-value_1").fill("lots")
    follow(page.get_by_role("button", name="Save", exact=True).first)
    shot(page, "mistake", width)
    assert faults_here(page) == []

    page.goto(f"/en/me/drafts/{draft.pk}/")
    page.locator("#id_texts-purpose_en").fill("Mine.")
    save(draft.pk, content=draft.parsed, summary={"en": "Theirs."}, seen=3, actor=city_editor(city))
    follow(page.get_by_role("button", name="Save", exact=True).first)
    shot(page, "conflict", width)
    assert faults_here(page) == []


def shot(page: Page, name: str, width: int) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
