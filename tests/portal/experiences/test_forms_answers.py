"""What the forms of all tasks have in common, and what each of them makes of what is typed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.enums import Again, Audience, Stage, Topic
from portal.experiences.errors import ChangedMeanwhile
from portal.experiences.forms.answers import in_words
from portal.experiences.forms.lessons import LessonsForm
from portal.experiences.forms.outcome import MOST_SUPPLIERS, OutcomeForm
from portal.experiences.forms.sharing import PARTS, SharingForm
from portal.experiences.forms.starting import RetractForm, StartForm
from portal.experiences.forms.tasks import TASK_FORMS
from portal.experiences.forms.tender import GROUPS, TenderForm
from portal.experiences.models import Edition
from portal.experiences.services.writing import seen_mark
from portal.experiences.tasks import FIELDS, ROWS, Bidder, Learned, Task, said
from tests.factories.experiences import EditionFactory, LessonFactory, SupplierFactory
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    row = EditionFactory(language="sv", title="Telefoner", estimated_value=Decimal("1200000.50"), currency="SEK")
    SupplierFactory(edition=row, name="Exempel AB", is_winner=True)
    LessonFactory(edition=row, topic="proof", text="Fråga tidigt.")
    row.refresh_from_db()
    return row


def filled(form_class, edition, **changes):
    """The bound form as a browser would send it, untouched but for these fields."""
    shown = form_class(edition)
    data = {}
    for name in shown.fields:
        value = shown[name].value()
        if value not in (None, False):
            data[name] = "on" if value is True else str(shown.fields[name].prepare_value(value))
    form = form_class(edition, data | changes)
    form.is_valid()
    return form


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
@pytest.mark.parametrize("task", TASK_FORMS)
def test_form_that_is_not_touched_says_what_is_stored_in_every_language(edition, task, language):
    with translation.override(language):
        form = filled(TASK_FORMS[task], edition)

    assert form.errors == {}
    assert form.values() == said(edition, task)


@pytest.mark.parametrize("task", TASK_FORMS)
def test_form_has_a_field_for_each_thing_that_the_task_asks(edition, task):
    form = filled(TASK_FORMS[task], edition)

    assert set(form.values()) == {*FIELDS[task], *([ROWS[task]] if task in ROWS else [])}


@pytest.mark.parametrize("task", TASK_FORMS)
def test_form_carries_the_mark_of_what_it_was_opened_with(edition, task):
    assert TASK_FORMS[task](edition)["seen"].value() == seen_mark(edition, task)


@pytest.mark.parametrize("task", TASK_FORMS)
def test_empty_form_can_be_kept(edition, task):
    form = TASK_FORMS[task](edition, {"seen": ""})

    assert form.is_valid()


@pytest.mark.parametrize("task", TASK_FORMS)
def test_answers_stand_under_the_labels_of_their_fields_and_lead_to_them(edition, task):
    form = TASK_FORMS[task](edition)

    anchors = [answer.anchor for answer in form.answers(form.stored)]

    assert len(set(anchors)) == len(anchors)
    assert {anchor.removeprefix("id_") for anchor in anchors} <= set(form.fields)


def test_task_has_a_form_unless_its_rows_need_a_page_of_their_own():
    assert set(Task) - set(TASK_FORMS) == {Task.CRITERIA, Task.DOCUMENTS}


def test_needed_fields_are_marked_and_none_stops_the_saving(edition):
    form = TenderForm(edition, {})

    assert [name for name, field in form.fields.items() if field.required] == [
        *("title", "language", "stage", "year", "country")
    ]
    assert form.is_valid()
    assert [name for name, field in form.fields.items() if field.required] != []


def test_every_field_of_the_tender_stands_in_one_group():
    grouped = [name for names in GROUPS.values() for name in names]

    assert sorted(grouped) == sorted(FIELDS[Task.TENDER])


def test_texts_are_in_the_language_of_the_record_and_choices_in_that_of_the_reader(edition):
    answers = {answer.anchor: answer for answer in TenderForm(edition).answers(said(edition, Task.TENDER))}

    assert (answers["id_title"].text, answers["id_title"].language) == ("Telefoner", "sv")
    assert (answers["id_stage"].text, answers["id_stage"].language) == ("Awarded", "")
    assert TenderForm(edition).fields["title"].widget.attrs["lang"] == "sv"
    assert "lang" not in TenderForm(edition).fields["nuts"].widget.attrs


def test_record_without_a_language_says_none(edition):
    edition.language = ""

    assert "lang" not in TenderForm(edition).fields["title"].widget.attrs


def test_refusal_of_a_service_stands_at_its_field_or_above_the_form(edition):
    form = filled(TenderForm, edition)

    form.refuse(ValidationError({"nuts": ["No such region."], "rows": ["Twice."]}))
    form.refuse(ValidationError("Not today."))

    assert form.errors == {"nuts": ["No such region."], "__all__": ["Twice.", "Not today."]}


def test_conflict_keeps_what_was_typed_and_takes_the_new_mark(edition):
    form = filled(TenderForm, edition, title="Mine")
    Edition.objects.filter(pk=edition.pk).update(title="Theirs")
    now = Edition.objects.get(pk=edition.pk)

    form.meet(ChangedMeanwhile("TE-1"), now)

    assert [(old.text, new.text, new.language) for old, new in form.differences] == [("Theirs", "Mine", "sv")]
    assert (form["title"].value(), form["seen"].value()) == ("Mine", seen_mark(now, Task.TENDER))
    assert len(form.non_field_errors()) == 1


def test_conflict_over_more_suppliers_than_were_typed_is_shown(edition):
    form = filled(OutcomeForm, edition)
    SupplierFactory.create_batch(4, edition=edition)
    now = Edition.objects.get(pk=edition.pk)

    form.meet(ChangedMeanwhile("TE-1"), now)

    (old, new) = form.differences[0]
    assert (new.text, old.text.count("\n")) == ("Exempel AB (won a contract)", 4)


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (Decimal(1_200_000), "en", "1,200,000"),
        (Decimal("1200000.50"), "en", "1,200,000.50"),
        (Decimal("1200000.50"), "sv", "1\u00a0200\u00a0000,50"),
        (2026, "en", "2026"),
        (12_000, "en", "12,000"),
        (0, "en", "0"),
        (None, "en", ""),
        ("", "en", ""),
        ([], "en", ""),
        (["32250000-0", "30200000-1"], "en", "32250000-0, 30200000-1"),
        (date(2026, 5, 4), "en", "4 May 2026"),
        ("As it is.", "fi", "As it is."),
    ],
)
def test_plain_values_are_told_as_the_reader_writes_them(value, language, words):
    with translation.override(language):
        assert in_words(value) == words


# Suppliers


def test_there_are_rows_to_write_in(edition):
    empty = EditionFactory()

    assert len(OutcomeForm(empty).suppliers) == 3
    assert [name.value() for _place, name, _won in OutcomeForm(edition).suppliers] == ["Exempel AB", None, None]


def test_rows_without_a_name_are_none_and_the_rest_keeps_its_order(edition):
    typed = {"supplier_0_name": " ", "supplier_0_won": "on", "supplier_1_name": "B Oy", "supplier_4_name": "A AB"}

    form = OutcomeForm(edition, typed)

    assert form.is_valid()
    assert form.values()["suppliers"] == [Bidder("B Oy", False), Bidder("A AB", False)]


def test_there_is_an_end_to_suppliers(edition):
    typed = {f"supplier_{place}_name": f"Company {place}" for place in range(MOST_SUPPLIERS + 5)}

    form = OutcomeForm(edition, typed)

    assert form.is_valid()
    assert len(form.values()["suppliers"]) == MOST_SUPPLIERS


@given(names=st.lists(st.text("abc AB-å", max_size=6), max_size=8))
def test_suppliers_are_what_was_typed_without_blanks_or_the_form_says_why(names):
    form = OutcomeForm(
        Edition(pk=0, language="en"), {f"supplier_{place}_name": name for place, name in enumerate(names)}
    )
    tidy = [" ".join(name.split()) for name in names if name.split()]

    if len({name.casefold() for name in tidy}) < len(tidy):
        assert [error for error in form.errors if error.startswith("supplier_")] != []
    else:
        assert form.is_valid()
        assert [bidder.name for bidder in form.values()["suppliers"]] == tidy


def test_row_that_was_removed_is_gone_though_another_field_is_refused(edition):
    typed = {"supplier_0_name": "A AB", "supplier_1_name": "B AB", "bids": "some", "remove": "0"}

    form = OutcomeForm(edition, typed)

    assert list(form.errors) == ["bids"]
    assert [name.value() for _place, name, _won in form.suppliers][:2] == [None, "B AB"]


def test_currency_that_is_typed_with_a_value_is_the_currency(edition):
    form = OutcomeForm(edition, {"currency": "", "estimated_value": "2 MEUR"})

    assert form.is_valid()
    assert (form.values()["currency"], form.values()["estimated_value"]) == ("EUR", Decimal(2_000_000))


# Lessons, readers, beginning


@given(texts=st.dictionaries(st.sampled_from(Topic.values), st.text("ab \n", max_size=10)))
def test_lessons_are_the_texts_that_say_something_in_the_order_of_their_topics(texts):
    form = LessonsForm(Edition(pk=0, language="en"), texts)

    assert form.is_valid()
    said_something = sorted((topic, text.strip()) for topic, text in texts.items() if text.strip())
    assert form.values()["lessons"] == [Learned(topic, text) for topic, text in said_something]


def test_each_topic_asks_something_of_its_own(edition):
    asked = [str(LessonsForm(edition).fields[topic].help_text) for topic in Topic.values]

    assert len(set(asked)) == len(asked)


def test_choice_that_was_not_sent_stays_as_it_is(edition):
    form = SharingForm(edition, {"contact_role": ""})

    assert form.is_valid()
    assert form.values() == {"suppliers_anonymous": False, "contact_role": ""}


def test_every_section_with_an_audience_of_its_own_is_asked_for(edition):
    wanted = {name for name in FIELDS[Task.SHARING] if name.endswith("_visibility")}

    assert set(PARTS) == wanted == {field.name for field in SharingForm(edition).parts}


def test_record_is_for_members_or_for_everyone(edition):
    offered = [value for value, _label in SharingForm(edition).fields["visibility"].choices]

    assert offered == [Audience.MEMBERS, Audience.EVERYONE]


def test_only_organisation_is_not_asked_for():
    organisation = OrganisationFactory()
    form = StartForm([organisation], {"title": "Phones", "language": "en"})

    assert list(form.fields) == ["title", "language"]
    assert form.is_valid()
    assert form.buyer == organisation


def test_organisation_that_was_chosen_is_the_buyer():
    first, second = OrganisationFactory.create_batch(2)
    form = StartForm([first, second], {"title": "Phones", "language": "en", "organisation": second.slug})

    assert form.is_valid()
    assert form.buyer == second


def test_reason_is_a_text():
    assert RetractForm({"reason": " Wrong\r\ntender. "}).is_valid()
    assert not RetractForm({"reason": "\u200b"}).is_valid()
    assert not RetractForm({"reason": "x" * 2001}).is_valid()


def test_words_of_choices_are_those_of_the_enums(edition):
    form = OutcomeForm(edition)

    assert form.in_words("again", Again.WITH_CHANGES) == "Yes, with changes"
    assert form.in_words("again", "") == ""
    assert TenderForm(edition).in_words("stage", Stage.NO_BIDS) == "Ended without a bid that could be accepted"
    assert SharingForm(edition).in_words("suppliers_anonymous", False) == "No"
