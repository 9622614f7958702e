"""The picture of coming ends in a real browser: legible on a phone, by day and by night, without script."""

import pytest
from django.utils.timezone import localdate

from tests.axe import look
from tests.factories.accounts import city_editor
from tests.factories.members import ContractEndFactory, OrganisationFactory, VolumeFactory
from tests.portal.members.test_area_in_browser import sign_in

SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
PAGE = "/en/members/contract-ends/"
NAMES = ("Lund", "A very long name of a joint purchasing body", "Åbo")
# Words of one line that touch: the name of a member, and its month at the other end.
TOUCHING = """() => {
  const [names, months] = ['.chart-name', '.chart-number'].map((each) => [...document.querySelectorAll(each)]);
  return names.filter((name, place) =>
    name.getBoundingClientRect().right > months[place].getBoundingClientRect().left).map((name) => name.textContent);
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def in_months(months):
    """The first day of a month that is so far ahead of today."""
    today = localdate()
    years, month = divmod(today.month - 1 + months, 12)
    return today.replace(year=today.year + years, month=month + 1, day=1)


@pytest.fixture
def members(transactional_db):
    for number, name in enumerate(NAMES, start=1):
        end = ContractEndFactory(
            organisation__name=name, organisation__slug=f"m-{number}", month=in_months(10 * number)
        )
        VolumeFactory(organisation=end.organisation)
    ContractEndFactory(organisation__country="FI", month=in_months(50))


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_words_of_the_picture_touch_nowhere(page, members, size, language):
    page.set_viewport_size(size)
    page.goto(PAGE.replace("/en/", f"/{language}/"))

    assert page.locator(".chart-name").count() == len(NAMES)
    assert page.evaluate(TOUCHING) == []
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, members, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(PAGE)

    assert look(page).faults == []


def test_country_is_chosen_without_script(page_without_script, members):
    page_without_script.goto(PAGE)

    page_without_script.get_by_label("Country").select_option("FI")
    page_without_script.get_by_role("button", name="Show").click()

    assert page_without_script.locator("main tbody tr").count() == 1


def test_editor_says_it_and_reads_it_where_everybody_does(client, page, transactional_db):
    organisation = OrganisationFactory(name="City of Example", slug="example")
    sign_in(client, page, city_editor(organisation))
    page.goto("/en/me/organisations/example/volumes/")

    page.get_by_role("link", name="Say when your contracts end").click()
    page.get_by_label("when does your present contract end?").fill(f"{in_months(5):%m/%Y}")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_role("link", name="What everybody reads of it").click()

    assert page.locator("main tbody th").first.inner_text().split("\n")[0].strip() == "City of Example"
