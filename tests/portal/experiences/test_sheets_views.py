"""The pages around a workbook: its downloads, its trial, and the word that imports it."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.experiences.models import Edition, TenderExperience
from portal.experiences.sheets.columns import Part
from portal.experiences.tasks import Task
from portal.files.forms import packed
from portal.files.packages import XLSX
from portal.files.tables import MOST_BYTES
from portal.members.enums import OrganisationKind
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.experiences import EditionFactory
from tests.factories.members import OrganisationFactory
from tests.portal.experiences.authors import AREA, say, words_in
from tests.portal.experiences.workbooks import FIRST, Filled, told

pytestmark = pytest.mark.django_db
IMPORT = f"{AREA}import/"


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", slug="example", country="SE")


@pytest.fixture
def author(client, organisation):
    user = MembershipFactory(organisation=organisation).user
    client.force_login(user)
    return user


def at_supporter():
    return MembershipFactory(organisation__kind=OrganisationKind.SUPPORTER).user


def new(**cells):
    return Filled().tender(**{"title": "Phones", "language": "English", **cells})


def sent(content, **fields):
    return {"file": SimpleUploadedFile("tenders.xlsx", content, XLSX), **fields}


def tried(client, book, **fields):
    """The page with the results of a workbook."""
    response = client.post(IMPORT, sent(book.content if isinstance(book, Filled) else book, **fields))
    assert response.status_code == 200
    return response


def said_yes(client, response, **changes):
    """Press the button under the results, as its form stands there."""
    context = response.context
    fields = {"organisation": context["organisation"].slug, "again": context["again"], "mark": context["plan"].mark}
    return client.post(IMPORT, {**fields, **changes})


@pytest.mark.parametrize("path", ["import/", "template.xlsx", "export.xlsx"])
def test_visitor_is_led_to_sign_in_and_back(client, path):
    response = client.get(AREA + path)

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={AREA}{path}")


@pytest.mark.parametrize("path", ["import/", "template.xlsx", "export.xlsx"])
@pytest.mark.parametrize("make", [UserFactory, at_supporter])
def test_whoever_works_for_no_public_buyer_finds_nothing(client, path, make):
    client.force_login(make())

    assert client.get(AREA + path).status_code == 404
    assert client.post(IMPORT, sent(b"")).status_code == 404


def test_template_is_in_the_language_of_its_address(client, author):
    response = client.get("/sv/me/tenders/template.xlsx")

    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == 'attachment; filename="tender-experiences-template.xlsx"'
    assert "no-store" in response["Cache-Control"]
    assert Filled(response.content).book.properties.language == "sv"


def test_export_holds_ones_own_records_and_no_others(client, author, organisation):
    EditionFactory(experience__organisation=organisation, title="Ours")
    EditionFactory(title="Theirs")

    book = Filled(client.get(f"{AREA}export.xlsx").content)

    assert [book.cell(Part.TENDERS, FIRST + row, "title").value for row in range(2)] == ["Ours", None]


def test_page_explains_itself_and_offers_both_workbooks(client, author):
    page = words_in(client.get(IMPORT))

    assert f'<a href="{AREA}template.xlsx">an empty workbook</a>' in page
    assert f'<a href="{AREA}export.xlsx">a workbook with your own records</a>' in page
    assert 'name="organisation"' not in page
    assert "optional" not in page


def test_trial_tells_what_each_row_would_do_and_saves_nothing(client, author, organisation):
    edition = EditionFactory(experience__organisation=organisation, title="Phones", year=2025)
    book = Filled(client.get(f"{AREA}export.xlsx").content)
    book.tender(year=2026).tender(FIRST + 1, title="Laptops", language="en")

    response = tried(client, book)

    assert told(response.context["plan"]) == [("changed", ["Year"], []), ("new", [], [])]
    page = words_in(response)
    assert "New: <strong>1</strong>" in page
    assert "Changed: <strong>1</strong>" in page
    assert '<span lang="en">Laptops</span>' in page
    assert "New tenders become drafts of City of Example." in page
    edition.refresh_from_db()
    assert (edition.year, TenderExperience.objects.count()) == (2025, 1)


def test_yes_imports_what_was_shown(client, author, organisation):
    EditionFactory(experience__organisation=organisation, title="Phones", year=2025)
    book = Filled(client.get(f"{AREA}export.xlsx").content)
    book.tender(year=2026).tender(FIRST + 1, title="Laptops", language="en")

    response = client.get(said_yes(client, tried(client, book))["Location"])

    assert [str(message) for message in response.context["messages"]] == [
        "1 record was begun.",
        "1 record was changed.",
    ]
    assert {edition.title: edition.year for edition in Edition.objects.all()} == {"Laptops": None, "Phones": 2026}


def test_yes_twice_imports_once(client, author):
    response = tried(client, new())

    first, second = said_yes(client, response), said_yes(client, response)

    assert first.status_code == 302
    assert told(second.context["plan"]) == [("unchanged", [], [])]
    assert TenderExperience.objects.count() == 1


def test_yes_to_something_that_changed_meanwhile_shows_it_anew(client, author, organisation):
    edition = EditionFactory(experience__organisation=organisation, title="Phones")
    book = Filled(client.get(f"{AREA}export.xlsx").content).tender(year=2030)
    response = tried(client, book)
    say(edition, Task.TENDER, author, title="Smartphones")

    again = said_yes(client, response)

    assert again.status_code == 200
    assert "Something has changed since you looked at the results." in words_in(again)
    assert [outcome for outcome, _changes, _faults in told(again.context["plan"])] == ["fault"]
    edition.refresh_from_db()
    assert (edition.title, edition.year) == ("Smartphones", 2026)


def test_yes_to_another_workbook_than_the_one_shown_shows_that_one(client, author):
    response = tried(client, new())

    again = said_yes(client, response, again=packed(new(title="Laptops").content))

    assert [result.title for result in again.context["plan"].results] == ["Laptops"]
    assert not TenderExperience.objects.exists()


def test_results_with_a_fault_have_no_button(client, author):
    response = tried(client, new(year="soon").tender(FIRST + 1, title="Laptops", language="en"))

    assert response.context["again"] == ""
    page = words_in(response)
    assert "Nothing can be imported yet" in page
    assert "<strong>Tenders!H3</strong>: No year is found in “soon”. Write four digits, for example 2026." in page
    assert said_yes(client, response, again=packed(new(year="soon").content)).status_code == 200
    assert not TenderExperience.objects.exists()


def test_fault_that_only_the_service_finds_is_shown_before_the_button(client, author):
    response = tried(client, new(winners="A AB", bidders="A AB"))

    assert response.context["again"] == ""
    assert "A AB is there twice. Remove one of them." in words_in(response)


def test_row_of_no_tender_is_shown(client, author):
    response = tried(client, new().lesson(key=9, topic="price", text="Lower."))

    assert response.context["again"] == ""
    assert "<strong>Lessons!A3</strong>: No tender in this file has the number “9”." in words_in(response)


def test_workbook_that_changes_nothing_says_so(client, author, organisation):
    EditionFactory(experience__organisation=organisation)

    response = tried(client, client.get(f"{AREA}export.xlsx").content)

    assert "There is nothing to import: every row says what the portal says already." in words_in(response)
    assert response.context["again"] == ""


def test_empty_workbook_says_so(client, author):
    assert "There is no tender in the workbook." in words_in(tried(client, Filled()))


def test_what_stands_in_a_workbook_is_shown_as_text(client, author):
    page = words_in(tried(client, new(title="<script>alert(1)</script>", stage="<b>won</b>")))

    assert "<script>alert" not in page
    assert "“&lt;b&gt;won&lt;/b&gt;” is none of the choices" in page


@pytest.mark.parametrize(
    ("content", "told_at_the_field"),
    [
        (b"title;year", "This is no workbook that can be read"),
        (b"P" * (MOST_BYTES + 1), "The file has more than 1.5 MB"),
    ],
)
def test_file_that_is_none_is_refused_at_its_field(client, author, content, told_at_the_field):
    response = client.post(IMPORT, sent(content))

    (error,) = response.context["form"].errors["file"]
    assert error.startswith(told_at_the_field)


@pytest.mark.parametrize("fields", [{}, {"again": ""}, {"mark": "0"}])
def test_without_a_file_it_is_asked_for(client, author, fields):
    response = client.post(IMPORT, fields)

    assert response.context["form"].errors == {"file": ["Choose the workbook."]}


@pytest.mark.parametrize("again", ["%%%", "A", base64.b64encode(b"title;year").decode(), "\u00e9"])
def test_what_comes_back_is_as_little_trusted_as_a_new_file(client, author, again):
    response = client.post(IMPORT, {"again": again, "mark": "0"})

    assert response.status_code == 200
    assert response.context["form"].errors["file"][0].startswith("This is no workbook that can be read")


def test_whoever_writes_for_two_buyers_says_whose_the_new_ones_are(client, author, organisation):
    other = MembershipFactory(user=author, organisation__slug="other").organisation

    refused = client.post(IMPORT, sent(new().content))
    response = tried(client, new(), organisation="other")
    said_yes(client, response)

    assert refused.context["form"].errors == {
        "organisation": ["Choose the organisation whose tenders the new ones are."]
    }
    assert TenderExperience.objects.get().organisation == other


def test_organisation_of_others_cannot_be_chosen(client, author):
    MembershipFactory(user=author)
    OrganisationFactory(slug="theirs")

    response = client.post(IMPORT, sent(new().content, organisation="theirs"))

    assert list(response.context["form"].errors) == ["organisation"]
    assert not TenderExperience.objects.exists()


def test_removed_colleague_imports_nothing(client, author, organisation):
    response = tried(client, new())
    organisation.memberships.all().delete()

    assert said_yes(client, response).status_code == 404
    assert not TenderExperience.objects.exists()


def test_sending_again_and_again_is_stopped_for_a_while(client, author, monkeypatch):
    monkeypatch.setattr("portal.experiences.views.sheets.UPLOADS", {"per_address": "120/h", "per_key": "1/h"})
    tried(client, new())

    response = client.post(IMPORT, sent(new().content))

    assert response.status_code == 429
    assert response.context["form"].non_field_errors()[0].startswith("Try again in ")


def test_list_of_records_leads_to_the_import(client, author):
    assert f'href="{IMPORT}"' in words_in(client.get(AREA))


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_workbook_of_one_language_is_read_on_the_page_of_another(client, author, language):
    book = Filled(client.get(f"/{language}/me/tenders/template.xlsx").content)
    labels = {"sv": "Sverige", "fi": "Ruotsi"}
    book.tender(title="Phones", language="Suomi", country=labels[language])

    response = tried(client, book)
    said_yes(client, response)

    edition = Edition.objects.get()
    assert (edition.language, edition.country) == ("fi", "SE")
