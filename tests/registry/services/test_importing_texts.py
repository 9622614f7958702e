"""Words from a workbook become translations that still need the second person: all of them, or none."""

import pytest
from django.core.exceptions import PermissionDenied

from registry.enums import TranslationState
from registry.errors import StaleDraft, StepNotPossible
from registry.models import TranslationDraft, TranslationStep, VersionTranslation
from registry.services.importing_texts import import_texts
from registry.services.translating import begin, confirm, hand_in, save
from tests.factories.accounts import city_editor
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import handed_in
from tests.registry.sheets.books import Book

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory()


def imported(book, actor=None):
    return import_texts(book.language, book.plan().results, actor=actor or secretary())


def steps():
    return list(TranslationStep.objects.order_by("pk").values_list("name", flat=True))


def test_translation_is_begun_where_nobody_works_on_one(version):
    TranslationFactory(version=version, blocks={"title": "Batteri", "purpose": "Syfte"})
    actor = secretary()

    (draft,) = imported(Book(version).write("title", "Ack"), actor)

    assert draft.blocks == {"title": "Ack", "purpose": "Syfte"}
    assert (draft.state, list(draft.writers.all())) == (TranslationState.DRAFTING, [actor])
    assert steps() == ["begin", "import"]


def test_open_translation_goes_on_with_what_was_written_in_it(version):
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Batteri"}, kept=["title"], seen=1, actor=secretary())

    (same,) = imported(Book(version).write("purpose", "Syfte"))

    assert (same, same.blocks, same.kept) == (draft, {"title": "Batteri", "purpose": "Syfte"}, ["title"])


def test_same_import_twice_changes_nothing_more(version):
    book = Book(version).write("title", "Ack")
    imported(book)

    assert imported(book) == []
    assert TranslationDraft.objects.get().lock_version == 2


def test_whoever_imports_does_not_confirm(version):
    actor, book = secretary(), Book(version)
    for block, text in translated(version, "sv").items():
        book.write(block, text)
    (draft,) = imported(book, actor)
    hand_in(draft.pk, seen=draft.lock_version, actor=actor)

    with pytest.raises(PermissionDenied):
        confirm(draft.pk, seen=draft.lock_version, actor=actor)
    assert confirm(draft.pk, seen=draft.lock_version, actor=secretary()).blocks == translated(version, "sv")


def test_one_that_somebody_saved_since_the_plan_stops_all():
    one, other = VersionFactory.create_batch(2)
    draft = begin(other, "sv", actor=secretary())
    book = Book(one, other).write("title", "Ack")
    book.sheet.cell(book.row("title") + 12, 8).value = "Ack"
    results = book.plan().results
    assert len(results) == 2
    save(draft.pk, blocks={"purpose": "Syfte"}, seen=1, actor=secretary())

    with pytest.raises(StaleDraft):
        import_texts("sv", results, actor=secretary())
    assert list(TranslationDraft.objects.values_list("blocks", flat=True)) == [{"purpose": "Syfte"}]


def test_one_that_was_begun_and_written_since_the_plan_stops_all(version):
    results = Book(version).write("title", "Ack").plan().results
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Batteri"}, seen=1, actor=secretary())

    with pytest.raises(StaleDraft) as caught:
        import_texts("sv", results, actor=secretary())

    assert (caught.value.yours, caught.value.theirs) == ({"title": "Ack"}, {"title": "Batteri"})


def test_one_that_was_handed_in_since_the_plan_stops_all(version):
    draft = handed_in(version)
    results = Book(version).write("title", "Ack").plan().results

    with pytest.raises(StepNotPossible):
        import_texts("sv", results, actor=secretary())
    draft.refresh_from_db()
    assert draft.blocks == translated(version, "sv")


def test_nothing_is_sealed_by_an_import(version):
    imported(Book(version).write("title", "Ack"))

    assert VersionTranslation.objects.count() == 0


def test_only_coordinators_import(version):
    with pytest.raises(PermissionDenied):
        imported(Book(version).write("title", "Ack"), city_editor())
    assert TranslationDraft.objects.count() == 0
