"""The form of criteria: what a row says, what becomes of unusual values, and what two people see of each other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.experiences.errors import ChangedMeanwhile, NotCitable, StepNotPossible, TooManyCriteria
from portal.experiences.forms.criteria import CriteriaForm, key_of
from portal.experiences.models import Citation, Edition
from portal.experiences.services import criteria
from portal.experiences.services.criteria import add_criteria, merged
from portal.experiences.services.writing import save
from portal.experiences.tasks import Cited, Task, said
from tests.factories.accounts import coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, SubmittedFactory
from tests.factories.history import followed_by
from tests.factories.registry import TranslationFactory, VersionFactory
from tests.portal.experiences.authors import author_of, say
from tests.races import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


@pytest.fixture
def edition():
    return EditionFactory(language="sv")


def cited(edition):
    return said(Edition.objects.get(pk=edition.pk), Task.CRITERIA)["criteria"]


def with_rows(edition, *rows):
    """The edition, once these rows are stored."""
    say(edition, Task.CRITERIA, author_of(edition), criteria=list(rows))
    return Edition.objects.get(pk=edition.pk)


def sent(form, **changes):
    """What a browser sends of a form; names of fields of the first row may be short: ``change``."""
    data = QueryDict(mutable=True)
    data["seen"] = form["seen"].value()
    for row in form.rows:
        data.appendlist("row", row.key)
        for field in row:
            data[field.html_name] = "" if field.value() is None else str(field.value())
        for reading in row.parameters:
            data[reading.name] = reading.shown
    for name, value in changes.items():
        data[f"{form.rows[0].prefix}-{name}" if form.rows and name not in ("seen", "pasted", "find") else name] = value
    return data


def read(edition, **changes):
    """The form of an edition after these fields were typed into."""
    return CriteriaForm(edition, sent(CriteriaForm(edition), **changes))


def first_row(form):
    assert form.is_valid(), form.errors
    return form.values()["criteria"][0]


def test_untouched_form_says_what_is_stored(edition, version):
    row = Cited(
        *(version.pk, 2, {"cycles": "1200"}, "adapted", "1,200 cycles", "Ten years of use", 3, "sample"),
        *("One phone a lot", "Nothing"),
    )
    edition = with_rows(edition, row)

    assert read(edition).is_valid()
    assert read(edition).values() == {"criteria": [row]}


def test_everything_that_is_typed_is_taken(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))
    typed = {
        "level": "2",
        "usage": "adapted",
        "change": " Two words \r\n more ",
        "change_reason": "Why not",
        "bidders_met": " 3 ",
        "verification": "audit",
        "verification_text": "On site",
        "relaxed": "The day",
    }

    assert first_row(read(edition, **typed)) == Cited(
        *(version.pk, 2, {}, "adapted", "Two words \n more", "Why not", 3, "audit", "On site", "The day")
    )


@pytest.mark.parametrize(("typed", "values"), [("1200", {"cycles": "1200"}), ("1,200", {"cycles": "1200"})])
def test_value_within_the_bounds_is_no_adaptation(edition, version, typed, values):
    edition = with_rows(edition, Cited(version.pk, 2))

    row = first_row(read(edition, **{"value.cycles": typed}))

    assert (row.values, row.usage) == (values, "kept")


@pytest.mark.parametrize("typed", ["9000", "many", "800.5"])
def test_value_outside_the_bounds_is_kept_and_makes_it_adapted(edition, version, typed):
    edition = with_rows(edition, Cited(version.pk, 2))

    form = read(edition, **{"value.cycles": typed})

    row = first_row(form)
    assert (row.values, row.usage) == ({"cycles": typed}, "adapted")
    assert (form.rows[0].has_unusual_values, form.rows[0].needs_words) == (True, True)


def test_number_is_read_as_the_language_writes_it(edition, version):
    edition = with_rows(edition, Cited(version.pk, 2))

    with override("sv"):
        assert first_row(read(edition, **{"value.cycles": "1\u00a0200"})).values == {"cycles": "1200"}


@pytest.mark.parametrize("typed", ["", "1000"])
def test_value_of_the_level_itself_is_not_stored(edition, version, typed):
    edition = with_rows(edition, Cited(version.pk, 2, {"cycles": "1200"}))

    assert first_row(read(edition, **{"value.cycles": typed})).values == {}


def test_values_that_nobody_touched_follow_the_level(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))

    row = first_row(read(edition, level="2"))

    assert (row.level, row.values) == (2, {})


def test_own_value_stays_when_the_level_changes(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1, {"cycles": "900"}))

    assert first_row(read(edition, level="2")).values == {"cycles": "900"}


def test_text_about_a_change_makes_it_adapted(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))

    row = first_row(read(edition, change="Another wording", usage="kept"))

    assert (row.usage, row.change) == ("adapted", "Another wording")


def test_adapted_without_words_asks_for_them(edition, version):
    form = read(with_rows(edition, Cited(version.pk, 1)), usage="adapted")

    assert (first_row(form).usage, form.rows[0].needs_words) == ("adapted", True)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"bidders_met": "many"}, "bidders_met"),
        ({"bidders_met": "-1"}, "bidders_met"),
        ({"change": "x" * 4001}, "change"),
        ({"verification": "luck"}, "verification"),
        ({"level": "3"}, "level"),
    ],
    ids=str,
)
def test_answer_that_cannot_be_stored_is_told_at_its_row_and_the_rest_is_taken(edition, version, changes, name):
    edition = with_rows(edition, Cited(version.pk, 1, relaxed="Nothing"))

    form = read(edition, relaxed="The day", **changes)

    key = key_of(Cited(version.pk, 1))
    assert (form.is_valid(), list(form.errors)) == (False, [f"{key}-{name}"])
    assert form.values()["criteria"] == [Cited(version.pk, 1, usage="kept", relaxed="The day")]
    assert [field.html_name for field in form if field.errors] == [f"{key}-{name}"]


def test_two_rows_that_become_the_same_are_told(edition, version):
    edition = with_rows(edition, Cited(version.pk, 2), Cited(version.pk, 1))

    form = read(edition, level="1")

    assert not form.is_valid()
    assert form.errors[f"{version.pk}-1-level"] == [
        "BAT-01@1.2.0 is there twice at this level. Choose another level, or remove one of the two."
    ]


def test_rows_are_in_the_order_in_which_they_are_sent(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1), Cited(version.pk, 2))
    data = sent(CriteriaForm(edition))
    data.setlist("row", data.getlist("row")[::-1])

    assert [row.level for row in CriteriaForm(edition, data).values()["criteria"]] == [2, 1]


@pytest.mark.parametrize("key", ["", "x", "1", "0-1", "9999-1", "{pk}-3", "{pk}-9", "{pk}-1-1", "٣-1", "9" * 30 + "-1"])
def test_row_that_is_none_is_left_out(edition, version, key):
    data = QueryDict(mutable=True)
    data.appendlist("row", key.format(pk=version.pk))

    form = CriteriaForm(edition, data)

    assert form.is_valid()
    assert form.values() == {"criteria": []}


def test_texts_are_marked_with_the_language_of_the_record(edition, version):
    form = CriteriaForm(with_rows(edition, Cited(version.pk, 1)))

    assert 'lang="sv"' in str(form.rows[0]["change"])
    assert "lang" not in str(form.rows[0]["bidders_met"])


def test_title_is_in_the_readers_language(edition, version):
    TranslationFactory(version=version, language="fi", blocks={"title": "Akku kestää"})
    edition = with_rows(edition, Cited(version.pk, 1))

    with override("fi"):
        title = CriteriaForm(edition).rows[0].cited_version.title

    assert (title, title.lang) == ("Akku kestää", "fi")


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(edition, django_assert_num_queries, count):
    edition = with_rows(edition, *(Cited(VersionFactory().pk, 1) for _ in range(count)))

    with django_assert_num_queries(4):
        assert len(CriteriaForm(edition).rows) == count


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


def test_whatever_is_typed_is_stored_and_shown_again(edition, version):
    """Reading a form that shows what was read changes nothing."""
    edition = with_rows(edition, Cited(version.pk, 1))
    usages, verifications = st.sampled_from(["", "kept", "adapted"]), st.sampled_from(["", "sample", "audit"])
    numbers = st.one_of(st.just(""), st.integers(0, 99).map(str))
    values = st.one_of(WORDS, st.integers(0, 5000).map(str), st.just("800"))

    @settings(max_examples=30)  # each is stored twice
    @given(st.sampled_from(["1", "2"]), usages, WORDS, numbers, verifications, values)
    def law(level, usage, change, bidders, verification, cycles):
        typed = {"level": level, "usage": usage, "change": change, "bidders_met": bidders}
        row = first_row(read(edition, verification=verification, **typed, **{"value.cycles": cycles}))

        Citation.objects.all().delete()
        again = with_rows(edition, row)
        assert cited(edition) == [row]
        assert first_row(read(again)) == row

    law()


def meeting(edition, *theirs, **mine):
    """The form of somebody who saves after a colleague has stored other rows."""
    data = sent(CriteriaForm(edition), **mine)
    with_rows(edition, *theirs)
    form = CriteriaForm(edition, data)
    assert form.is_valid()
    with pytest.raises(ChangedMeanwhile) as met:
        save(edition.experience_id, Task.CRITERIA, form.values(), seen=data["seen"], actor=author_of(edition))
    form.meet(met.value, Edition.objects.get(pk=edition.pk))
    return form


def test_second_tab_sees_both_texts(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))

    form = meeting(edition, Cited(version.pk, 1, relaxed="Theirs"), relaxed="Mine")

    [(theirs, mine)] = form.differences
    assert (theirs.label, theirs.text, mine.text) == (
        "BAT-01@1.2.0/L1",
        "Used as it is\nLevel: 1\nWhat was relaxed: Theirs",
        "Used as it is\nLevel: 1\nWhat was relaxed: Mine",
    )
    assert form.rows[0]["relaxed"].value() == "Mine"


def test_saving_once_more_replaces_what_is_stored(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))
    form = meeting(edition, Cited(version.pk, 1, relaxed="Theirs"), relaxed="Mine")

    again = CriteriaForm(Edition.objects.get(pk=edition.pk), sent(form))
    assert again.is_valid()
    save(edition.experience_id, Task.CRITERIA, again.values(), seen=form["seen"].value(), actor=author_of(edition))

    assert cited(edition) == [Cited(version.pk, 1, relaxed="Mine")]


def test_row_that_a_colleague_has_added_joins_mine(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))

    form = meeting(edition, Cited(version.pk, 1), Cited(version.pk, 2, relaxed="Theirs"), relaxed="Mine")

    assert [(row.row.level, row.row.relaxed) for row in form.rows] == [(1, "Mine"), (2, "Theirs")]
    assert [(theirs.text != "", mine.text != "") for theirs, mine in form.differences] == [(True, True), (True, False)]


def test_row_that_a_colleague_has_removed_stays_with_its_writer(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))

    form = meeting(edition, relaxed="Mine")

    [(theirs, mine)] = form.differences
    assert (theirs.text, mine.text) == ("", "Used as it is\nLevel: 1\nWhat was relaxed: Mine")
    assert form.rows[0].row.relaxed == "Mine"


def test_added_criteria_stand_after_those_that_are_there(edition, version):
    edition = with_rows(edition, Cited(version.pk, 2, relaxed="Nothing"))

    added = add_criteria(edition.experience_id, [Cited(version.pk, 1), Cited(version.pk, 2)], actor=author_of(edition))

    assert added == 1
    assert cited(edition) == [Cited(version.pk, 2, relaxed="Nothing"), Cited(version.pk, 1)]


def test_adding_what_is_there_changes_nothing(edition, version):
    edition = with_rows(edition, Cited(version.pk, 1))
    before = Edition.objects.get(pk=edition.pk).changed_at

    assert add_criteria(edition.experience_id, [Cited(version.pk, 1)], actor=author_of(edition)) == 0
    assert Edition.objects.get(pk=edition.pk).changed_at == before


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_at_once_both_have_theirs(edition, version):
    author = author_of(edition)

    race(
        *(
            lambda level=level: add_criteria(edition.experience_id, [Cited(version.pk, level)], actor=author)
            for level in (1, 2)
        )
    )

    assert {row.level for row in cited(edition)} == {1, 2}


def test_superseded_version_is_added_as_such(edition, version):
    followed_by(version, "2.0.0")

    add_criteria(edition.experience_id, [Cited(version.pk, 1)], actor=author_of(edition))

    assert Citation.objects.get().cited_as == "superseded"


def test_nothing_is_added_to_what_was_sent_or_by_a_stranger(version):
    sent_edition, draft = SubmittedFactory(), EditionFactory()

    with pytest.raises(StepNotPossible):
        add_criteria(sent_edition.experience_id, [Cited(version.pk, 1)], actor=author_of(sent_edition))
    with pytest.raises(PermissionDenied):
        add_criteria(draft.experience_id, [Cited(version.pk, 1)], actor=coordinator())


def test_candidate_is_not_added(edition, version):
    candidate = VersionFactory(criterion=version.criterion, number="2.0.0-rc.1", published=None)

    with pytest.raises(NotCitable):
        add_criteria(edition.experience_id, [Cited(candidate.pk, 1)], actor=author_of(edition))


def test_record_that_is_full_says_so(edition, monkeypatch):
    monkeypatch.setattr(criteria, "MOST_CRITERIA", 2)
    rows = [Cited(CitationFactory(edition=edition).version_id, 1) for _ in range(2)]

    assert merged(edition.experience, rows, rows) == rows
    with pytest.raises(TooManyCriteria, match=r"holds as many criteria as it can \(2\)\. Remove one"):
        merged(edition.experience, rows, [Cited(VersionFactory().pk, 1)])
