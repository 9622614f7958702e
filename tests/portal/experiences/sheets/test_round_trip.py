"""What is exported comes back as it was; what is filled in offline is what is stored."""

from decimal import Decimal

import pytest
from django.conf import settings as site
from django.db import transaction
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.experiences.enums import Audience, Currency, Procedure, Stage, Topic, Usage, Verification
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.importing import import_rows
from portal.experiences.services.moving import publish_edition
from portal.experiences.sheets.columns import Part
from portal.experiences.sheets.records import records_of
from portal.experiences.sheets.writing import workbook
from portal.experiences.tasks import Task, said
from tests.factories.accounts import MembershipFactory
from tests.factories.experiences import CitationFactory, EditionFactory, LessonFactory, SupplierFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.workbooks import FIRST, Filled, told

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in site.LANGUAGES]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
    st.sampled_from(["=1+1", "two\nlines", "a;b", " spaced ", "1.200", "2026-03-14", "Yes", "x=y; z:1", "'quoted"]),
)
COUNTS = st.one_of(st.none(), st.integers(0, 32_767))
AMOUNTS = st.one_of(st.none(), st.integers(0, 10**13).map(lambda cents: Decimal(cents) / 100))


def one_of(choices):
    return st.sampled_from(["", *choices.values])


EDITIONS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("title", "summary", "source_title", "challenge_text", "contact_role"), TEXTS),
        **dict.fromkeys(("lots", "duration", "extension", "bids"), COUNTS),
        **dict.fromkeys(("estimated_value", "awarded_value"), AMOUNTS),
        "language": st.sampled_from(LANGUAGES),
        "country": st.sampled_from(["", "SE", "NO", "FI"]),
        "year": st.one_of(st.none(), st.integers(2000, 2100)),
        "stage": one_of(Stage),
        "procedure": one_of(Procedure),
        "currency": one_of(Currency),
        "cpv": st.lists(st.sampled_from(["32250000-0", "30213200-7", "32250000-1"]), unique=True),
        "notice": st.sampled_from(["", "554113-2026", "1-2024"]),
        "visibility": st.sampled_from([Audience.MEMBERS, Audience.EVERYONE]),
        "values_visibility": st.sampled_from(Audience.values),
        "suppliers_anonymous": st.booleans(),
    }
)
CITATIONS = st.lists(
    st.fixed_dictionaries(
        {
            "level": st.sampled_from([1, 2]),
            "values": st.dictionaries(st.sampled_from(["cycles", "share", "gone"]), TEXTS, max_size=3),
            "usage": st.sampled_from(Usage.values),
            "change": TEXTS,
            "relaxed": TEXTS,
            "bidders_met": COUNTS,
            "verification": one_of(Verification),
        }
    ),
    max_size=2,
    unique_by=lambda row: row["level"],
)
LESSONS = st.dictionaries(st.sampled_from(Topic.values), TEXTS.filter(str.strip), max_size=3)
SUPPLIERS = st.dictionaries(TEXTS.filter(str.strip), st.booleans(), max_size=3)


@pytest.fixture
def organisation():
    return OrganisationFactory(country="SE")


@pytest.fixture
def author(organisation):
    return MembershipFactory(organisation=organisation).user


def stored(facts, citations, lessons, suppliers, organisation, version):
    edition = EditionFactory(experience__organisation=organisation, **facts)
    for position, row in enumerate(citations):
        CitationFactory(edition=edition, version=version, position=position, **row)
    for topic, text in lessons.items():
        LessonFactory(edition=edition, topic=topic, text=text)
    for name, is_winner in suppliers.items():
        SupplierFactory(edition=edition, name=name, is_winner=is_winner)
    return edition


def everything(edition):
    return {task: said(edition, task) for task in Task}


def test_any_record_comes_back_as_it_was(organisation, author):
    """In the language of whoever sends it, whatever that of whoever has exported it."""
    version = VersionFactory()

    @settings(max_examples=40)
    @given(EDITIONS, CITATIONS, LESSONS, SUPPLIERS, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
    def law(facts, citations, lessons, suppliers, exporter, importer):
        with transaction.atomic():
            stored(facts, citations, lessons, suppliers, organisation, version)
            with override(exporter):
                content = workbook(records_of(author))
            with override(importer):
                plan = Filled(content).plan(organisation, author)
            transaction.set_rollback(True)

        assert (told(plan), plan.orphans) == ([("unchanged", [], [])], [])

    law()


def test_any_record_with_one_change_is_changed_in_that_alone(organisation, author):
    version = VersionFactory()

    @settings(max_examples=30)
    @given(EDITIONS, CITATIONS, LESSONS, SUPPLIERS, st.sampled_from(LANGUAGES))
    def law(facts, citations, lessons, suppliers, language):
        with transaction.atomic():
            edition = stored(facts, citations, lessons, suppliers, organisation, version)
            before = everything(edition)
            with override(language):
                book = Filled(workbook(records_of(author))).tender(contact_role="Somebody else than before")
                plan = book.plan(organisation, author)
                refused = import_rows(plan.rows, organisation, is_trial=False, actor=author)
            after = everything(Edition.objects.get(pk=edition.pk))
            transaction.set_rollback(True)

        assert refused == ()
        assert after == {**before, Task.SHARING: {**before[Task.SHARING], "contact_role": "Somebody else than before"}}

    law()


def test_ten_tenders_filled_in_offline_are_ten_drafts(organisation, author):
    VersionFactory(criterion__code="BAT-01", number="1.2.0")
    with override("sv"):
        book = Filled(workbook())
        for number in range(10):
            row = FIRST + number
            book.tender(row, title=f"Telefoner {number}", language="Svenska", country="Sverige", year=2020 + number % 7)
            book.tender(row, estimated_value=f"{number},5 MSEK", bids=number, cpv="32250000")
            book.criterion(row, key=number + 1, citation="BAT-01@1.2.0/L2", bidders_met=number)
            book.lesson(row, key=number + 1, topic=Topic.PRICE, text=f"Lärdom {number}.")
        plan = book.plan(organisation, author)
        assert import_rows(plan.rows, organisation, is_trial=False, actor=author) == ()

    editions = Edition.objects.order_by("title")
    assert [edition.title for edition in editions] == [f"Telefoner {number}" for number in range(10)]
    assert [edition.estimated_value for edition in editions] == [number * 1_000_000 + 500_000 for number in range(10)]
    assert {(each.currency, each.language, each.country, each.state) for each in editions} == {
        ("SEK", "sv", "SE", "draft")
    }
    assert [edition.citations.get().bidders_met for edition in editions] == list(range(10))
    assert [edition.lessons.get().text for edition in editions] == [f"Lärdom {number}." for number in range(10)]
    assert set(TenderExperience.objects.values_list("organisation", flat=True)) == {organisation.pk}


def test_published_record_is_corrected_by_a_new_edition(organisation, author):
    edition = EditionFactory(experience__organisation=organisation, title="Phones")
    publish_edition(edition, actor=None)
    book = Filled(workbook(records_of(author))).tender(title="Smartphones")

    plan = book.plan(organisation, author)
    import_rows(plan.rows, organisation, is_trial=False, actor=author)

    assert list(Edition.objects.order_by("number").values_list("number", "state", "title")) == [
        (1, "published", "Phones"),
        (2, "draft", "Smartphones"),
    ]


def test_workbook_with_columns_in_another_order_says_the_same(organisation, author):
    EditionFactory(experience__organisation=organisation)
    book = Filled(workbook(records_of(author)))
    sheet = book.sheet(Part.TENDERS)
    sheet.insert_cols(1)
    sheet.move_range("F1:F3", cols=-5)

    assert told(book.plan(organisation, author)) == [("unchanged", [], [])]
