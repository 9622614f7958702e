"""The form of a step after publication: fields by kind, codes as they are written, languages, what it proposes."""

from datetime import date

import pytest
import time_machine

from registry.admin.after.forms import StepForm
from registry.admin.after.words import decided, sentences_of, sources_of, written_in
from registry.enums import StatusKind, StepAfter
from registry.models import StatusProposal
from registry.services.proposing import take_back
from tests.factories.drafts import secretary
from tests.factories.history import followed_by, withdrawn
from tests.factories.proposals import DAY, NOTE, deprecation, erratum, proposed, replacement, taken, withdrawal
from tests.factories.registry import CriterionFactory, RegisterFactory, VersionFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "sv", "nb", "fi", "da"]
WORDS = [f"words.{code}" for code in LANGUAGES]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def form_of(one, kind, **sent):
    given = {"version": "1.0.0", "effective_on": "2026-06-01", "words.en": "So.", **sent}
    return StepForm(one.criterion, kind, given)


def step_of(version, kind, **sent):
    form = form_of(version, kind, **sent)
    assert form.errors == {}
    return form.step()


def fault(one, kind, field, **sent):
    return list(form_of(one, kind, **sent).errors[field])


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (StepAfter.ERRATUM, ["later"]),
        (StepAfter.DEPRECATION, ["later", "successors"]),
        (StepAfter.WITHDRAWAL, ["successors", "reason_class"]),
        (StepAfter.REPLACEMENT, ["successors", "ends_as"]),
        (StepAfter.SPLIT, ["successors", "ends_as"]),
        (StepAfter.MERGER, ["also", "successors", "ends_as"]),
    ],
)
def test_each_kind_asks_for_what_it_needs(version, kind, more):
    names = list(StepForm(version.criterion, kind).fields)

    nothing = [f"why_nothing.{code}" for code in LANGUAGES] if kind is StepAfter.WITHDRAWAL else []
    assert names == ["version", "effective_on", *more, *WORDS, *nothing]


def test_only_the_languages_of_the_register_are_required():
    RegisterFactory(authoritative_languages=["fi", "sv"])
    form = StepForm(VersionFactory().criterion, StepAfter.ERRATUM)

    required = [name for name in form.fields if name.startswith("words.") and form.fields[name].required]
    assert required == ["words.fi", "words.sv"]
    assert str(form.fields["words.nb"].label) == "Note (Norwegian Bokmål)"


def test_newest_version_is_offered_first_and_candidates_are_not(version):
    followed_by(version, "1.1.0")
    VersionFactory(criterion=version.criterion, number="1.2.0-rc.1", published=None)

    form = StepForm(version.criterion, StepAfter.ERRATUM)

    assert form.fields["version"].choices == [("1.1.0", "1.1.0"), ("1.0.0", "1.0.0")]
    assert form.fields["later"].choices[0] == ("", "None so far")


def test_erratum_of_an_older_version_can_name_the_one_that_mends_it(version):
    mended = followed_by(version, "1.0.1")

    form = form_of(version, StepAfter.ERRATUM, later="1.0.1", **{"words.sv": "Så."})

    assert form.is_valid()
    assert (form.chosen(), form.step().later) == (version, mended)
    assert form.step().columns()["words"] == {"en": "So.", "sv": "Så."}


@pytest.mark.parametrize("typed", ["BAT-02,BAT-03", "bat-02  bat-03", " BAT-03, bat-02 ,BAT-03"])
def test_codes_are_read_as_people_write_them(version, typed):
    for code in ("BAT-02", "BAT-03"):
        VersionFactory(criterion__code=code)

    step = step_of(version, StepAfter.SPLIT, successors=typed, ends_as="superseded")

    assert sorted(criterion.code for criterion in step.successors) == ["BAT-02", "BAT-03"]


def test_unknown_codes_are_named(version):
    assert fault(version, StepAfter.SPLIT, "successors", successors="BAT-08, BAT-09") == [
        "There is no criterion BAT-08, BAT-09."
    ]


def test_merged_criteria_count_with_the_version_in_force_on_the_day(version):
    other = VersionFactory(criterion__code="BAT-02")
    newer, heir = followed_by(other, "1.1.0", date(2026, 6, 1)), VersionFactory(criterion__code="BAT-03")

    step = step_of(version, StepAfter.MERGER, also="BAT-02", successors="BAT-03", ends_as="deprecated")

    assert (step.also, step.successors, step.ends_as) == ([newer], [heir.criterion], StatusKind.DEPRECATED)


def test_merged_criterion_that_is_not_in_force_is_refused(version):
    withdrawn(VersionFactory(criterion__code="BAT-02"))

    assert fault(version, StepAfter.MERGER, "also", also="BAT-02") == ["Each of them has to be in force on that day."]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("version", "9.9.9"), ("effective_on", "soon"), ("words.en", "x" * 4001), ("reason_class", "because")],
)
def test_what_cannot_be_is_refused_at_its_field(version, field, typed):
    assert len(fault(version, StepAfter.WITHDRAWAL, field, **{field: typed})) == 1


def test_withdrawal_reads_class_and_why_there_is_nothing(version):
    step = step_of(version, StepAfter.WITHDRAWAL, reason_class="safety", **{"why_nothing.en": "None is needed."})

    assert (step.reason_class, step.columns()["why_nothing"]) == ("safety", {"en": "None is needed."})


def test_form_without_anything_typed_begins_with_today_and_out_of_force(version):
    form = StepForm(version.criterion, StepAfter.SPLIT)

    assert (form["effective_on"].value(), form["ends_as"].value()) == (DAY, "superseded")


def test_sentences_of_an_erratum_name_what_mends_it(version):
    mended = followed_by(version, "1.0.1")

    assert sentences_of(proposed(version, erratum(later=mended))) == [
        "From 1 June 2026 a note stands wherever BAT-01@1.0.0 is shown or taken away. The text itself stays as it is.",
        "The note says that BAT-01@1.0.1 mends it.",
    ]


def test_sentences_of_a_deprecation_name_what_follows(version):
    heir = CriterionFactory(code="BAT-02")

    assert len(sentences_of(proposed(version, deprecation()))) == 1
    assert sentences_of(proposed(VersionFactory(), deprecation(successors=[heir])))[1] == (
        "The page says that BAT-02 follows it."
    )


@pytest.mark.parametrize("has_heir", [True, False])
def test_sentences_of_a_withdrawal_say_what_instead_or_why_nothing(version, has_heir):
    heirs = [VersionFactory(criterion__code="BAT-02").criterion] if has_heir else []

    said = sentences_of(proposed(version, withdrawal(successors=heirs)))

    assert said[1:] == [
        "The page says to use BAT-02 instead." if has_heir else "The page says why nothing replaces it.",
        "Its text and its address stay for ever.",
    ]


@pytest.mark.parametrize(("ends_as", "words"), [("superseded", "In place of"), ("deprecated", "Better: BAT-03.")])
def test_sentences_of_a_merger_tell_of_each_source(version, ends_as, words):
    also, heir = VersionFactory(criterion__code="BAT-02"), VersionFactory(criterion__code="BAT-03")
    step = replacement(heir, kind=StepAfter.MERGER, also=[also], ends_as=ends_as)
    proposal = proposed(version, step)

    said = sentences_of(proposal)

    assert sources_of(proposal) == [version, also]
    assert [str(source) in line for source, line in zip((version, also), said, strict=False)] == [True, True]
    assert all("BAT-03" in line for line in said[:2])
    assert ends_as == "superseded" or words in said[0]


def test_words_come_with_the_names_of_their_languages():
    assert written_in(NOTE) == [("en", "English", NOTE["en"]), ("sv", "Swedish", NOTE["sv"])]


def test_decision_says_who_and_when_and_outlives_them(version):
    waiting = proposed(version, erratum())
    assert decided(waiting) == ""
    done = taken(VersionFactory())
    assert decided(done) == f"Confirmed by {done.decided_by} on 1 June 2026."
    back = take_back(waiting.pk, actor=secretary())
    assert decided(back).startswith("Taken back by ")

    StatusProposal.objects.filter(pk=done.pk).update(decided_by=None)
    done.refresh_from_db()
    assert decided(done) == "Confirmed by Somebody who has left on 1 June 2026."
