"""The editor: what is read, checked, saved; nothing typed is lost, whatever came in between."""

import pytest

from registry.enums import Bump, DraftState
from registry.models import Draft
from registry.services.candidates import open_consultation
from registry.services.drafting import save
from registry.services.locking import lock_draft
from tests.factories.drafts import CONSULTED, DraftFactory, secretary
from tests.factories.experiences import FeedbackFactory
from tests.factories.registry import RegisterFactory, TranslationFactory, battery_content
from tests.registry.admin.drafters import drafter, page_of, registry_tables_asked
from tests.registry.admin.pages import parsed, texts_of
from tests.registry.writing.sent import typed

pytestmark = pytest.mark.django_db

EDITOR = "//form[contains(@class, 'jd-editor')]"
STRICTER = {"parameters__0__value_1": "900"}


@pytest.fixture
def draft():
    return DraftFactory()


def posted(client, draft, do="save", **changes):
    return client.post(page_of(draft), {**typed(draft, **changes), "do": do})


def test_form_shows_what_is_saved_and_saving_it_changes_nothing(client, draft):
    drafter(client)
    form = parsed(client.get(page_of(draft))).xpath(EDITOR)[0]
    sent = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)

    answer = client.post(page_of(draft), {**sent, "do": "save"})

    assert (answer.status_code, answer["Location"]) == (302, page_of(draft))
    draft.refresh_from_db()
    assert (draft.lock_version, draft.parsed) == (1, battery_content(theme="durability"))


def test_saved_words_are_those_of_the_form(client, draft):
    writer = drafter(client)

    answer = posted(client, draft, **STRICTER, change__summary_sv="Strängare.", change__at_least=str(Bump.MAJOR))

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.parsed.levels[1]["cycles"] == "900"
    assert draft.summary == {"en": "Moved to another theme.", "sv": "Strängare."}
    assert (draft.at_least, draft.lock_version) == (Bump.MAJOR, 2)
    assert writer in draft.proposers.all()
    assert draft.latest_revision.user == writer


def test_checking_saves_nothing_and_shows_what_the_text_would_be(client, draft):
    drafter(client)

    answer = posted(client, draft, "check", **STRICTER)

    page = parsed(answer)
    assert texts_of(page, "//*[@id='step-content']//strong")[0] == "2.0.0"
    assert answer.context["is_checked"] is True
    assert page.xpath("//*[@id='id_parameters-0-value_1']")[0].get("value") == "900"
    draft.refresh_from_db()
    assert (draft.lock_version, draft.parsed.levels[1]["cycles"]) == (1, "800")


def test_row_is_added_without_script_and_keeps_what_was_typed(client, draft):
    drafter(client)

    answer = posted(client, draft, "add-proof", texts__title_en="Typed")

    page = parsed(answer)
    assert page.xpath("//*[@name='proof-TOTAL_FORMS']")[0].get("value") == "3"
    assert len(page.xpath("//*[@id='id_proof-2-id']")) == 1
    assert page.xpath("//*[@id='id_texts-title_en']")[0].get("value") == "Typed"
    assert answer.context["editor"].mistakes == []
    draft.refresh_from_db()
    assert draft.lock_version == 1


def test_mistake_keeps_what_was_typed_and_is_named_above_and_beside(client, draft):
    drafter(client)

    answer = posted(client, draft, parameters__0__value_1="lots", texts__title_en="Typed")

    page = parsed(answer)
    assert answer.status_code == 200
    assert texts_of(page, "//*[@role='alert']//a") == ["Value at level 1: “lots” is not a number. Write it in digits."]
    assert page.xpath("//*[@role='alert']//a")[0].get("href") == "#id_parameters-0-value_1"
    assert page.xpath("//*[@id='id_parameters-0-value_1']")[0].get("value") == "lots"
    assert page.xpath("//*[@id='id_texts-title_en']")[0].get("value") == "Typed"
    draft.refresh_from_db()
    assert draft.lock_version == 1


def test_second_window_gets_both_texts_and_loses_neither(client, draft):
    drafter(client)
    save(
        draft.pk,
        content=battery_content(theme="climate"),
        summary={"en": "Theirs."},
        seen=1,
        actor=secretary(),
    )

    answer = posted(client, draft, **STRICTER, change__summary_en="Mine.", change__seen="1")

    assert answer.status_code == 409
    page = parsed(answer)
    assert texts_of(page, "//section[@aria-labelledby='side-1']/p")[:1] == ["Theirs."]
    assert [field.name for field in answer.context["compared"].changed] == [
        "Requirement, level 1 Baseline",
        "Theme",
    ]
    draft.refresh_from_db()
    assert (draft.summary, draft.lock_version) == ({"en": "Theirs."}, 2)


def kept_in(answer):
    form = parsed(answer).xpath("//main//form[.//button[@name='do']] | //main//form[.//*[@name='change-seen']]")[0]
    sent = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def conflicting(client, draft):
    save(draft.pk, content=battery_content(theme="climate"), summary={"en": "Theirs."}, seen=1, actor=secretary())
    return posted(client, draft, **STRICTER, change__summary_en="Mine.", change__seen="1")


def test_my_text_can_be_saved_over_the_other_one(client, draft):
    drafter(client)

    answer = client.post(page_of(draft), {**kept_in(conflicting(client, draft)), "do": "save"})

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.lock_version) == ({"en": "Mine."}, 3)
    assert draft.parsed == battery_content(
        theme="durability",
        levels={1: {"cycles": "900", "share": "80"}, 2: {"cycles": "1000", "share": "80"}},
    )


def test_i_can_go_on_writing_with_my_text(client, draft):
    drafter(client)

    answer = client.post(page_of(draft), {**kept_in(conflicting(client, draft)), "do": "back"})

    page = parsed(answer)
    assert page.xpath("//*[@id='id_parameters-0-value_1']")[0].get("value") == "900"
    assert page.xpath("//*[@name='change-seen']")[0].get("value") == "2"
    draft.refresh_from_db()
    assert draft.lock_version == 2


def test_other_text_is_taken_by_opening_the_form_again(client, draft):
    drafter(client)
    conflicting(client, draft)

    page = parsed(client.get(page_of(draft)))

    assert page.xpath("//*[@id='id_change-summary_en']")[0].text_content().strip() == "Theirs."


def test_third_save_in_between_is_a_conflict_again(client, draft):
    drafter(client)
    kept = kept_in(conflicting(client, draft))
    save(draft.pk, content=battery_content(), summary={"en": "Third."}, seen=2, actor=secretary())

    answer = client.post(page_of(draft), {**kept, "do": "save"})

    assert answer.status_code == 409
    assert Draft.objects.get().summary == {"en": "Third."}


def test_lock_of_somebody_else_keeps_my_text_on_a_page(client, draft):
    drafter(client)
    lock_draft(draft.pk, actor=secretary())

    answer = posted(client, draft, **STRICTER)

    assert answer.status_code == 409
    page = parsed(answer)
    assert texts_of(page, "//*[@class='jd-actions']//button") == ["Go on writing, with my text"]
    assert kept_in(answer)["parameters-0-value_1"] == ["900"]
    draft.refresh_from_db()
    assert draft.lock_version == 1


def test_candidate_that_was_sealed_meanwhile_keeps_my_text_on_a_page(client, draft):
    drafter(client)
    sent = typed(draft, **STRICTER)
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    answer = client.post(page_of(draft), {**sent, "do": "save"})

    assert answer.status_code == 409
    assert texts_of(parsed(answer), "//*[@class='jd-actions']//button") == []
    assert kept_in(answer)["parameters-0-value_1"] == ["900"]


def test_text_that_is_before_the_members_has_no_form(client, draft):
    drafter(client)
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    answer = client.get(page_of(draft))

    assert Draft.objects.get().state == DraftState.CONSULTATION
    assert parsed(answer).xpath(EDITOR) == []


def test_unfinished_draft_can_be_opened(client):
    drafter(client)
    empty = battery_content(levels={1: {}}, parameters={}, proof=(), legal_floor=(), texts={"en": {"title": "New"}})
    draft = DraftFactory(
        base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award", body=empty
    )

    answer = client.get(page_of(draft))

    assert answer.status_code == 200
    assert answer.context["beside"].compared is None
    assert str(answer.context["beside"].number) == "1.0.0"
    assert (
        "proof: is empty: fill it in, or leave the field out where it is optional." in answer.context["beside"].faults
    )


@pytest.mark.parametrize("do", ["save", "check", "back", "add-proof", "add-everything"])
def test_request_that_lacks_the_fields_of_the_form_saves_nothing(client, draft, do):
    drafter(client)

    answer = client.post(page_of(draft), {"do": do, "proof-TOTAL_FORMS": "many", "proof-0-id": "x"})

    draft.refresh_from_db()
    assert (answer.status_code, draft.lock_version) == (200, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_editor_asks_for_the_draft_its_base_and_all_translations_once_each(client, draft, rows):
    drafter(client)
    for language in ["sv", "nb", "fi"][:rows]:
        TranslationFactory(version=draft.base_version, language=language)

    tables = registry_tables_asked(client, page_of(draft))

    expected = [
        "registry_draft",
        "registry_criterionversion",
        "registry_versiontranslation",
        "registry_adaptedcriterion",
    ]
    assert tables == expected


def test_open_points_of_members_stand_beside_the_form(client, draft):
    drafter(client)
    FeedbackFactory(version=draft.base_version, text="Which cycles are meant?")
    FeedbackFactory(text="About another criterion.")

    page = parsed(client.get(page_of(draft)))

    assert texts_of(page, "//*[@id='points-content']//li/div") == ["Which cycles are meant?"]
