"""The forms of the area: numbers as people write them, and two texts side by side after a conflict."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from portal.core.ambitions import Ambition
from portal.members.enums import Category, CommitmentStatus, Role
from portal.members.errors import ChangedMeanwhile
from portal.members.forms.colleagues import AcceptForm, InviteForm, RoleForm
from portal.members.forms.figures import CommitmentsForm, VolumeForm, values_of
from portal.members.forms.notifications import ChoicesForm
from portal.members.forms.organisation import ProfileForm
from portal.members.forms.saving import Difference
from portal.members.services.figures import Figures, Profile, Said

VOLUME = {"category": "smartphones", "year": "", "low": "6 500", "high": "7.000", "source": "Report", "as_of": ""}


def test_volume_is_read():
    form = VolumeForm(VOLUME)

    assert form.is_valid()
    assert form.figures() == Figures(Category.SMARTPHONES, None, 6500, 7000, "Report", None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("6.5", "“6.5” is not a whole number. Write digits only, for example 6500."),
        ("-1", "“-1” is not a whole number. Write digits only, for example 6500."),
        ("100 000 001", "100 000 001 is more than we can store. Check the number of digits."),
        ("", "This field is required."),
    ],
)
def test_number_that_cannot_be_stored_is_told_and_stays_as_it_was_written(written, said):
    form = VolumeForm({**VOLUME, "low": written})

    assert form.errors == {"low": [said]}
    assert form["low"].value() == written


@pytest.mark.parametrize("written", ["1.3.2026", "2026-03-01", "01/03/2026", "1 March 2026"])
def test_day_of_a_source_is_read_in_many_forms(written):
    form = VolumeForm({**VOLUME, "as_of": written})

    assert form.is_valid()
    assert form.figures().as_of == date(2026, 3, 1)


@pytest.mark.parametrize("written", ["2026", "March 2026", "30.2.2026"])
def test_day_of_a_source_is_a_day(written):
    form = VolumeForm({**VOLUME, "as_of": written})

    assert form.errors == {
        "as_of": [f"“{written}” is not a date that we can read. Write day, month and year, for example 31.12.2027."]
    }
    assert form["as_of"].value() == written


def test_stored_day_is_shown_in_a_form_that_is_read():
    form = VolumeForm(initial={"as_of": date(2026, 3, 1)})

    again = VolumeForm({**VOLUME, "as_of": form["as_of"].value()})

    assert form["as_of"].value() == "1.3.2026"
    assert again.is_valid()
    assert again.figures().as_of == date(2026, 3, 1)


def test_volume_from_above_to_is_told_at_its_field():
    form = VolumeForm({**VOLUME, "low": "7001"})

    assert not form.is_valid()
    assert form.errors == {"high": ["“From” is more than “to”: exchange the two."]}


@pytest.mark.parametrize(("name", "wrong"), [("year", "1999"), ("year", "soon"), ("source", ""), ("category", "tea")])
def test_field_of_a_volume_is_checked(name, wrong):
    assert list(VolumeForm({**VOLUME, name: wrong}).errors) == [name]


def profile_data(**changes):
    data = QueryDict(mutable=True)
    data.update({"own_name": "Malmö stad", "website": "malmo.example.org", "contact_email": "", "nuts": " se224 "})
    data.update({name: value for name, value in changes.items() if name != "languages"})
    data.setlist("languages", changes.get("languages", ["sv", "en"]))
    return data


def test_profile_is_read():
    form = ProfileForm(profile_data())

    assert form.is_valid()
    assert form.profile() == Profile("Malmö stad", "https://malmo.example.org", "", ["sv", "en"], "SE224")


def test_profile_is_read_as_it_was_meant():
    pasted = {"own_name": " Malmö\u200b  stad ", "contact_email": "mailto:it@example.org", "nuts": "se 224"}
    form = ProfileForm(profile_data(**pasted))

    assert form.is_valid()
    assert form.profile() == Profile("Malmö stad", "https://malmo.example.org", "it@example.org", ["sv", "en"], "SE224")


def test_region_that_is_none_is_told_at_its_field():
    assert list(ProfileForm({"nuts": "Scania"}).errors) == ["nuts"]


def test_conflict_shows_both_texts_and_keeps_what_was_typed():
    form = ProfileForm(profile_data(seen="old"))
    assert form.is_valid()

    stored = {"own_name": "Malmö", "website": "https://malmo.example.org", "languages": ["da"], "nuts": "SE224"}
    form.meet(ChangedMeanwhile("Malmö"), stored=stored, seen="new")

    assert form.differences == (
        Difference("Name in your own language", "Malmö stad", "Malmö"),
        Difference("Languages you work in", "Svenska, English", "Dansk"),
    )
    assert form["own_name"].value() == "Malmö stad"
    assert form["languages"].value() == ["sv", "en"]
    assert form["seen"].value() == "new"
    assert form.non_field_errors()[0].startswith("What stands here about Malmö was changed meanwhile")


def test_conflict_shows_days_and_choices_in_words():
    form = CommitmentsForm(QueryDict("A1-status=met&A1-target_date=2027-12-31"))
    assert form.is_valid()

    form.meet(ChangedMeanwhile("Malmö"), stored={"A1-status": "planned"}, seen="new")

    assert form.differences == (
        Difference("Status (A1)", "Met", "Planned"),
        Difference("Target date (A1)", "31 December 2027", ""),
    )


def test_conflict_shows_numbers_as_the_reader_writes_them():
    form = VolumeForm(QueryDict("category=smartphones&year=2026&low=6.500&high=7000&source=Report&as_of=1.3.2026"))
    assert form.is_valid()

    stored = Figures(Category.SMARTPHONES, 2025, 0, 7000, "Report", date(2026, 3, 1))
    form.meet(ChangedMeanwhile("Malmö"), stored=stored._asdict(), seen="new")

    assert form.differences == (
        Difference("Year", "2026", "2025"),
        Difference("From, pieces a year", "6,500", "0"),
    )
    assert form["low"].value() == "6.500"


@pytest.mark.parametrize("written", ["31.12.2027", "2027-12-31", "31 December 2027", "December 2027", "2027"])
def test_conflict_is_none_where_the_same_day_was_written_in_another_form(written):
    form = CommitmentsForm({"A1-status": "met", "A1-target_date": written, "A1-note": "First.\r\nThen."})
    assert form.is_valid()

    stored = {"A1-status": "met", "A1-target_date": date(2027, 12, 31), "A1-note": "First.\nThen."}
    form.meet(ChangedMeanwhile("Malmö"), stored=stored, seen="new")

    assert form.differences == ()
    assert form["A1-target_date"].value() == written


def test_refusal_of_a_model_is_shown_at_its_field_or_above():
    form = VolumeForm(VOLUME)
    assert form.is_valid()

    form.refuse(ValidationError({"low": "Too low.", "organisation": "Unknown."}))
    form.refuse(ValidationError("Twice."))

    assert form.errors == {"low": ["Too low."], "__all__": ["Unknown.", "Twice."]}


def test_commitments_are_read_and_those_without_status_left_out():
    data = {"A1-status": "met", "A4-status": "planned", "A4-target_date": "2027-01-02", "A4-note": "Longer."}
    form = CommitmentsForm(data)

    assert form.is_valid()
    assert form.said() == [
        Said("A1", CommitmentStatus.MET),
        Said("A4", CommitmentStatus.PLANNED, date(2027, 1, 2), note="Longer."),
    ]


def test_commitment_with_words_but_no_status_is_told():
    form = CommitmentsForm({"A3-note": "We try."})

    assert not form.is_valid()
    assert list(form.errors) == ["A3-status"]


def test_commitments_have_all_nine_ambitions_in_order():
    rows = CommitmentsForm().rows()

    assert [row["ambition"] for row in rows] == list(Ambition)
    assert {len(row["fields"]) for row in rows} == {4}


def test_what_was_said_fills_the_form():
    form = CommitmentsForm(initial=values_of([Said("A2", "under_way", note="Begun.")]))

    assert (form["A2-status"].value(), form["A2-note"].value(), form["A1-status"].value()) == (
        "under_way",
        "Begun.",
        None,
    )


@pytest.mark.parametrize("may_appoint", [False, True])
def test_role_of_coordinator_is_offered_to_those_who_may_give_it(may_appoint):
    offered = dict(RoleForm(may_appoint=may_appoint).fields["role"].choices)

    assert (Role.COORDINATOR in offered) is may_appoint
    assert list(offered)[:2] == [Role.MEMBER, Role.CITY_EDITOR]


def test_role_that_is_not_offered_is_refused():
    data = {"email": "a@example.org", "role": "coordinator", "language": "sv"}

    assert list(InviteForm(data, may_appoint=False).errors) == ["role"]
    assert InviteForm(data, may_appoint=True).is_valid()


def test_invitation_asks_for_address_first():
    assert list(InviteForm(may_appoint=False).fields) == ["email", "role", "language"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 151])
def test_accepting_needs_a_name(name):
    assert list(AcceptForm({"name": name}).errors) == ["name"]


WANTED = {
    "figures": "never",
    "new_members": "at_once",
    "consultations": "weekly",
    "votes": "at_once",
    "published": "never",
    "successors": "at_once",
    "questions": "weekly",
}


def test_every_topic_is_a_field():
    form = ChoicesForm(WANTED)

    assert form.is_valid()
    assert form.chosen() == WANTED


def test_frequency_that_a_topic_has_not_is_no_choice():
    assert list(ChoicesForm({**WANTED, "figures": "weekly", "successors": "weekly"}).errors) == [
        "figures",
        "successors",
    ]
