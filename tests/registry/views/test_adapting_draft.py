"""One draft of an adaptation: its criteria, the form of one, two who save at once, and the second person."""

import pytest

from portal.members.enums import Role
from registry.enums import DraftState
from registry.models import Adaptation
from registry.services.adaptations import preview_of
from registry.services.adapting import save_adaptation
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.adaptations import (
    ADAPTED_ON,
    AdaptationDraftFactory,
    changes,
    cycles,
    published_adaptation,
    without,
    words,
)
from tests.factories.drafts import secretary
from tests.factories.members import OrganisationFactory
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db

LIST = "/en/me/adaptations/"
REQUIREMENT = "texts.requirement.1"


@pytest.fixture
def city():
    return OrganisationFactory(name="Examplehaven", slug="examplehaven")


@pytest.fixture
def editor(client, city):
    user = city_editor(city)
    client.force_login(user)
    return user


@pytest.fixture
def draft(city):
    return AdaptationDraftFactory(organisation=city, changed=changes())


def page_of(draft, then="criteria/bat-01/"):
    return f"{LIST}{draft.pk}/{then}"


def sent(client, draft, **changed):
    """The form of BAT-01 as it stands, with something else in some fields."""
    form = form_of(client.get(page_of(draft)))
    return client.post(page_of(draft), {**form, **changed})


def stored(draft):
    draft.refresh_from_db()
    return draft.parsed


def errors(response):
    return all_words(response, "//div[contains(@class, 'ds-error-summary')]//li")


def test_draft_shows_what_is_changed_apart_from_what_is_not(client, editor, city):
    draft = AdaptationDraftFactory(organisation=city, changed=changes(cycles("1200")))

    response = client.get(page_of(draft, ""))

    assert all_words(response, "//section[@aria-labelledby='changed']//li/div") == [
        "BAT-01 Battery that lasts stricter Requirement, level 1 Baseline"
    ]
    assert all_words(response, "//section[@aria-labelledby='unchanged']//li/div") == [
        "LAB-01 Battery that lasts identical"
    ]


def test_draft_of_another_city_is_not_found(client, editor):
    draft = AdaptationDraftFactory()

    pages = ("", "criteria/bat-01/", "check/", "move/", "abandon/")

    assert {client.get(page_of(draft, each)).status_code for each in pages} == {404}


def test_draft_is_read_by_colleagues_who_cannot_change_it(client, draft, city):
    client.force_login(MembershipFactory.create(organisation=city, role=Role.MEMBER).user)

    shown = client.get(page_of(draft, ""))

    assert shown.status_code == 200
    assert parsed(shown).xpath("//a[contains(@href, '/criteria/bat-01/')]") == []
    assert client.get(page_of(draft)).status_code == 403


def test_form_that_is_sent_as_it_stands_changes_nothing(client, editor, draft):
    response = sent(client, draft)

    assert response["Location"] == f"{LIST}{draft.pk}/#bat-01"
    assert stored(draft) == changes()
    assert draft.lock_version == 1


def test_form_shows_the_bounds_beside_each_value(client, editor, draft):
    hints = all_words(client.get(page_of(draft)), "//div[@id='id_levels.1.cycles_helptext']")

    assert hints == ["In the release: 800 cycles. From 800 cycles to 2,000 cycles."]


def test_value_is_read_as_people_write_it(client, editor, draft):
    sent(client, draft, **{"levels.1.cycles": "1 000", "values_reason": "Five years of use."})

    assert stored(draft) == changes(cycles("1000", reason="Five years of use."))


def test_value_out_of_bounds_is_refused_at_its_field_and_kept(client, editor, draft):
    response = sent(client, draft, **{"levels.1.cycles": "700"})

    [error] = errors(response)
    assert error.endswith("700 is outside the bounds. Enter a value from 800 to 2,000.")
    assert parsed(response).xpath("//div[contains(@class, 'ds-error-summary')]//a/@href") == ["#id_levels.1.cycles"]
    assert form_of(response)["levels.1.cycles"] == "700"
    assert stored(draft) == changes()


def test_words_in_place_of_the_text_are_a_replacement(client, editor, draft):
    ground = {f"{REQUIREMENT}.reason": "Our climate.", f"{REQUIREMENT}.basis": "Our rule 7"}
    sent(client, draft, **{f"{REQUIREMENT}.en": "The bidder shall say so.", **ground})

    assert stored(draft) == changes(words())


def test_words_after_the_text_are_an_addition(client, editor, draft):
    base = form_of(client.get(page_of(draft)))["texts.guidance.en"]
    sent(client, draft, **{"texts.guidance.en": f"{base}\r\n\r\nAsk our store.", "texts.guidance.reason": "Stock."})

    assert stored(draft) == changes(
        words("Ask our store.", block="guidance", how="add", reason="Stock.", legal_basis="")
    )


def test_words_that_were_saved_stand_in_the_form_again(client, editor, city):
    draft = AdaptationDraftFactory(organisation=city, changed=changes(words(effect="stricter"), cycles("1200")))

    form = form_of(client.get(page_of(draft)))

    assert form[f"{REQUIREMENT}.en"].strip() == "The bidder shall say so."
    assert form[f"{REQUIREMENT}.effect"] == "stricter"
    assert form["levels.1.cycles"] == "1,200"
    sent(client, draft)
    assert stored(draft) == changes(words(effect="stricter"), cycles("1200"))


def test_criterion_is_left_out_with_a_reason(client, editor, draft):
    sent(client, draft, left_out="on", left_out_reason="We rent our phones.")

    assert stored(draft) == changes(without())


def test_criterion_is_not_left_out_and_changed_at_once(client, editor, draft):
    response = sent(client, draft, left_out="on", **{"levels.1.cycles": "1000"})

    [error] = errors(response)
    assert "Do one or the other." in error
    assert stored(draft) == changes()


def test_saving_one_criterion_leaves_the_others_as_they_are(client, editor, city):
    other = cycles("1500", code="LAB-01")
    draft = AdaptationDraftFactory(organisation=city, changed=changes(other))

    sent(client, draft, **{"levels.1.cycles": "1000"})

    assert stored(draft) == changes(cycles("1000"), other)


def test_two_who_save_at_once_see_both_texts_and_lose_nothing(client, editor, city, draft):
    form = form_of(client.get(page_of(draft)))
    save_adaptation(draft.pk, overrides=changes(cycles("1500")), language="en", seen=1, actor=city_editor(city))

    met = client.post(page_of(draft), {**form, "levels.1.cycles": "1000"})

    assert met.status_code == 409
    assert all_words(met, "//section[@aria-labelledby='conflict']//dd") == ["1000", "1500"]
    assert stored(draft) == changes(cycles("1500"))
    client.post(page_of(draft), form_of(met))
    assert stored(draft) == changes(cycles("1000"))


def test_criterion_that_is_not_in_the_release_is_not_found(client, editor, draft):
    assert client.get(page_of(draft, "criteria/end-01/")).status_code == 404


def test_form_of_a_published_draft_says_so(client, editor, draft):
    form = form_of(client.get(page_of(draft)))
    published_adaptation(draft)

    response = client.post(page_of(draft), {**form, "levels.1.cycles": "1000"})

    assert len(errors(response)) == 1
    assert stored(draft) == changes()


def test_check_shows_the_difference_and_what_is_to_be_mended(client, editor, city):
    draft = AdaptationDraftFactory(organisation=city, changed=changes(words(reason="")))

    page = client.get(page_of(draft, "check/"))

    assert parsed(page).xpath("//section[@aria-labelledby='faults']//a/@href") == [page_of(draft)]
    assert all_words(page, "//section[@aria-labelledby='changes']//h3")[0] == (
        "BAT-01 Battery that lasts not comparable"
    )
    assert parsed(page).xpath("//section[@aria-labelledby='changes']//ins") != []
    assert parsed(page).xpath("//main//button[text()='Publish']") == []


def test_check_asks_who_saved_last_to_send_somebody_else(client, editor, draft):
    sent(client, draft, **{"levels.1.cycles": "1000"})

    page = client.get(page_of(draft, "check/"))
    refused = client.post(page_of(draft, "check/"), {"seen": "0"})

    assert "somebody else of your organisation" in page.content.decode()
    assert refused.status_code == 403


def test_second_person_publishes_what_was_read(client, editor, draft, city):
    sent(client, draft, **{"levels.1.cycles": "1000"})
    client.force_login(city_editor(city))
    page = client.get(page_of(draft, "check/"))

    response = client.post(page_of(draft, "check/"), form_of(page))

    adaptation = Adaptation.objects.get()
    assert response["Location"] == "/en/adaptation/examplehaven/smartphones/1.0.0/"
    assert adaptation.parsed.overrides == changes(cycles("1000"))
    assert messages_of(client.get(response["Location"])) == ["examplehaven/smartphones@1.0.0 is published."]


def test_second_person_does_not_publish_what_was_changed_meanwhile(client, editor, draft, city):
    sent(client, draft, **{"levels.1.cycles": "1000"})
    second = city_editor(city)
    client.force_login(second)
    form = form_of(client.get(page_of(draft, "check/")))
    save_adaptation(draft.pk, overrides=changes(cycles("1100")), language="en", seen=2, actor=editor)

    response = client.post(page_of(draft, "check/"), form)

    assert response.status_code == 409
    assert messages_of(response) == ["It was changed meanwhile. Read it once more, then publish."]
    assert Adaptation.objects.count() == 0
    assert form_of(response)["seen"] != form["seen"]


def test_publishing_with_something_to_mend_says_so(client, editor, city):
    draft = AdaptationDraftFactory(organisation=city, changed=changes(words(reason="")))
    seen = preview_of(draft, on=ADAPTED_ON).content_hash

    response = client.post(page_of(draft, "check/"), {"seen": seen})

    assert messages_of(response) == ["Not published yet: mend what is listed below first."]
    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFTING


def test_coordinator_publishes_for_a_city_with_one_editor(client, editor, draft):
    sent(client, draft, **{"levels.1.cycles": "1000"})
    client.force_login(secretary())

    client.post(page_of(draft, "check/"), form_of(client.get(page_of(draft, "check/"))))

    assert str(Adaptation.objects.get()) == "examplehaven/smartphones@1.0.0"


def test_check_of_a_published_draft_leads_to_what_it_became(client, editor, draft):
    published_adaptation(draft)

    page = client.get(page_of(draft, "check/"))

    assert [a.get("href") for a in parsed(page).xpath("//main//p/a")] == [
        "/en/adaptation/examplehaven/smartphones/1.0.0/"
    ]
