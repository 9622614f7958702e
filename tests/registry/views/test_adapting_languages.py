"""Pages of adaptations in other languages, and long ones: each text says what it is in, lists come in parts."""

import pytest

from tests.factories.accounts import city_editor
from tests.factories.adaptations import (
    AdaptationDraftFactory,
    changes,
    cycles,
    published_adaptation,
    smartphones,
    words,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import TranslationFactory
from tests.registry.views.pages import all_words, form_of, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(client):
    organisation = OrganisationFactory(name="City of Example", own_name="Exempelköping", slug="exempelkoping")
    client.force_login(city_editor(organisation))
    return organisation


@pytest.fixture
def release():
    release = smartphones("BAT-01")
    TranslationFactory(version=release.members.get().version, language="sv")
    return release


def draft_of(city, release, *each, **facts):
    return AdaptationDraftFactory(organisation=city, release=release, changed=changes(*each), **facts)


def page_of(draft, then="", language="sv"):
    return f"/{language}/me/adaptations/{draft.pk}/{then}"


def test_page_of_an_adaptation_is_in_the_reader_s_language(client, city, release):
    published_adaptation(draft_of(city, release, cycles("1200")))

    page = client.get("/sv/adaptation/exempelkoping/smartphones/1.0.0/")

    assert all_words(page, "//h1") == ["Exempelköping: Cirkulära och rättvisa telefoner"]
    assert parsed(page).xpath("//section[@aria-labelledby='changed']//div[contains(@class, 'diff')]/@lang") == ["sv"]
    assert all_words(page, "//section[@aria-labelledby='changed']//ins")[0] == "tillagt: 1 200"


def test_reasons_say_which_language_they_are_in(client, city, release):
    draft = draft_of(city, release, cycles("1200", reason="Fem år."), language="sv")
    published_adaptation(draft)

    page = parsed(client.get("/en/adaptation/exempelkoping/smartphones/1.0.0/"))

    assert page.xpath("//section[@aria-labelledby='changed']//dd/@lang") == ["sv"]
    assert "Svenska" in page.xpath("string(//section[@aria-labelledby='changed']/p[@class='hint'])")


def test_words_without_translation_are_marked_as_english_on_a_swedish_page(client, city, release):
    published_adaptation(draft_of(city, release, words()))

    page = parsed(client.get("/sv/adaptation/exempelkoping/smartphones/1.0.0/"))

    assert page.xpath("//section[@aria-labelledby='changed']//div[contains(@class, 'diff')]/@lang") == ["en"]


def test_form_asks_for_words_in_the_language_of_the_draft(client, city, release):
    draft = draft_of(city, release, language="sv")

    form = form_of(client.get(page_of(draft, "criteria/bat-01/")))
    areas = parsed(client.get(page_of(draft, "criteria/bat-01/"))).xpath("//textarea/@lang")

    assert form["texts.requirement.1.sv"].strip().endswith("[sv]")
    assert set(areas) == {"en", "sv"}


def test_own_translation_is_saved_with_the_words(client, city, release):
    draft = draft_of(city, release, language="sv")
    form = form_of(client.get(page_of(draft, "criteria/bat-01/")))
    own = {"texts.requirement.1.en": "Keep it.", "texts.requirement.1.sv": "Behåll det."}

    client.post(page_of(draft, "criteria/bat-01/"), {**form, **own})

    draft.refresh_from_db()
    assert draft.parsed.blocks[0].text == {"en": "Keep it.", "sv": "Behåll det."}


@pytest.mark.parametrize(("language", "text"), [("sv", "1 000"), ("da", "1.000"), ("fi", "1 000"), ("en", "1,000")])
def test_value_is_typed_in_the_way_of_the_page(client, city, release, language, text):
    draft = draft_of(city, release)
    form = form_of(client.get(page_of(draft, "criteria/bat-01/", language)))

    client.post(page_of(draft, "criteria/bat-01/", language), {**form, "levels.1.cycles": text})

    draft.refresh_from_db()
    assert [value.value for value in draft.parsed.values] == ["1000"]


@pytest.mark.parametrize("language", ["sv", "nb", "fi", "da"])
def test_form_that_is_sent_as_it_stands_changes_nothing_in_any_language(client, city, release, language):
    draft = draft_of(city, release, cycles("1200"), words(effect="stricter"), language="sv")
    address = page_of(draft, "criteria/bat-01/", language)

    client.post(address, form_of(client.get(address)))

    draft.refresh_from_db()
    assert draft.parsed.as_dict() == changes(cycles("1200"), words(effect="stricter")).as_dict()


def test_draft_of_many_criteria_comes_in_parts(client, city):
    codes = [f"BAT-{number:02}" for number in range(1, 64)]
    draft = draft_of(city, smartphones(*codes), cycles("1200", code="BAT-63"))

    first, second = (client.get(f"{page_of(draft, language='en')}?page={number}") for number in (1, 2))

    counts = [len(all_words(page, "//section[@aria-labelledby='unchanged']//li[@id]")) for page in (first, second)]
    assert counts == [60, 2]
    assert [len(all_words(page, "//section[@aria-labelledby='changed']//li")) for page in (first, second)] == [1, 1]


@pytest.mark.parametrize("codes", [("BAT-01",), ("BAT-01", "LAB-01", "REP-01")])
def test_draft_takes_the_same_queries_whatever_its_length(client, city, codes, django_assert_num_queries):
    draft = draft_of(city, smartphones(*codes), cycles("1200"))
    client.get(page_of(draft, language="en"))

    with django_assert_num_queries(12):
        client.get(page_of(draft, language="en"))


def test_list_of_many_adaptations_comes_in_parts(client, city):
    editor = city.memberships.get().user
    release = smartphones("BAT-01")
    for number in range(21):
        other = OrganisationFactory(slug=f"city-{number:02}")
        published_adaptation(draft_of(other, release))
        city.memberships.model.objects.create(organisation=other, user=editor, role="city_editor")

    counts = [
        len(
            all_words(
                client.get(f"/en/me/adaptations/?page={number}"), "//section[@aria-labelledby='sealed']//li/div[1]"
            )
        )
        for number in (1, 2)
    ]

    assert counts[0] >= 20
    assert counts[1] >= 1


def test_list_of_a_set_with_many_cities_comes_in_parts(client):
    release = smartphones("BAT-01")
    for number in range(31):
        published_adaptation(draft_of(OrganisationFactory(slug=f"city-{number:02}"), release))

    counts = [
        len(
            parsed(client.get(f"/en/criteria/smartphones/adaptations/?page={number}")).xpath("//li[@class='card flow']")
        )
        for number in (1, 2)
    ]

    assert counts == [30, 1]
