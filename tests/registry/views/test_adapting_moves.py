"""A newer release below a draft: what applies, what has to be decided, and the move itself."""

import pytest

from tests.factories.accounts import city_editor
from tests.factories.adaptations import AdaptationDraftFactory, changes, cycles, smartphones, words
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory, VersionFactory, battery_content
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db

CYCLES, WORDS = "BAT-01/levels.1.cycles", "BAT-01/texts.requirement.1"


@pytest.fixture
def city(client):
    organisation = OrganisationFactory()
    client.force_login(city_editor(organisation))
    return organisation


def draft_of(city, *each):
    return AdaptationDraftFactory(organisation=city, changed=changes(*each), release=smartphones("BAT-01"))


def released(draft, number="1.1.0", **body):
    """A release in which the next version of the battery's criterion says something else."""
    base = draft.release.members.get().version
    version = VersionFactory(criterion=base.criterion, number=number, base_version=base, body=battery_content(**body))
    return ReleaseFactory(criteria_set=draft.criteria_set, number=number, members=[version])


def raised(cycles="900"):
    return {1: {"cycles": cycles, "share": "80"}, 2: {"cycles": "1000", "share": "80"}}


def page_of(draft):
    return f"/en/me/adaptations/{draft.pk}/move/"


def stored(draft):
    draft.refresh_from_db()
    return str(draft.release), draft.parsed


def test_draft_on_the_newest_release_has_nowhere_to_move(client, city):
    draft = draft_of(city, cycles())

    shown, posted = client.get(page_of(draft)), client.post(page_of(draft))

    assert all_words(shown, "//div[@class='empty-state']/h2") == ["This draft stands on the newest release"]
    assert posted.status_code == 200
    assert stored(draft) == ("smartphones@1.0.0", changes(cycles()))


def test_draft_says_that_there_is_a_newer_release(client, city):
    draft = draft_of(city, cycles())
    released(draft, theme="durability")

    page = parsed(client.get(f"/en/me/adaptations/{draft.pk}/"))

    assert page.xpath("//div[@class='ds-alert']//a/@href") == [page_of(draft)]


def test_what_still_applies_needs_no_decision(client, city):
    draft = draft_of(city, cycles("1200"))
    released(draft, theme="durability")

    page = client.get(page_of(draft))
    response = client.post(page_of(draft), form_of(page))

    assert all_words(page, "//table/tbody/tr") == [
        "BAT-01: full charge cycles, level 1 Baseline 1,200 cycles applies as before"
    ]
    assert messages_of(client.get(response["Location"])) == ["The draft now stands on smartphones@1.1.0."]
    assert stored(draft) == ("smartphones@1.1.0", changes(cycles("1200")))


def test_what_the_release_says_now_goes_by_itself(client, city):
    draft = draft_of(city, cycles("900"))
    released(draft, levels=raised("900"))

    page = client.get(page_of(draft))
    client.post(page_of(draft), form_of(page))

    assert all_words(page, "//table/tbody/tr/td[2]") == ["no longer needed: the release says the same"]
    assert stored(draft) == ("smartphones@1.1.0", changes())


def test_conflict_shows_both_releases_and_ones_own(client, city):
    draft = draft_of(city, cycles("1200"))
    released(draft, levels=raised())

    page = client.get(page_of(draft))

    assert all_words(page, "//div[@role='group']/h3") == [
        "BAT-01: full charge cycles, level 1 Baseline conflict: the release changed it too"
    ]
    assert all_words(page, "//div[@role='group']//dd") == ["removed: 800 cycles added: 900 cycles", "1,200 cycles"]
    assert all_words(page, "//div[@role='group']//input[@type='radio']/following-sibling::label") == [
        "Keep ours",
        "Take the release's",
        "Take another value",
    ]


def test_conflict_that_is_not_decided_moves_nothing(client, city):
    draft = draft_of(city, cycles("1200"))
    released(draft, levels=raised())

    response = client.post(page_of(draft), form_of(client.get(page_of(draft))))

    assert response.status_code == 200
    assert all_words(response, "//div[@role='group']/p[@class='ds-validation-message']") == [
        "Choose what becomes of it."
    ]
    assert parsed(response).xpath("//div[contains(@class, 'ds-error-summary')]//a/@href") == ["#move-1"]
    assert stored(draft) == ("smartphones@1.0.0", changes(cycles("1200")))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({f"decision.{CYCLES}": "keep"}, changes(cycles("1200"))),
        ({f"decision.{CYCLES}": "drop"}, changes()),
        ({f"decision.{CYCLES}": "other", f"value.{CYCLES}": "1,100"}, changes(cycles("1100"))),
    ],
)
def test_conflict_is_decided_by_the_city(client, city, said, left):
    draft = draft_of(city, cycles("1200"))
    released(draft, levels=raised())

    client.post(page_of(draft), {**form_of(client.get(page_of(draft))), **said})

    assert stored(draft) == ("smartphones@1.1.0", left)


def test_other_value_out_of_bounds_is_refused_and_kept(client, city):
    draft = draft_of(city, cycles("1200"))
    released(draft, levels=raised())
    form = form_of(client.get(page_of(draft)))

    said = {f"decision.{CYCLES}": "other", f"value.{CYCLES}": "5000"}
    response = client.post(page_of(draft), {**form, **said})

    [fault] = all_words(response, "//div[contains(@class, 'ds-error-summary')]/p")
    assert "Enter a value from 800 to 2,000." in fault
    assert form_of(response)[f"value.{CYCLES}"] == "5000"
    assert stored(draft) == ("smartphones@1.0.0", changes(cycles("1200")))


def test_other_value_that_is_not_typed_is_no_decision(client, city):
    draft = draft_of(city, cycles("1200"))
    released(draft, levels=raised())

    response = client.post(page_of(draft), {**form_of(client.get(page_of(draft))), f"decision.{CYCLES}": "other"})

    assert response.status_code == 200
    assert all_words(response, "//div[@role='group']/p[@class='ds-validation-message']") == [
        "Choose what becomes of it."
    ]


def test_words_in_conflict_show_what_the_release_changed(client, city):
    draft = draft_of(city, words())
    released(draft, blocks={"requirement.1": "The battery shall keep {share} % after {cycles} full charge cycles."})

    page = client.get(page_of(draft))
    client.post(page_of(draft), {**form_of(page), f"decision.{WORDS}": "keep"})

    assert parsed(page).xpath("//div[@role='group']//dd[@lang='en']//del") != []
    assert stored(draft) == ("smartphones@1.1.0", changes(words()))


def test_what_is_gone_can_only_be_dropped(client, city):
    draft = draft_of(city, cycles("1200"))
    other = VersionFactory(criterion__code="LAB-01")
    ReleaseFactory(criteria_set=draft.criteria_set, number="2.0.0", members=[other])

    page = client.get(page_of(draft))
    client.post(page_of(draft), {**form_of(page), f"decision.{CYCLES}": "drop"})

    radios = parsed(page).xpath("//div[@role='group']//input[@type='radio']/@value")
    assert radios == ["drop"]
    assert stored(draft) == ("smartphones@2.0.0", changes())


def test_move_of_a_draft_that_was_changed_meanwhile_shows_it_again(client, city):
    draft = draft_of(city, cycles("1200"))
    released(draft, theme="durability")

    response = client.post(page_of(draft), {"seen": "0"})

    assert response.status_code == 409
    assert all_words(response, "//div[contains(@class, 'ds-error-summary')]/p") == [
        "It was changed meanwhile. Look again at what to decide."
    ]
    assert form_of(response)["seen"] == "1"
