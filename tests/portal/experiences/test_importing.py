"""All rows are taken, or none; a trial leaves nothing; what somebody else has changed is not overwritten."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.experiences.enums import State
from portal.experiences.errors import ChangedMeanwhile, NoSuchRecord, StepNotPossible
from portal.experiences.models import Edition, ExperienceStep, TenderExperience
from portal.experiences.services.importing import Row, import_rows
from portal.experiences.services.moving import submit
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Bidder, Cited, Learned, Task
from portal.members.enums import OrganisationKind
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.experiences import EditionFactory, SubmittedFactory, published
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.authors import author_of, say
from tests.races import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(country="SE", nuts="SE224")


@pytest.fixture
def author(organisation):
    return MembershipFactory(organisation=organisation).user


def new(reference="TE-NEW", title="Phones", **values):
    tender = {"title": title, "language": "en", **values.pop("tender", {})}
    return Row(reference, is_new=True, values={Task.TENDER: tender, **values}, seen={})


def change(edition, task=Task.TENDER, **values):
    """A row that was exported a moment ago."""
    return Row(edition.experience.reference, is_new=False, values={task: values}, seen={task: seen_mark(edition, task)})


def imported(rows, organisation, author, *, is_trial=False):
    return import_rows(rows, organisation, is_trial=is_trial, actor=author)


def errors(refused):
    return [(row.reference, type(error)) for row, error in refused]


def titles():
    return sorted(Edition.objects.values_list("title", flat=True))


def test_new_rows_become_drafts_with_all_that_they_say(organisation, author):
    version = VersionFactory()
    row = new(
        **{
            "tender": {"year": 2026},
            Task.OUTCOME: {"bids": 3, "suppliers": [Bidder("A AB", is_winner=True)]},
            Task.CRITERIA: {"criteria": [Cited(version.pk, 2)]},
            Task.LESSONS: {"lessons": [Learned("price", "Lower.")]},
        }
    )

    assert imported([row, new("TE-TWO", "Laptops")], organisation, author) == ()

    edition = Edition.objects.get(title="Phones")
    assert edition.experience.reference == "TE-NEW"
    assert (edition.state, edition.country, edition.nuts, edition.year) == (State.DRAFT, "SE", "SE224", 2026)
    assert (edition.bids, edition.suppliers.get().name, edition.citations.get().level) == (3, "A AB", 2)
    assert edition.lessons.get().text == "Lower."
    assert list(ExperienceStep.objects.values_list("name", "user")) == [("start", author.pk)] * 2
    assert titles() == ["Laptops", "Phones"]


@pytest.mark.parametrize(("rows", "queries"), [(1, 36), (2, 67), (3, 98)])
def test_what_a_new_row_costs(organisation, author, rows, queries, django_assert_num_queries):
    version = VersionFactory()
    told = {
        "tender": {"year": 2026},
        Task.OUTCOME: {"bids": 3, "suppliers": [Bidder("A AB", is_winner=True)]},
        Task.CRITERIA: {"criteria": [Cited(version.pk, 2)]},
        Task.LESSONS: {"lessons": [Learned("price", "Lower.")]},
    }
    several = [new(f"TE-{number}", **told) for number in range(rows)]

    with django_assert_num_queries(queries):
        imported(several, organisation, author)


def test_row_changes_its_record(organisation, author):
    edition = EditionFactory(experience__organisation=organisation, title="Phones", year=2025)

    assert imported([change(edition, year=2026)], organisation, author) == ()

    edition.refresh_from_db()
    assert (edition.title, edition.year) == ("Phones", 2026)


def test_published_record_gets_a_new_edition(author, organisation):
    experience = published(experience__organisation=organisation, title="Phones")

    assert imported([change(experience.current, title="Smartphones")], organisation, author) == ()

    assert list(experience.editions.order_by("number").values_list("title", "state")) == [
        ("Phones", State.PUBLISHED),
        ("Smartphones", State.DRAFT),
    ]


def test_trial_leaves_nothing_behind(organisation, author):
    edition = EditionFactory(experience__organisation=organisation, title="Phones")
    steps, events = ExperienceStep.objects.count(), OutboxEvent.objects.count()

    refused = imported([new(), change(edition, title="Smartphones")], organisation, author, is_trial=True)

    assert refused == ()
    assert titles() == ["Phones"]
    assert (ExperienceStep.objects.count(), OutboxEvent.objects.count()) == (steps, events)


def test_one_refused_row_keeps_the_others_out(organisation, author):
    rows = [new(), new("TE-BAD", tender={"year": 1999}), new("TE-ALSO", tender={"year": 1998})]

    refused = imported(rows, organisation, author)

    assert errors(refused) == [("TE-BAD", ValidationError), ("TE-ALSO", ValidationError)]
    assert not TenderExperience.objects.exists()


def test_same_row_twice_makes_one_record(organisation, author):
    imported([new()], organisation, author)

    assert imported([new()], organisation, author) == ()

    assert TenderExperience.objects.count() == 1


def test_record_that_was_changed_since_it_was_seen_is_refused(organisation, author):
    edition = EditionFactory(experience__organisation=organisation, title="Phones")
    row = change(edition, title="Smartphones")
    say(edition, Task.TENDER, author, title="Handsets")

    assert errors(imported([row], organisation, author)) == [(row.reference, ChangedMeanwhile)]

    assert titles() == ["Handsets"]


def test_record_that_is_with_the_coordinators_is_refused(organisation, author):
    edition = SubmittedFactory(experience__organisation=organisation)

    assert errors(imported([change(edition, title="New")], organisation, author)) == [
        (edition.experience.reference, StepNotPossible)
    ]


def test_record_that_was_discarded_meanwhile_is_refused(organisation, author):
    edition = EditionFactory(experience__organisation=organisation)
    row = change(edition, title="New")
    edition.experience.delete()

    assert errors(imported([row], organisation, author)) == [(row.reference, NoSuchRecord)]


@pytest.mark.parametrize("make", [UserFactory, lambda: MembershipFactory().user])
def test_strangers_import_nothing(organisation, make):
    with pytest.raises(PermissionDenied):
        imported([new()], organisation, make())

    assert not TenderExperience.objects.exists()


def test_record_of_another_organisation_is_not_changed(organisation, author):
    edition = EditionFactory(title="Theirs")

    with pytest.raises(PermissionDenied):
        imported([new(), change(edition, title="Ours")], organisation, author)

    assert titles() == ["Theirs"]


def test_supporter_has_no_tenders_to_import():
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER)

    with pytest.raises(PermissionDenied):
        imported([new()], supporter, MembershipFactory(organisation=supporter).user)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_workbook_at_once_make_one_set_of_records():
    organisation = OrganisationFactory()
    author = MembershipFactory(organisation=organisation).user
    rows = [new(), new("TE-TWO", "Laptops")]

    results = race(*[lambda: imported(rows, organisation, author)] * 2)

    assert results == [(), ()]
    assert titles() == ["Laptops", "Phones"]


@pytest.mark.django_db(transaction=True)
def test_import_against_saving_ends_with_one_of_the_two_texts_and_the_other_is_told():
    edition = EditionFactory(title="Phones")
    author, organisation = author_of(edition), edition.experience.organisation
    row, seen = change(edition, title="Imported"), seen_mark(edition, Task.TENDER)

    refused, saved = race(
        lambda: imported([row], organisation, author),
        lambda: save(edition.experience_id, Task.TENDER, {"title": "Typed"}, seen=seen, actor=author),
    )

    assert isinstance(saved, ChangedMeanwhile) is (refused == ())
    assert titles() == (["Typed"] if refused else ["Imported"])


@pytest.mark.django_db(transaction=True)
def test_import_against_sending_either_is_in_what_was_sent_or_is_refused():
    edition = EditionFactory(title="Phones")
    author, organisation = author_of(edition), edition.experience.organisation
    row = change(edition, title="Imported")

    refused, _sent = race(
        lambda: imported([row], organisation, author),
        lambda: submit(edition.experience_id, actor=author),
    )

    assert titles() == (["Phones"] if refused else ["Imported"])
    edition.refresh_from_db()
    assert edition.state == State.SUBMITTED
