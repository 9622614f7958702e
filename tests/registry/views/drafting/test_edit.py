"""The editor in the members' area: what is read, checked, saved; nothing typed is lost, whatever came in between."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.enums import Bump, DraftState
from registry.models import Draft
from registry.services.asking import ask_for_consultation, hand_back
from registry.services.candidates import open_consultation
from registry.services.drafting import abandon, save, start_new
from registry.services.locking import lock_draft
from tests.factories.drafts import CONSULTED, DraftFactory, carried, in_vote, published, secretary
from tests.factories.experiences import FeedbackFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory, TranslationFactory, battery_content
from tests.registry.views.drafting.writers import LIST, page_of, posted, saved_by_another, writer_of
from tests.registry.views.pages import all_words, messages_of, parsed
from tests.registry.writing.sent import typed

pytestmark = pytest.mark.django_db

EDITOR = "//form[contains(@class, 'drafting-form')]"
STRICTER = {"parameters__0__value_1": "900"}


@pytest.fixture
def draft():
    return DraftFactory()


@pytest.fixture
def writer(client, draft):
    return writer_of(client, draft)


def sent_by(response, xpath=EDITOR):
    """All fields of a form, as a browser would send them without a button."""
    fields = {}
    for name, value in parsed(response).xpath(xpath)[0].form_values():
        fields.setdefault(name, []).append(value)
    return fields


def value_of(response, field):
    return parsed(response).xpath(f"//*[@id='id_{field}']")[0].get("value")


def section(response, name):
    return " ".join(all_words(response, f"//section[@aria-labelledby='{name}']"))


def test_form_shows_what_is_saved_and_saving_it_changes_nothing(client, draft, writer):
    sent = sent_by(client.get(page_of(draft)))

    answer = client.post(page_of(draft), {**sent, "do": "save"})

    assert (answer.status_code, answer["Location"]) == (302, page_of(draft))
    draft.refresh_from_db()
    assert (draft.lock_version, draft.parsed) == (1, battery_content(theme="durability"))


def test_saved_words_are_those_of_the_form_and_their_writer_is_a_proposer(client, draft, writer):
    answer = posted(client, draft, **STRICTER, change__summary_sv="Strängare.", change__at_least=str(Bump.MAJOR))

    assert messages_of(client.get(answer["Location"])) == [f"{draft} is saved."]
    draft.refresh_from_db()
    assert draft.parsed.levels[1]["cycles"] == "900"
    assert draft.summary == {"en": "Moved to another theme.", "sv": "Strängare."}
    assert (draft.at_least, draft.lock_version, draft.latest_revision.user) == (Bump.MAJOR, 2, writer)
    assert writer in draft.proposers.all()


def test_coordinator_who_writes_in_it_too_is_a_proposer_as_well(client, draft, writer):
    posted(client, draft, **STRICTER)
    coordinator = secretary()

    save(draft.pk, content=battery_content(theme="climate"), summary={}, seen=2, actor=coordinator)

    assert {writer, coordinator} <= set(draft.proposers.all())


def test_fields_have_the_look_of_the_site_and_labels(client, draft, writer):
    form = parsed(client.get(page_of(draft))).xpath(EDITOR)[0]
    shown = form.xpath(".//textarea | .//select | .//input[not(@type='hidden')]")

    labels = {label.get("for") for label in form.xpath(".//label")}
    assert [field.name for field in shown if "ds-input" not in (field.get("class") or "")] == []
    assert [field.name for field in shown if field.get("id") not in labels] == []


def test_what_may_be_unfinished_is_not_called_optional(client, draft, writer):
    page = parsed(client.get(page_of(draft)))

    assert page.xpath("//*[contains(@class, 'drafting-form')]//*[contains(@class, 'optional')]") == []


def test_beside_the_form_stand_checks_step_translations_base_and_difference(client, draft, writer):
    answer = client.get(page_of(draft))

    assert section(answer, "remarks") == "Checks Nothing to mend was found."
    assert section(answer, "step").startswith("The next version 1.0.1 patch")
    assert "Swedish" in section(answer, "gaps")
    assert section(answer, "base") == f"Starts from {draft.base_version} 0 tenders have used it"
    assert "Theme" in section(answer, "difference")


def test_open_points_of_members_stand_beside_the_form(client, draft, writer):
    FeedbackFactory(version=draft.base_version, text="Which cycles are meant?", language="en")
    FeedbackFactory(text="About another criterion.")

    answer = client.get(page_of(draft))

    assert all_words(answer, "//section[@aria-labelledby='points']//li/div") == ["Which cycles are meant?"]


def test_without_open_points_nothing_is_said_of_them(client, draft, writer):
    assert parsed(client.get(page_of(draft))).xpath("//section[@aria-labelledby='points']") == []


def test_checking_saves_nothing_and_shows_what_the_text_would_be(client, draft, writer):
    answer = posted(client, draft, "check", **STRICTER)

    assert all_words(answer, "//section[@aria-labelledby='step']//p/strong") == ["2.0.0"]
    assert all_words(answer, "//*[@role='status'][contains(@class, 'ds-alert')]/p/a") == ["About this text"]
    assert value_of(answer, "parameters-0-value_1") == "900"
    draft.refresh_from_db()
    assert (draft.lock_version, draft.parsed.levels[1]["cycles"]) == (1, "800")


def test_row_is_added_without_script_and_keeps_what_was_typed(client, draft, writer):
    answer = posted(client, draft, "add-proof", texts__title_en="Typed")

    assert parsed(answer).xpath("//*[@name='proof-TOTAL_FORMS']")[0].get("value") == "3"
    assert value_of(answer, "proof-2-id") is None
    assert value_of(answer, "texts-title_en") == "Typed"
    assert all_words(answer, "//fieldset//*[@role='status']") == ["A new row. Left empty, it is not saved."]
    draft.refresh_from_db()
    assert draft.lock_version == 1


def test_mistake_keeps_what_was_typed_and_is_named_above_and_beside(client, draft, writer):
    answer = posted(client, draft, parameters__0__value_1="lots", texts__title_en="Typed")

    page = parsed(answer)
    assert all_words(answer, "//*[@role='alert']//a") == [
        "Value at level 1: “lots” is not a number. Write it in digits."
    ]
    assert page.xpath("//*[@role='alert']//a")[0].get("href") == "#id_parameters-0-value_1"
    assert all_words(answer, "//*[@id='id_parameters-0-value_1_error']") == [
        "“lots” is not a number. Write it in digits."
    ]
    assert (value_of(answer, "parameters-0-value_1"), value_of(answer, "texts-title_en")) == ("lots", "Typed")
    draft.refresh_from_db()
    assert draft.lock_version == 1


def conflicting(client, draft):
    saved_by_another(draft)
    return posted(client, draft, **STRICTER, change__summary_en="Mine.", change__seen="1")


def kept_in(answer):
    return sent_by(answer, "//main//form[.//*[@name='change-seen']]")


def test_second_window_gets_both_texts_and_loses_neither(client, draft, writer):
    answer = conflicting(client, draft)

    assert answer.status_code == 409
    assert all_words(answer, "//section[@aria-labelledby='side-1']/p")[:1] == ["Theirs."]
    assert all_words(answer, "//section[@aria-labelledby='side-2']/p")[:1] == ["Mine."]
    assert [field.name for field in answer.context["compared"].changed] == ["Requirement, level 1 Baseline", "Theme"]
    draft.refresh_from_db()
    assert (draft.summary, draft.lock_version) == ({"en": "Theirs."}, 2)


def test_my_text_can_be_saved_over_the_other_one(client, draft, writer):
    answer = client.post(page_of(draft), {**kept_in(conflicting(client, draft)), "do": "save"})

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.lock_version) == ({"en": "Mine."}, 3)
    assert (draft.parsed.levels[1]["cycles"], draft.parsed.theme) == ("900", "durability")


def test_i_can_go_on_writing_with_my_text(client, draft, writer):
    answer = client.post(page_of(draft), {**kept_in(conflicting(client, draft)), "do": "back"})

    assert value_of(answer, "parameters-0-value_1") == "900"
    assert parsed(answer).xpath("//*[@name='change-seen']")[0].get("value") == "2"
    draft.refresh_from_db()
    assert draft.lock_version == 2


def test_third_save_in_between_is_a_conflict_again(client, draft, writer):
    kept = kept_in(conflicting(client, draft))
    saved_by_another(draft, seen=2, summary={"en": "Third."})

    answer = client.post(page_of(draft), {**kept, "do": "save"})

    assert answer.status_code == 409
    assert Draft.objects.get().summary == {"en": "Third."}


def test_lock_of_somebody_else_is_said_and_keeps_my_text_on_a_page(client, draft, writer):
    lock_draft(draft.pk, actor=secretary())
    before = client.get(page_of(draft))

    answer = posted(client, draft, **STRICTER)

    assert all_words(before, "//main//div[contains(@class, 'ds-alert')]/p") == [
        "Somebody else has locked this draft. You can write, but not save until it is unlocked."
    ]
    assert answer.status_code == 409
    assert all_words(answer, "//main//form//button") == ["Go on writing, with my text"]
    assert kept_in(answer)["parameters-0-value_1"] == ["900"]
    draft.refresh_from_db()
    assert draft.lock_version == 1


def test_candidate_that_was_sealed_meanwhile_keeps_my_text_on_a_page(client, draft, writer):
    sent = typed(draft, **STRICTER)
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    answer = client.post(page_of(draft), {**sent, "do": "save"})

    assert answer.status_code == 409
    assert all_words(answer, "//main//form//button") == []
    assert kept_in(answer)["parameters-0-value_1"] == ["900"]


def test_text_that_is_before_the_members_has_no_form_but_a_way_to_what_is_said(client, draft, writer):
    candidate = open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    answer = client.get(page_of(draft))

    page = parsed(answer)
    assert Draft.objects.get().state == DraftState.CONSULTATION
    assert (page.xpath(EDITOR), page.xpath("//section[@aria-labelledby='end']")) == ([], [])
    way = f"/en/criterion/{candidate.version.criterion.slug}/{candidate.version.number}/consultation/"
    assert way in page.xpath("//main//a/@href")


def test_text_in_the_vote_says_so(client, draft, writer):
    in_vote(draft)

    answer = client.get(page_of(draft))

    assert all_words(answer, "//main//p/a[contains(@href, '/consultation/')]") == ["See the consultation"]


def test_text_that_was_adopted_leads_to_its_version(client, draft, writer):
    final = published(carried(draft))

    answer = client.get(page_of(draft))

    assert final.get_absolute_url() in parsed(answer).xpath("//main//p/a/@href")


def test_draft_that_was_given_up_is_still_there_to_be_read(client, draft, writer):
    abandon(draft.pk, reason="Not needed.", on=CONSULTED, actor=writer)

    answer = client.get(page_of(draft))

    assert answer.status_code == 200
    assert "This draft was given up. Its text stays here." in all_words(answer, "//main/p")


def test_request_that_waits_is_said_and_can_be_taken_back(client, draft, writer):
    ask_for_consultation(draft.pk, note="Tried in two tenders.", seen=1, actor=writer)

    answer = client.get(page_of(draft))

    assert all_words(answer, "//div[contains(@class, 'ds-alert')]//button") == ["Take the request back"]
    assert "Tried in two tenders." in all_words(answer, "//div[contains(@class, 'ds-alert')]/p")
    assert page_of(draft, "ask/") not in parsed(answer).xpath("//a/@href")


def test_words_with_which_it_was_handed_back_stand_above_the_form(client, draft, writer):
    ask_for_consultation(draft.pk, note="", seen=1, actor=writer)
    hand_back(draft.pk, reason="Say how it is measured.", actor=secretary())

    answer = client.get(page_of(draft))

    assert "Say how it is measured." in all_words(answer, "//div[contains(@class, 'ds-alert')]/p")
    assert page_of(draft, "ask/") in parsed(answer).xpath("//a/@href")


def test_unfinished_draft_of_a_new_code_can_be_opened(client):
    empty = battery_content(levels={1: {}}, parameters={}, proof=(), legal_floor=(), texts={"en": {"title": "New"}})
    draft = DraftFactory(
        base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award", body=empty
    )
    writer_of(client, draft)

    answer = client.get(page_of(draft))

    assert answer.status_code == 200
    assert section(answer, "step") == "The next version 1.0.0: the first version of a new code."
    assert parsed(answer).xpath("//section[@aria-labelledby='base']") == []


@pytest.mark.parametrize("do", ["save", "check", "back", "add-proof", "add-everything"])
def test_request_that_lacks_the_fields_of_the_form_saves_nothing(client, draft, writer, do):
    answer = client.post(page_of(draft), {"do": do, "proof-TOTAL_FORMS": "many", "proof-0-id": "x"})

    draft.refresh_from_db()
    assert (answer.status_code, draft.lock_version) == (200, 1)


def test_fields_of_a_register_in_two_languages_are_told_apart(client):
    register, city = RegisterFactory(authoritative_languages=["en", "sv"]), OrganisationFactory()
    actor = secretary()
    texts = {"en": {"title": "Less carbon"}, "sv": {}}
    content = battery_content(levels={1: {}}, parameters={}, proof=(), legal_floor=(), texts=texts)
    draft = start_new(register, "CLI-09", "award", content, proposed_by=city, actor=actor)
    writer_of(client, draft)

    labels = all_words(client.get(page_of(draft)), "//label[contains(@for, 'texts-title')]")

    assert labels == ["Title, in English", "Title, in Swedish"]


@pytest.mark.parametrize("rows", [1, 3])
def test_editor_asks_each_table_the_same_however_many_translations_there_are(client, draft, writer, rows):
    for language in ["sv", "nb", "fi"][:rows]:
        TranslationFactory(version=draft.base_version, language=language)
        FeedbackFactory(version=draft.base_version)

    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(draft))

    tables = [re.search(r'FROM "(\w+)"', query["sql"]) for query in asked.captured_queries]
    assert [table[1] for table in tables if table and table[1].startswith("registry_")] == [
        "registry_draft",
        "registry_criterionversion",
        "registry_versiontranslation",
        "registry_candidate",
        "registry_draftstep",
        "registry_adaptedcriterion",
    ]


def test_way_back_leads_to_the_list(client, draft, writer):
    links = parsed(client.get(page_of(draft))).xpath("//nav[contains(@class, 'ds-breadcrumbs')]//a/@href")

    assert links[-2:] == ["/en/me/", LIST]
