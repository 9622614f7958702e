"""What authors do to the working edition: nothing is lost, nothing is half kept."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, Q
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.enums import CitedAs, State, Topic
from portal.experiences.errors import ChangedMeanwhile, NotCitable, StepNotPossible
from portal.experiences.models import Citation, Edition
from portal.experiences.services.moving import start
from portal.experiences.services.writing import editable, fill, save, seen_mark
from portal.experiences.tasks import FIELDS, ROWS, Bidder, Cited, Learned, Task, said
from tests.factories.accounts import MembershipFactory, city_editor, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.history import withdrawn
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import marked

pytestmark = pytest.mark.django_db


def author_of(edition):
    return MembershipFactory.create(organisation=edition.experience.organisation).user


def write(edition, task, values, *, seen=None, actor=None):
    return save(
        edition.experience_id,
        task,
        values,
        seen=seen_mark(edition, task) if seen is None else seen,
        actor=actor or author_of(edition),
    )


def fields_of(condition):
    """The field of every comparison in a condition."""
    for child in condition.children:
        yield from fields_of(child) if isinstance(child, Q) else [child[0].partition("__")[0]]


def now(edition):
    return Edition.objects.get(pk=edition.pk)


def test_part_of_a_task_can_be_saved_and_the_rest_stays():
    edition = EditionFactory(summary="Old words", year=2025)

    write(edition, Task.TENDER, {"summary": "New words"})

    assert (now(edition).summary, now(edition).year, now(edition).title) == ("New words", 2025, "Phones for the city")


def test_half_a_task_is_kept_however_little_it_is():
    edition = EditionFactory(title="", year=None, country="", stage="")

    write(edition, Task.TENDER, {"notice": "554113-2026"})

    assert now(edition).notice == "554113-2026"


def test_task_changes_only_its_own_fields():
    edition = EditionFactory(bids=4)

    write(edition, Task.TENDER, {"title": "New", "bids": 9, "state": State.PUBLISHED, "organisation": None})

    assert (now(edition).title, now(edition).bids, now(edition).state) == ("New", 4, State.DRAFT)


@pytest.mark.parametrize("task", Task)
def test_saving_what_is_there_changes_nothing_even_with_an_old_mark(task):
    edition = marked()
    before = now(edition).changed_at

    write(edition, task, said(edition, task), seen="long ago")

    assert now(edition).changed_at == before


def test_second_tab_is_told_and_the_first_text_stays():
    edition = EditionFactory(title="First")
    seen = seen_mark(edition, Task.TENDER)
    write(edition, Task.TENDER, {"title": "Of one tab"}, seen=seen)

    with pytest.raises(ChangedMeanwhile, match="changed meanwhile"):
        write(edition, Task.TENDER, {"title": "Of the other"}, seen=seen)

    assert now(edition).title == "Of one tab"
    write(edition, Task.TENDER, {"title": "Of the other"}, seen=seen_mark(now(edition), Task.TENDER))
    assert now(edition).title == "Of the other"


def test_two_people_at_two_tasks_do_not_meet():
    edition = EditionFactory()
    seen = {task: seen_mark(edition, task) for task in Task}

    write(edition, Task.TENDER, {"title": "New"}, seen=seen[Task.TENDER])
    write(edition, Task.OUTCOME, {"bids": 4}, seen=seen[Task.OUTCOME])
    write(edition, Task.LESSONS, {"lessons": [Learned("price", "Ask.")]}, seen=seen[Task.LESSONS])

    assert (now(edition).title, now(edition).bids, edition.lessons.get().text) == ("New", 4, "Ask.")


def test_same_tab_that_saves_twice_is_not_told_of_itself():
    edition = EditionFactory()
    seen = seen_mark(edition, Task.TENDER)

    for _ in range(2):
        write(edition, Task.TENDER, {"title": "New"}, seen=seen)

    assert now(edition).title == "New"


@pytest.mark.parametrize(
    ("task", "values", "faults"),
    [
        (Task.TENDER, {"year": 1850}, ["year"]),
        (Task.TENDER, {"notice": "2026/S 1"}, ["notice"]),
        (Task.TENDER, {"country": "SE", "nuts": "NO081"}, ["nuts"]),
        (Task.TENDER, {"title": "x" * 201}, ["title"]),
        (Task.TENDER, {"source_url": "javascript:alert(1)"}, ["source_url"]),
        (Task.OUTCOME, {"currency": "XXX"}, ["currency"]),
        (Task.OUTCOME, {"bids": -1}, ["bids"]),
        (Task.OUTCOME, {"suppliers": [Bidder("x" * 201)]}, ["suppliers"]),
        (Task.OUTCOME, {"suppliers": [Bidder("One AB"), Bidder("One AB", is_winner=True)]}, ["suppliers"]),
        (Task.LESSONS, {"lessons": [Learned("weather", "Rain.")]}, ["lessons"]),
        (Task.LESSONS, {"lessons": [Learned("price", "One."), Learned("price", "Two.")]}, ["lessons"]),
        (Task.SHARING, {"visibility": "nobody"}, ["visibility"]),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name_and_nothing_changes(task, values, faults):
    edition = marked()
    before = {each: said(edition, each) for each in Task}

    with pytest.raises(ValidationError) as refused:
        write(edition, task, values)

    assert list(refused.value.message_dict) == faults
    assert {each: said(now(edition), each) for each in Task} == before


def test_record_only_for_its_own_organisation_is_refused():
    with pytest.raises(ValidationError):
        write(EditionFactory(), Task.SHARING, {"visibility": "own"})


def test_lessons_and_suppliers_are_replaced_and_empty_ones_left_out():
    edition = marked()

    write(edition, Task.LESSONS, {"lessons": [Learned("price", "Ask."), Learned("wording", " ")]})
    write(edition, Task.OUTCOME, {"suppliers": [Bidder("One AB", is_winner=True), Bidder(" "), Bidder("Two AB")]})

    assert said(now(edition), Task.LESSONS)["lessons"] == [Learned("price", "Ask.")]
    assert said(now(edition), Task.OUTCOME)["suppliers"] == [Bidder("One AB", is_winner=True), Bidder("Two AB")]


def test_amounts_are_kept_to_the_cent():
    edition = EditionFactory()

    write(edition, Task.OUTCOME, {"currency": "SEK", "awarded_value": Decimal("1234567.8")})
    write(edition, Task.OUTCOME, {"awarded_value": Decimal("1234567.80")}, seen="whatever: it is there already")

    assert now(edition).awarded_value == Decimal("1234567.80")


def test_citation_keeps_the_hash_of_what_it_cites():
    edition, version = EditionFactory(), VersionFactory()

    write(edition, Task.CRITERIA, {"criteria": [Cited(version.pk, 2, values={"cycles": "900"}, usage="adapted")]})

    row = edition.citations.get()
    assert (row.cited_hash, row.cited_as, row.level) == (version.content_hash, CitedAs.IN_FORCE, 2)
    assert (row.values, row.usage, row.position) == ({"cycles": "900"}, "adapted", 0)


def test_citations_stand_in_the_order_of_their_writer():
    edition, versions = EditionFactory(), VersionFactory.create_batch(3)
    wanted = [Cited(version.pk, 1) for version in reversed(versions)]

    write(edition, Task.CRITERIA, {"criteria": wanted})

    assert said(now(edition), Task.CRITERIA) == {"criteria": wanted}


def test_citation_goes_on_saying_how_its_version_stood_when_it_was_cited():
    edition, version = EditionFactory(), VersionFactory()
    write(edition, Task.CRITERIA, {"criteria": [Cited(version.pk, 1)]})
    withdrawn(version)

    write(edition, Task.CRITERIA, {"criteria": [Cited(version.pk, 1, relaxed="Later."), Cited(version.pk, 2)]})

    rows = edition.citations.values_list("level", "relaxed", "cited_as")
    assert list(rows) == [(1, "Later.", CitedAs.IN_FORCE), (2, "", CitedAs.WITHDRAWN)]


@pytest.mark.parametrize("wrong", [{"number": "1.0.0-rc.1", "published": None}, {"published": None}])
def test_version_that_cannot_be_cited_leaves_the_others_as_they_were(wrong):
    edition = EditionFactory()
    kept = CitationFactory(edition=edition)

    with pytest.raises(NotCitable):
        write(edition, Task.CRITERIA, {"criteria": [Cited(VersionFactory(**wrong).pk, 1)]})

    assert list(Citation.objects.all()) == [kept]


def test_version_that_does_not_exist_is_refused():
    with pytest.raises(NotCitable, match="#987654 cannot be cited: there is no such version"):
        write(EditionFactory(), Task.CRITERIA, {"criteria": [Cited(987654, 1)]})


def test_version_at_the_same_level_twice_is_refused_and_at_two_levels_taken():
    edition, version = EditionFactory(), VersionFactory(criterion__code="BAT-01")

    with pytest.raises(ValidationError, match=r"BAT-01@1\.0\.0/L1 is there twice"):
        write(edition, Task.CRITERIA, {"criteria": [Cited(version.pk, 1), Cited(version.pk, 1, usage="adapted")]})
    write(edition, Task.CRITERIA, {"criteria": [Cited(version.pk, 1), Cited(version.pk, 2)]})

    assert edition.citations.count() == 2


def test_nobody_else_writes():
    edition = EditionFactory()

    for stranger in (city_editor(), coordinator()):
        with pytest.raises(PermissionDenied):
            write(edition, Task.TENDER, {"title": "Mine"}, actor=stranger)


def test_what_was_sent_is_not_written():
    edition = EditionFactory(state=State.SUBMITTED)

    with pytest.raises(StepNotPossible, match="With the coordinators"):
        write(edition, Task.TENDER, {"title": "Later"})


def test_what_is_published_is_not_written_before_its_correction_begins():
    experience = published()

    with pytest.raises(StepNotPossible):
        editable(experience.pk, actor=author_of(experience.current))


def test_record_just_begun_is_filled_task_by_task():
    organisation = OrganisationFactory(country="SE")
    author, version = MembershipFactory(organisation=organisation).user, VersionFactory()
    told = {
        Task.TENDER: {"title": "Phones", "year": "2026"},
        Task.OUTCOME: {"bids": 3, "suppliers": [Bidder("A AB")]},
        Task.CRITERIA: {"criteria": [Cited(version.pk, 2)]},
        Task.LESSONS: {"lessons": [Learned("price", "Lower.")]},
        Task.SHARING: {"visibility": "everyone"},
    }

    with transaction.atomic():
        edition = start(organisation, language="en", actor=author)
        fill(edition, told)

    stored = now(edition)
    assert (stored.title, stored.year, stored.country, stored.bids) == ("Phones", 2026, "SE", 3)
    assert (stored.language, stored.visibility) == ("en", "everyone")
    assert [said(stored, task)[name] for task, name in ROWS.items()] == [
        [Cited(version.pk, 2)],
        [Learned("price", "Lower.")],
        [Bidder("A AB")],
    ]


@pytest.mark.parametrize(
    ("task", "values", "faults"),
    [
        (Task.TENDER, {"country": "SE", "nuts": "NO081"}, ["nuts"]),
        (Task.TENDER, {"country": "QZ"}, ["country"]),
        (Task.OUTCOME, {"suppliers": [Bidder("One AB"), Bidder("One AB")]}, ["suppliers"]),
        (Task.OUTCOME, {"awarded_value": Decimal(-1)}, ["__all__"]),
        (Task.OUTCOME, {"estimated_value": Decimal(-1)}, ["__all__"]),
        (Task.SHARING, {"visibility": "own"}, ["__all__"]),
    ],
)
def test_filling_refuses_what_saving_refuses(task, values, faults):
    edition = EditionFactory()

    for way in (lambda: fill(edition, {task: values}), lambda: write(now(edition), task, values)):
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            way()
        assert list(refused.value.message_dict) == faults

    assert said(now(edition), task) == said(EditionFactory(), task)


def test_filling_with_what_is_there_writes_nothing(django_assert_num_queries):
    edition = EditionFactory()
    before = now(edition).changed_at

    with django_assert_num_queries(3):  # the rows of criteria, lessons and suppliers
        fill(edition, {task: {} for task in Task})

    assert now(edition).changed_at == before


def test_every_check_of_the_database_is_made_by_the_task_that_writes_its_fields():
    """Saving a task checks what it writes: a check across tasks would be left to the database, which names no field."""
    written = {name: task for task, names in FIELDS.items() for name in names}
    checks = [each for each in Edition._meta.constraints if isinstance(each, CheckConstraint)]

    tasks = [{written[name] for name in fields_of(check.condition)} for check in checks]

    assert tasks == [{Task.OUTCOME}, {Task.OUTCOME}, {Task.SHARING}]


def test_every_field_that_authors_write_belongs_to_one_task():
    of_the_portal = {"id", "experience", "number", "state", "submission", "submitted_by", "submitted_at"} | {
        *("published_at", "created_at", "changed_at")
    }
    ours = [name for names in FIELDS.values() for name in names]

    assert sorted(ours) == sorted({field.name for field in Edition._meta.fields} - of_the_portal)


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)  # which no form lets through
lessons = st.dictionaries(st.sampled_from(Topic), words, max_size=4)


@given(st.lists(lessons, min_size=1, max_size=3))
def test_task_says_what_was_saved_last(several):
    """Whatever was saved before; and once saved it can be saved again with the mark of what it says."""
    with transaction.atomic():
        edition = EditionFactory.create()
        author = author_of(edition)
        for learned in several:
            rows = [Learned(topic, text) for topic, text in learned.items()]
            write(edition, Task.LESSONS, {"lessons": rows}, actor=author)
            kept = [row for row in sorted(rows) if row.text.strip()]
            assert said(edition, Task.LESSONS)["lessons"] == kept
        transaction.set_rollback(True)
