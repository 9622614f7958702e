"""Two at once over one translation: one wins, the other is told. Run on whichever database the tests run on."""

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import TranslationState
from registry.errors import RegistryError, RevisionLanded, StaleDraft, StepNotPossible
from registry.models import TranslationDraft, VersionTranslation
from registry.services.importing_texts import import_texts
from registry.services.publishing import publish
from registry.services.sealing import seal_translation
from registry.services.translating import abandon, begin, confirm, hand_in, save, send_back
from registry.sheets.planning import Change, Result
from tests.factories.drafts import PUBLISHED, carried, secretary
from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import handed_in, written
from tests.races import race
from tests.registry.services.promises import broken_promises

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _promises_hold():
    """Whatever happened at once: all verifies, and what is sealed by two says the words that they confirmed."""
    yield
    assert broken_promises() == []
    for draft in TranslationDraft.objects.exclude(sealed_as=None):
        assert (draft.sealed_as.blocks, draft.state) == (draft.blocks, TranslationState.SEALED)


@pytest.fixture
def version():
    return VersionFactory()


def lost(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def won(results):
    return [result for result in results if not isinstance(result, Exception)]


def confirming(draft, actor=None):
    actor = actor or secretary()
    return lambda: confirm(draft.pk, seen=draft.lock_version, actor=actor)


def test_of_three_who_begin_all_get_the_same(version):
    actors = [secretary() for _ in range(3)]

    results = race(*(lambda actor=actor: begin(version, "sv", actor=actor) for actor in actors))

    assert len(set(results)) == TranslationDraft.objects.count() == 1


def test_two_confirm_at_once_and_one_revision_is_sealed(version):
    draft = handed_in(version)

    results = race(confirming(draft), confirming(draft), confirming(draft))

    assert lost(results) == []
    assert {str(sealed) for sealed in results} == {f"{version}/sv.r1"}
    assert (VersionTranslation.objects.count(), OutboxEvent.objects.count()) == (1, 1)


def test_of_two_who_save_one_is_told(version):
    draft = begin(version, "sv", actor=secretary())

    def saving(words, actor):
        return lambda: save(draft.pk, blocks={"title": words}, seen=1, actor=actor)

    results = race(saving("Ett", secretary()), saving("Två", secretary()))

    assert lost(results) == [StaleDraft]
    draft.refresh_from_db()
    assert won(results)[0].blocks == draft.blocks
    assert draft.writers.count() == 1


def test_saved_before_it_is_handed_in_or_not_at_all(version):
    draft, writer, other = written(version), secretary(), secretary()
    words = {**draft.blocks, "title": "Ack"}

    results = race(
        lambda: save(draft.pk, blocks=words, kept=draft.kept, seen=draft.lock_version, actor=writer),
        lambda: hand_in(draft.pk, seen=draft.lock_version, actor=other),
    )

    assert lost(results) in ([StaleDraft], [StepNotPossible])
    draft.refresh_from_db()
    assert (draft.state == TranslationState.WAITING) is (draft.blocks["title"] != "Ack")


def test_sent_back_or_confirmed_and_never_both(version):
    draft, reader = handed_in(version), secretary()

    results = race(confirming(draft), lambda: send_back(draft.pk, reason="The title.", actor=reader))

    assert lost(results) == [StepNotPossible]
    draft.refresh_from_db()
    assert (draft.state == TranslationState.SEALED) is (version.translations.count() == 1)


def test_abandoned_or_confirmed_and_never_both(version):
    draft, reader = handed_in(version), secretary()

    results = race(confirming(draft), lambda: abandon(draft.pk, reason="Not needed.", actor=reader))

    assert lost(results) == [StepNotPossible]
    assert VersionTranslation.objects.count() == TranslationDraft.objects.exclude(sealed_as=None).count()


def test_words_saved_after_sending_back_are_not_confirmed_unread(version):
    draft, reader, writer = handed_in(version), secretary(), secretary()
    send_back(draft.pk, reason="The title.", actor=reader)
    words = {**draft.blocks, "title": "Ack"}

    def rewriting():
        newer = save(draft.pk, blocks=words, kept=draft.kept, seen=draft.lock_version, actor=writer)
        return hand_in(newer.pk, seen=newer.lock_version, actor=writer)

    results = race(rewriting, confirming(draft, reader))

    assert lost(results) in ([StepNotPossible], [StaleDraft])
    assert VersionTranslation.objects.count() == 0


def test_revision_from_elsewhere_and_confirmation_do_not_overwrite_each_other(version):
    draft = handed_in(version)

    results = race(confirming(draft), lambda: seal_translation(version, "sv", {"title": "Ack"}))

    assert lost(results) in ([], [RevisionLanded])
    assert [row.revision for row in version.translations.order_by("revision")] == list(range(1, len(won(results)) + 1))


def test_translation_that_lands_while_the_next_version_is_published_stays_with_its_own():
    candidate = carried()
    base, actor = candidate.version.base_version, secretary()
    draft = handed_in(base)
    seen = candidate.version.content_hash

    results = race(
        confirming(draft),
        lambda: publish(candidate.draft_id, seen=seen, effective_on=PUBLISHED, on=PUBLISHED, actor=actor),
    )

    assert lost(results) == []
    sealed, final = results
    assert (sealed.version, sealed.source_hash) == (base, base.content_hash)
    assert final.translations.count() == 0


def test_of_an_import_and_a_save_one_is_told(version):
    TranslationFactory(version=version)
    draft, importer, writer = begin(version, "sv", actor=secretary()), secretary(), secretary()
    planned = Result(str(version), version, draft, [Change("title", "Title", "Ack")])

    results = race(
        lambda: import_texts("sv", [planned], actor=importer),
        lambda: save(draft.pk, blocks={**draft.blocks, "title": "Batteri"}, seen=1, actor=writer),
    )

    assert lost(results) == [StaleDraft]
    draft.refresh_from_db()
    assert draft.blocks["title"] in ("Ack", "Batteri")
    assert draft.lock_version == 2


def test_imports_of_two_criteria_in_opposite_order_do_not_wait_for_each_other():
    one, other = VersionFactory.create_batch(2)

    def importing(versions, words, actor):
        planned = [Result(str(each), each, None, [Change("title", "Title", words)]) for each in versions]
        return lambda: import_texts("sv", planned, actor=actor)

    results = race(importing([one, other], "Ett", secretary()), importing([other, one], "Två", secretary()))

    assert lost(results) == [StaleDraft]
    assert len({draft.blocks["title"] for draft in TranslationDraft.objects.all()}) == 1


def test_whoever_loses_is_told_what_to_do(version):
    draft, actor = handed_in(version), secretary()

    results = race(confirming(draft), lambda: send_back(draft.pk, reason="The title.", actor=actor))

    (refused,) = [result for result in results if isinstance(result, RegistryError)]
    assert str(refused).endswith("so this step is not possible now. Reload the page to see which steps are.")
    assert translated(version, "sv") == draft.blocks
