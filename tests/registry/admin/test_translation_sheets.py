"""Workbooks of translations in the admin: out by the filters, back with a trial first, then all or none."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from portal.files.forms import packed
from portal.files.packages import XLSX
from portal.files.tables import MOST_BYTES
from registry.models import TranslationDraft
from registry.services.translating import begin, save
from tests.factories.drafts import secretary
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, TranslationFactory, VersionFactory
from tests.factories.translations import handed_in
from tests.registry.admin.coordinators import signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.translators import errors_of, page, said
from tests.registry.sheets.books import Book

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(client):
    """Of a register to which a coordinator has signed in."""
    signed_in(client)
    return VersionFactory()


def exported(client, query=""):
    answer = client.get(page("export", "sv", query=query))
    assert answer["Content-Type"] == XLSX
    assert answer["Content-Disposition"] == 'attachment; filename="translations-sv.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return answer.content, sorted({sheet.cell(number, 1).value for number in range(3, sheet.max_row + 1)} - {None})


def sent(client, content, language="sv", **fields):
    file = SimpleUploadedFile("translations.xlsx", content)
    return client.post(page("import", language), {"file": file, **fields})


def again(answer):
    """The fields of the button below the results."""
    form = parsed(answer).xpath("//form[.//input[@name='again']]")[0]
    return {each.get("name"): each.get("value") for each in form.xpath(".//input[@name='again' or @name='mark']")}


def results(answer):
    return texts_of(parsed(answer), "//ul[@class='jd-list']/li")


# ---- out


def test_workbook_has_what_the_filters_leave(client, version):
    complete = TranslationFactory(version=VersionFactory()).version
    ReleaseFactory(criteria_set=CriteriaSetFactory(slug="laptops"), members=[complete])

    codes = [version.criterion.code, complete.criterion.code]
    assert exported(client)[1] == codes
    assert exported(client, "?show=lacking")[1] == codes[:1]
    assert exported(client, "?criteria_set=laptops")[1] == codes[1:]
    assert exported(client, "?show=waiting")[1] == []


def test_workbook_that_comes_back_as_it_is_imports_nothing(client, version):
    TranslationFactory(version=version, blocks={"title": "Batteri"})
    handed_in(VersionFactory())

    answer = sent(client, exported(client)[0])

    assert "There is nothing to import: every row says what the portal says already." in answer.content.decode()
    assert (results(answer), answer.context["plan"].unchanged) == ([], 24)


# ---- the trial


def test_trial_says_what_would_happen_and_writes_nothing(client, version):
    answer = sent(client, Book(version).write("title", "Batteri").content)

    assert results(answer) == [f"{version} new Title: Batteri"]
    assert texts_of(parsed(answer), "//p[@class='jd-meta'][contains(., 'row')]") == ["11 rows stay as they are."]
    assert parsed(answer).xpath("//ul[@class='jd-list']//span[@lang]/@lang") == ["sv"]
    assert TranslationDraft.objects.count() == 0


def test_faults_are_named_by_cell_and_nothing_can_be_imported(client, version):
    content = Book(version).write("requirement.1", "Minst.").content

    answer = sent(client, content)

    lost = "{cycles}, {share} is missing, where the value stands: copy it from the source."
    assert results(answer) == [f"{version} Look at this Translations!H6: {lost}"]
    assert alerts_of(answer)[0].endswith("All rows are imported together, or none.")
    assert parsed(answer).xpath("//input[@name='again']") == []
    client.post(page("import", "sv"), {"again": packed(content), "mark": answer.context["plan"].mark})
    assert TranslationDraft.objects.count() == 0


# ---- the import


def test_what_was_tried_is_imported_and_needs_somebody_else(client, version):
    tried = sent(client, Book(version).write("title", "Batteri").content)

    answer = client.post(page("import", "sv"), again(tried))

    assert answer["Location"] == page("language", "sv", query="?show=drafting")
    assert said(client, answer) == ["1 translation has new words. Hand it in when it is complete."]
    draft = TranslationDraft.objects.get()
    assert (draft.blocks, draft.sealed_as) == ({"title": "Batteri"}, None)


def test_import_twice_writes_once(client, version):
    tried = again(sent(client, Book(version).write("title", "Batteri").content))
    client.post(page("import", "sv"), tried)

    answer = client.post(page("import", "sv"), tried)

    assert results(answer) == []
    assert TranslationDraft.objects.get().lock_version == 2


def test_plan_that_changed_since_the_trial_is_shown_once_more(client, version):
    tried = sent(client, Book(version).write("title", "Batteri").content)
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"purpose": "Syfte"}, seen=1, actor=secretary())

    answer = client.post(page("import", "sv"), again(tried))

    assert "Something has changed since you looked at the results." in answer.content.decode()
    assert results(answer) == [f"{version} goes on Title: Batteri"]
    draft.refresh_from_db()
    assert draft.blocks == {"purpose": "Syfte"}
    assert client.post(page("import", "sv"), again(answer)).status_code == 302


# ---- what is no workbook


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"no workbook", "This is no workbook that can be read"),
        (b"PK\x03\x04" + b"x" * MOST_BYTES, "The file has more than 1.5 MB."),
    ],
)
def test_other_file_is_refused_beside_the_field(client, version, content, start):
    (message,) = errors_of(sent(client, content))["file"]

    assert message.startswith(start)


def test_workbook_of_another_language_is_refused(client, version):
    answer = sent(client, Book(version, language="fi").content)

    assert errors_of(answer) == {
        "file": ["The file holds no translations into Swedish, or its hidden first row is gone. Export it again."]
    }


def test_nothing_was_chosen(client, version):
    answer = client.post(page("import", "sv"), {})

    assert errors_of(answer) == {"file": ["Choose the workbook."]}
    assert parsed(answer).xpath("//*[@role='alert']//a/@href") == ["#id_file"]


def test_sending_again_and_again_is_stopped_for_a_while(client, version, monkeypatch):
    monkeypatch.setattr("registry.admin.translating.sheets.UPLOADS", {"per_address": "120/h", "per_key": "1/h"})
    content = Book(version).content

    assert [sent(client, content).status_code for _ in range(2)] == [200, 429]


def test_page_says_how_it_is_done(client, version):
    answer = client.get(page("import", "sv"))

    assert "what you import still needs somebody else to confirm it" in answer.content.decode()
    assert parsed(answer).xpath("//form/@enctype") == ["multipart/form-data"]
