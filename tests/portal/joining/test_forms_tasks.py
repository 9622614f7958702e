"""The forms of the five tasks: what they ask, what they refuse, what the service gets, what the reader is shown."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from portal.core.ambitions import Ambition
from portal.joining.enums import Task
from portal.joining.forms.tasks import FORMS, form_of
from portal.joining.models import JoinCommitment, JoinVolume
from portal.joining.services.applying import Intention, Volume
from portal.members.enums import OrganisationKind
from tests.factories.joining import DraftFactory, EvidenceFactory, JoinRequestFactory
from tests.portal.joining.visitors import typed

pytestmark = pytest.mark.django_db


def sent(task, join_request, **changes):
    """A form as it is sent."""
    data = QueryDict(mutable=True)
    for name, value in typed(task, join_request, **changes).items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return FORMS[task](join_request, data, MultiValueDict())


def faults(form):
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def words_of(form):
    """Label and text of what is shown of the stored answers."""
    return [(shown.label, shown.text) for shown in form.shown(form.kept)]


@pytest.mark.parametrize("task", list(Task))
def test_empty_form_is_taken(task):
    form = sent(task, DraftFactory())

    assert form.is_valid(), form.errors


@pytest.mark.parametrize("task", list(Task))
def test_stored_answers_come_back_the_same(task):
    request = JoinRequestFactory(contract_ends_on=date(2028, 2, 29), no_evidence_reason="Two\nlines")

    form = sent(task, request)

    assert form.is_valid(), form.errors
    assert form.typed() == form.kept


@pytest.mark.parametrize("task", list(Task))
def test_no_field_makes_the_browser_refuse_an_incomplete_form(task):
    assert " required" not in form_of(task, DraftFactory()).as_div()


def test_required_still_tells_the_reader_what_a_complete_request_needs():
    form = sent(Task.ORGANISATION, DraftFactory())
    form.is_valid()

    assert [name for name, field in form.fields.items() if field.required] == [
        "name",
        "legal_type",
        "country",
        "website",
        "contact_email",
    ]


# What others changed meanwhile


def test_form_is_current_while_its_own_answers_are_as_it_was_opened():
    request = DraftFactory()
    opened = typed(Task.ORGANISATION, request, name="City")
    request.signatory_name = "of another task"
    request.lock_version = 5

    form = sent(Task.ORGANISATION, request, **opened)

    assert form.is_valid()
    assert form.is_current()


def test_form_is_not_current_once_somebody_has_changed_its_answers():
    request = DraftFactory()
    opened = typed(Task.ORGANISATION, request, name="Mine")
    request.name = "Theirs"

    form = sent(Task.ORGANISATION, request, **opened)

    assert form.is_valid()
    assert not form.is_current()


def test_form_sent_twice_is_current_since_it_says_the_same():
    request = DraftFactory()
    opened = typed(Task.ORGANISATION, request, name="City")
    request.name = "City"

    form = sent(Task.ORGANISATION, request, **opened)

    assert form.is_valid()
    assert form.is_current()


@pytest.mark.parametrize("seen", ["", "nonsense", None])
def test_form_that_does_not_say_what_it_has_seen_is_not_current(seen):
    form = sent(Task.ORGANISATION, DraftFactory(), name="City", seen=seen)

    assert form.is_valid()
    assert not form.is_current()


def test_entries_are_what_was_typed_word_for_word():
    form = sent(Task.ORGANISATION, DraftFactory(), name=" City ", website="nowhere", languages=["sv", "fi"])

    assert form.entries == [("name", " City "), ("website", "nowhere"), ("languages", "sv"), ("languages", "fi")]


# Organisation and signatory


def test_organisation_is_taken_as_typed_and_tidied():
    form = sent(
        Task.ORGANISATION,
        DraftFactory(),
        name=" City of  Example",
        country="SE",
        nuts="se 224",
        website="example.org",
        languages=["sv"],
    )

    assert form.is_valid()
    answers = form.answers()
    assert (answers["name"], answers["nuts"], answers["website"]) == ("City of Example", "SE224", "https://example.org")
    assert (answers["languages"], answers["contact_email"]) == (["sv"], "")


@pytest.mark.parametrize(
    ("country", "nuts", "said"),
    [
        ("SE", "FI1B1", ["FI1B1 is no region of Sweden: its codes begin with SE."]),
        ("GR", "GR30", ["GR30 is no region of Greece: its codes begin with EL."]),
        ("GR", "EL30", []),
        ("", "FI1B1", []),
    ],
)
def test_region_of_another_country_is_told_before_a_reviewer_meets_it(country, nuts, said):
    form = sent(Task.ORGANISATION, DraftFactory(), country=country, nuts=nuts)

    assert faults(form).get("nuts", []) == said


def test_what_cannot_be_stored_is_told_at_its_field():
    form = sent(Task.ORGANISATION, DraftFactory(), nuts="Skåne", website="nowhere", country="US", contact_email="x")

    assert not form.is_valid()
    assert sorted(faults(form)) == ["contact_email", "country", "nuts", "website"]
    assert faults(form)["nuts"] == ["A NUTS code is two letters and up to three digits or letters: SE224."]


def test_supporter_is_asked_neither_legal_type_nor_mandate():
    supporter = DraftFactory(kind=OrganisationKind.SUPPORTER)

    organisation, signatory = (form_of(task, supporter) for task in (Task.ORGANISATION, Task.SIGNATORY))

    assert [name for name in organisation.fields if name in ("legal_type", "nuts")] == []
    assert list(signatory.fields) == ["seen", "signatory_name", "signatory_position"]
    assert set(signatory.kept) == {"signatory_name", "signatory_position"}


def test_supporters_answers_leave_the_rest_alone():
    form = sent(Task.SIGNATORY, DraftFactory(kind=OrganisationKind.SUPPORTER), signatory_name="A S")

    assert form.is_valid()
    assert form.answers() == {"signatory_name": "A S", "signatory_position": ""}


def test_signatory_is_shown_in_words():
    assert words_of(form_of(Task.SIGNATORY, JoinRequestFactory())) == [
        ("Name of the person who signs", "A Signatory"),
        ("Position", "Head of procurement"),
        ("By which mandate?", "Decision of the council or another assembly"),
        ("Reference of the decision", "KS 2026/1"),
        ("Day of the decision", "1 October 2026"),
    ]


def test_choices_are_shown_by_their_names():
    shown = dict(words_of(form_of(Task.ORGANISATION, JoinRequestFactory())))

    assert (shown["Country"], shown["Legal type"]) == ("Sweden", "Local authority")
    assert shown["In which of these languages do you work?"] == "Svenska, English"


def test_no_answer_is_shown_as_none():
    assert {text for _label, text in words_of(form_of(Task.SIGNATORY, DraftFactory()))} == {""}


# Volumes


@pytest.mark.parametrize(
    ("low", "high", "stored"),
    [("6 500", "7.000", (6500, 7000)), ("6500", "", (6500, 6500)), ("", "7000", (7000, 7000)), ("0", "0", (0, 0))],
)
def test_one_number_stands_for_both(low, high, stored):
    form = sent(Task.VOLUMES, DraftFactory(), smartphones_low=low, smartphones_high=high, smartphones_source="invoices")

    assert form.is_valid()
    assert form.answers()["volumes"] == [Volume("smartphones", *stored, "invoices")]


def test_no_number_is_no_volume():
    form = sent(Task.VOLUMES, DraftFactory(), contract_ends_on="2027")

    assert form.is_valid()
    assert form.answers() == {"volumes_unknown": False, "contract_ends_on": date(2027, 12, 31), "volumes": []}


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        (
            {"smartphones_low": "7000", "smartphones_high": "6500"},
            "smartphones_high",
            "This is less than the number before it. Write the larger number here.",
        ),
        (
            {"smartphones_source": "invoices"},
            "smartphones_low",
            "Write the number that the source gives, or leave the source empty.",
        ),
        (
            {"smartphones_low": "7000", "volumes_unknown": "on"},
            "volumes_unknown",
            "You have written a number too. Remove the number or this tick.",
        ),
        (
            {"smartphones_low": "many", "smartphones_high": "6500"},
            "smartphones_low",
            "“many” is not a whole number. Write digits only, for example 6500.",
        ),
    ],
)
def test_volumes_that_contradict_each_other_are_told_at_their_field(given, field, message):
    form = sent(Task.VOLUMES, DraftFactory(), **given)

    assert not form.is_valid()
    assert faults(form) == {field: [message]}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"low": 6500, "high": 7000}, "6,500–7,000 a year"),
        ({"low": 6500, "high": 6500, "source": "invoices"}, "6,500 a year (invoices)"),
    ],
)
def test_volume_is_shown_in_one_line(row, text):
    draft = DraftFactory()
    JoinVolume.objects.create(join_request=draft, category="smartphones", **row)

    assert words_of(form_of(Task.VOLUMES, draft)) == [
        ("Smartphones", text),
        ("When does your present contract end?", ""),
    ]


def test_not_knowing_is_shown_too():
    assert words_of(form_of(Task.VOLUMES, DraftFactory(volumes_unknown=True)))[1] == (
        "We do not know our volumes yet",
        "Yes",
    )


def test_volumes_are_grouped_by_category():
    [(legend, fields)] = form_of(Task.VOLUMES, DraftFactory()).groups

    assert legend == "Smartphones"
    assert [field.name for field in fields] == ["smartphones_low", "smartphones_high", "smartphones_source"]


# Ambitions


def test_ambitions_that_were_answered_are_kept():
    form = sent(Task.AMBITIONS, DraftFactory(), A1_status="planned", A1_date="2027", A5_status="met", A5_note="done")

    assert form.is_valid()
    assert form.answers() == {
        "commitments": [
            Intention(Ambition.A1, "planned", date(2027, 12, 31), ""),
            Intention(Ambition.A5, "met", None, "done"),
        ]
    }


@pytest.mark.parametrize("given", [{"A2_date": "2027"}, {"A2_note": "later"}])
def test_date_or_note_without_a_status_is_not_lost_but_told(given):
    form = sent(Task.AMBITIONS, DraftFactory(), **given)

    assert not form.is_valid()
    assert faults(form) == {
        "A2_status": ["Choose how far you are too, so that the date or the note can be kept."],
    }


def test_date_that_cannot_be_read_is_the_only_fault():
    form = sent(Task.AMBITIONS, DraftFactory(), A2_status="planned", A2_date="soon")

    assert not form.is_valid()
    assert list(faults(form)) == ["A2_date"]


def test_ambition_is_shown_in_one_line():
    draft = DraftFactory()
    JoinCommitment.objects.create(
        join_request=draft,
        ambition="A1",
        status="under_way",
        target_date=date(2027, 6, 30),
        note="In the new contract.",
    )

    shown = words_of(form_of(Task.AMBITIONS, draft))

    assert len(shown) == 9
    assert shown[:2] == [
        ("A1 Harmonised criteria and clauses", "Under way, 30 June 2027. In the new contract."),
        ("A2 Supply-chain and end-of-life transparency", ""),
    ]


def test_every_ambition_has_labels_of_its_own():
    form = form_of(Task.AMBITIONS, DraftFactory())
    labels = [field.label for _legend, fields in form.groups for field in fields]

    assert len(set(labels)) == 27
    assert labels[:3] == ["How far are you with A1?", "Your date for A1", "Note on A1"]


# Evidence


def test_evidence_names_its_documents():
    document = EvidenceFactory(join_request=DraftFactory(supports_statement=True), name="decision.pdf")

    assert words_of(form_of(Task.EVIDENCE, document.join_request)) == [
        ("Our organisation supports the joint statement and its nine ambitions", "Yes"),
        ("Documents", "decision.pdf"),
        ("If there is no document yet: why, and when will there be one?", ""),
    ]


def test_evidence_answers_are_the_tick_and_the_reason():
    form = sent(Task.EVIDENCE, DraftFactory(), supports_statement="on", no_evidence_reason="In March.\r\nThen.")

    assert form.is_valid()
    assert form.answers() == {"supports_statement": True, "no_evidence_reason": "In March.\nThen."}


def test_documents_that_are_taken_are_named_beside_the_field():
    field = form_of(Task.EVIDENCE, DraftFactory())["document"]

    assert field.help_text == "PDF, Word (DOCX), OpenDocument (ODT) or a picture (JPEG, PNG), at most 10 MB."
    assert 'accept=".pdf,.png,.jpg,.jpeg,.docx,.odt"' in str(field)
