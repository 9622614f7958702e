"""The form of one criterion: what it shows of what a city changes, and what it reads from what is typed."""

import pytest

from registry.forms_adapting import AdaptCriterionForm, StartForm
from registry.sealed.overrides import Overrides
from tests.factories.adaptations import changes, cycles, smartphones, without, words
from tests.factories.members import OrganisationFactory
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content

pytestmark = pytest.mark.django_db

REQUIREMENT = "texts.requirement.1"


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def form_of(version, stored=None, data=None, *, language="en", languages=()):
    return AdaptCriterionForm(
        data, version=version, stored=stored or changes(), languages=list(languages), language=language, seen=7
    )


def typed(version, stored=None, *, language="en", languages=(), **said):
    """The form as it stands with something else in some fields, read."""
    form = form_of(version, stored, language=language, languages=languages)
    data = {name: form[name].value() or "" for name in form.fields if form[name].value() is not True}
    return form_of(version, stored, {**data, **said}, language=language, languages=languages)


def read(version, stored=None, **facts):
    form = typed(version, stored, **facts)
    assert form.is_valid(), form.errors
    return form.overrides()


def test_form_as_it_stands_changes_nothing(version):
    assert read(version) == Overrides()


@pytest.mark.parametrize(
    "stored",
    [
        changes(cycles("1200", reason="Why.", legal_basis="Our rule 7")),
        changes(words(effect="looser")),
        changes(words("Ask us.", block="guidance", how="add")),
        changes(cycles("1200", level=2), words(), words("Show it.", block="proof.eprel")),
    ],
)
def test_form_says_again_what_is_stored(version, stored):
    assert read(version, stored).as_dict() == stored.as_dict()


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [("en", "1,000", "1000"), ("en", "1 000", "1000"), ("sv", "1 000", "1000"), ("da", "1.000", "1000")],
)
def test_value_is_read_in_the_way_of_the_reader(version, language, text, value):
    found = read(version, language=language, **{"levels.1.cycles": text})

    assert found == changes(cycles(value))


def test_value_is_shown_in_the_way_of_the_reader(version):
    shown = {language: str(form_of(version, language=language)["levels.2.cycles"].value()) for language in ("en", "da")}

    assert shown == {"en": "1,000", "da": "1.000"}


def test_emptied_value_is_the_release_s(version):
    assert read(version, changes(cycles("1200")), **{"levels.1.cycles": " "}) == changes()


def test_value_that_is_no_number_is_passed_on_to_be_refused(version):
    assert read(version, **{"levels.1.cycles": "many"}) == changes(cycles("many"))


def test_one_reason_is_that_of_every_value(version):
    found = read(version, **{"levels.1.cycles": "900", "levels.2.cycles": "1100", "values_reason": "Why."})

    assert found == changes(cycles("900", reason="Why."), cycles("1100", level=2, reason="Why."))


def test_parameter_is_named_in_the_reader_s_language(version):
    TranslationFactory(version=version, language="nb", blocks={"parameter.cycles": "nb"})
    TranslationFactory(version=version, language="sv", blocks={"parameter.cycles": "laddningscykler"})

    labels = [form_of(version, language=each).fields["levels.1.cycles"].label for each in ("sv", "fi")]

    assert labels == ["laddningscykler", "full charge cycles"]


def test_choice_offers_its_options_only():
    body = battery_content()
    parameter = type(body.parameters["cycles"])(code="grade", type="choice", stricter="up", options=("B", "A"))
    levels = {level: {**values, "grade": "B"} for level, values in body.levels.items()}
    changed = {"parameters": {**body.parameters, "grade": parameter}, "levels": levels}
    version = VersionFactory(
        criterion__code="BAT-01", body=battery_content(blocks={"parameter.grade": "grade"}, **changed)
    )

    form = form_of(version)

    assert form.fields["levels.1.grade"].widget.choices == [("B", "B"), ("A", "A")]
    assert form.fields["levels.1.grade"].help_text == "In the release: B."


def test_words_are_asked_for_in_the_city_s_language_too(version):
    TranslationFactory(version=version, language="sv")

    form = form_of(version, languages=["sv"])
    found = read(version, languages=["sv"], **{f"{REQUIREMENT}.en": "Keep it.", f"{REQUIREMENT}.sv": "Behåll det."})

    assert form.fields[f"{REQUIREMENT}.sv"].label == "Requirement, level 1 Baseline: Swedish"
    assert found.blocks[0].text == {"en": "Keep it.", "sv": "Behåll det."}


def test_words_that_only_explain_are_not_asked_what_they_do_to_bids(version):
    names = form_of(version).fields

    assert (f"{REQUIREMENT}.effect" in names, "texts.guidance.effect" in names) == (True, False)


def test_block_that_is_changed_is_open(version):
    form = form_of(version, changes(words()))

    assert [wording.block for wording, _fields, is_open in form.blocks() if is_open] == ["requirement.1"]


def test_criterion_is_left_out_with_its_reason(version):
    stored = changes(without())

    form = form_of(version, stored)

    assert (form["left_out"].value(), form["left_out_reason"].value()) == (True, "We rent our phones.")


def test_fault_is_shown_at_the_field_that_it_is_about(version):
    form = typed(version, **{"levels.1.cycles": "5"})
    form.is_valid()

    form.refuse_faults({"BAT-01/levels.1.cycles": ["Too low."], "BAT-01/texts.guidance": ["Mend it."], "": ["All."]})

    assert form.errors == {
        "levels.1.cycles": ["Too low."],
        "texts.guidance.en": ["Mend it."],
        "__all__": ["All."],
    }


def test_fault_of_a_left_out_criterion_is_shown_at_its_box(version):
    form = typed(version)
    form.is_valid()

    form.refuse_faults({"BAT-01": ["Say why."]})

    assert form.errors == {"left_out": ["Say why."]}


def test_start_takes_only_what_is_offered():
    city, release = OrganisationFactory(), smartphones("BAT-01")
    offered = {"organisations": [city], "releases": [release]}
    said = {"organisation": city.pk, "release": str(release), "language": "sv"}

    good, bad = StartForm(said, **offered), StartForm({**said, "release": "smartphones@9.9.9"}, **offered)

    assert good.is_valid()
    assert good.cleaned_data == {"organisation": city, "release": release, "language": "sv"}
    assert not bad.is_valid()
