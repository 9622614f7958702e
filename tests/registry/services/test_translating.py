"""A translation from its beginning to a sealed revision: two people, and the version stays as it was."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.outbox.models import OutboxEvent
from registry.enums import TranslationState
from registry.errors import (
    NothingChanged,
    NotTranslatable,
    ReasonNeeded,
    RevisionLanded,
    StaleDraft,
    StepNotPossible,
    TranslationNotReady,
    UnknownBlock,
)
from registry.models import TranslationDraft, TranslationStep
from registry.sealed.verify import find_faults
from registry.services.sealing import seal_translation
from registry.services.translating import abandon, begin, confirm, hand_in, rebase, save, send_back
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import followed, handed_in, sealed_by_two, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory()


def steps(draft):
    return list(TranslationStep.objects.filter(draft=draft).values_list("name", flat=True))


def saved(draft, **blocks):
    """With some words typed over, as its newest reader."""
    draft.refresh_from_db()
    return save(draft.pk, blocks={**draft.blocks, **blocks}, seen=draft.lock_version, actor=secretary())


# ---- beginning


def test_begun_translation_is_empty_where_nothing_was_translated(version):
    draft = begin(version, "sv", actor=secretary())

    assert (str(draft), draft.blocks, draft.base, draft.state) == (f"{version}/sv", {}, None, TranslationState.DRAFTING)
    assert steps(draft) == ["begin"]


def test_begun_translation_starts_with_the_newest_revision(version):
    TranslationFactory(version=version, blocks={"title": "Ett"})
    newest = TranslationFactory(version=version, revision=2, blocks={"title": "Två"})

    draft = begin(version, "sv", actor=secretary())

    assert (draft.base, draft.blocks) == (newest, {"title": "Två"})


def test_there_is_one_open_translation_of_a_version_and_a_language(version):
    first = begin(version, "sv", actor=secretary())

    assert begin(version, "sv", actor=secretary()) == first
    assert begin(version, "fi", actor=secretary()) != first
    assert TranslationDraft.objects.count() == 2


def test_after_an_abandoned_one_another_begins(version):
    first = begin(version, "sv", actor=secretary())
    abandon(first.pk, reason="Begun by mistake.", actor=secretary())

    assert begin(version, "sv", actor=secretary()) != first


@pytest.mark.parametrize("language", ["en", "de", ""])
def test_nothing_is_translated_into_a_language_that_is_its_own_or_unknown(version, language):
    with pytest.raises(NotTranslatable):
        begin(version, language, actor=secretary())


def test_candidate_is_not_translated_by_two_people():
    """Its translations come with its draft; only what is final is done here."""
    with pytest.raises(NotTranslatable):
        begin(VersionFactory(number="1.0.0-rc.1", published=None), "sv", actor=secretary())


@pytest.mark.parametrize("who", [city_editor, UserFactory, lambda: UserFactory(is_superuser=True)])
def test_only_coordinators_translate(version, who):
    with pytest.raises(PermissionDenied):
        begin(version, "sv", actor=who())


# ---- saving


def test_saved_words_are_in_normal_form_and_empty_ones_are_left_out(version):
    draft = begin(version, "sv", actor=secretary())

    draft = save(draft.pk, blocks={"title": " Ett\r\nbatteri ", "purpose": "  "}, seen=1, actor=secretary())

    assert (draft.blocks, draft.lock_version) == ({"title": "Ett batteri"}, 2)


def test_whoever_saves_is_a_writer_and_whoever_changes_nothing_is_not(version):
    draft, writer, reader = begin(version, "sv", actor=secretary()), secretary(), secretary()
    save(draft.pk, blocks={"title": "Batteri"}, seen=1, actor=writer)

    again = save(draft.pk, blocks={"title": "Batteri"}, seen=2, actor=reader)

    assert again.lock_version == 2
    assert list(draft.writers.all()) == [writer]


def test_saving_over_what_was_not_read_keeps_both_texts(version):
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Hennes"}, seen=1, actor=secretary())

    with pytest.raises(StaleDraft) as caught:
        save(draft.pk, blocks={"title": "Hans"}, seen=1, actor=secretary())

    assert (caught.value.yours, caught.value.theirs) == ({"title": "Hans"}, {"title": "Hennes"})
    draft.refresh_from_db()
    assert draft.blocks == {"title": "Hennes"}


def test_block_that_the_version_does_not_have_is_refused(version):
    draft = begin(version, "sv", actor=secretary())

    with pytest.raises(UnknownBlock):
        save(draft.pk, blocks={"requirement.9": "Nio"}, seen=1, actor=secretary())


@pytest.mark.parametrize("who", [city_editor, lambda: UserFactory(is_superuser=True)])
def test_only_coordinators_save(version, who):
    draft = begin(version, "sv", actor=secretary())

    with pytest.raises(PermissionDenied):
        save(draft.pk, blocks={"title": "Batteri"}, seen=1, actor=who())


# ---- handing in


def test_handed_in_translation_waits(version):
    draft = handed_in(version)

    assert draft.state == TranslationState.WAITING
    assert steps(draft) == ["begin", "hand_in"]


def test_translation_that_waits_is_not_written_in(version):
    draft = handed_in(version)

    with pytest.raises(StepNotPossible):
        saved(draft, title="Annat")


def test_incomplete_translation_is_refused_with_what_lacks(version):
    draft = written(version, {"purpose": "", "requirement.1": "Minst 80 %."})

    with pytest.raises(TranslationNotReady) as caught:
        hand_in(draft.pk, seen=draft.lock_version, actor=secretary())

    assert str(caught.value) == (
        f"{version}/sv cannot be handed in yet: purpose: There is no translation yet: write it, or take over what is "
        "suggested. requirement.1: {cycles}, {share} is missing, where the value stands: copy it from the source. "
        "Mend this, then try again."
    )


def test_what_is_handed_in_was_read(version):
    draft = written(version)

    with pytest.raises(StaleDraft):
        hand_in(draft.pk, seen=draft.lock_version - 1, actor=secretary())


def test_same_words_as_the_newest_revision_are_refused(version):
    TranslationFactory(version=version)
    draft = begin(version, "sv", actor=secretary())

    with pytest.raises(NothingChanged):
        hand_in(draft.pk, seen=1, actor=secretary())


def test_words_of_a_changed_source_are_touched_or_confirmed_by_a_tick():
    _first, second = followed("A battery that lasts.", "A battery that lasts for years.")
    blocks = translated(second, "sv") | {"purpose": "A battery that lasts. [sv]"}
    draft = begin(second, "sv", actor=secretary())
    draft = save(draft.pk, blocks=blocks, seen=1, actor=secretary())
    with pytest.raises(TranslationNotReady):
        hand_in(draft.pk, seen=2, actor=secretary())

    save(draft.pk, blocks=blocks, kept=["purpose"], seen=2, actor=secretary())

    assert hand_in(draft.pk, seen=3, actor=secretary()).state == TranslationState.WAITING


# ---- confirming


def test_confirmed_translation_is_the_next_revision_and_the_version_stays(version):
    TranslationFactory(version=version, blocks={"title": "Gammal"})
    before = (version.content, version.content_hash, version.events.count())

    sealed = sealed_by_two(version)

    assert (str(sealed), sealed.blocks) == (f"{version}/sv.r2", translated(version, "sv"))
    version.refresh_from_db()
    assert (version.content, version.content_hash, version.events.count()) == before
    assert list(find_faults()) == []
    assert list(OutboxEvent.objects.values_list("name", "object_id")) == [("registry.translated", sealed.pk)]


def test_confirmed_translation_knows_its_revision(version):
    sealed = sealed_by_two(version)

    draft = TranslationDraft.objects.get()
    assert (draft.state, draft.sealed_as, steps(draft)) == (
        TranslationState.SEALED,
        sealed,
        ["begin", "hand_in", "confirm"],
    )


@pytest.mark.parametrize("fields", [{}, {"is_superuser": True}])
def test_writer_confirms_nothing_and_no_superuser_either(version, fields):
    writer = secretary(**fields)
    draft = handed_in(version, actor=writer)

    with pytest.raises(PermissionDenied):
        confirm(draft.pk, seen=draft.lock_version, actor=writer)


def test_whoever_wrote_together_with_others_does_not_confirm_either(version):
    one, other = secretary(), secretary()
    draft = written(version, actor=one)
    save(draft.pk, blocks={**draft.blocks, "title": "Batteri"}, kept=draft.kept, seen=2, actor=other)
    hand_in(draft.pk, seen=3, actor=one)

    for writer in (one, other):
        with pytest.raises(PermissionDenied):
            confirm(draft.pk, seen=3, actor=writer)


@pytest.mark.parametrize("who", [city_editor, lambda: UserFactory(is_superuser=True, is_staff=True)])
def test_only_coordinators_confirm(version, who):
    draft = handed_in(version)

    with pytest.raises(PermissionDenied):
        confirm(draft.pk, seen=draft.lock_version, actor=who())


def test_repeated_confirmation_seals_once(version):
    draft, second = handed_in(version), secretary()
    sealed = confirm(draft.pk, seen=draft.lock_version, actor=second)

    assert confirm(draft.pk, seen=draft.lock_version, actor=second) == sealed
    assert (version.translations.count(), OutboxEvent.objects.count()) == (1, 1)


def test_other_words_than_were_read_are_not_confirmed(version):
    draft = handed_in(version)
    send_back(draft.pk, reason="Title.", actor=secretary())
    draft.refresh_from_db()
    newer = save(draft.pk, blocks={**draft.blocks, "title": "Ack"}, kept=draft.kept, seen=2, actor=secretary())
    hand_in(newer.pk, seen=newer.lock_version, actor=secretary())

    with pytest.raises(StaleDraft):
        confirm(draft.pk, seen=2, actor=secretary())


@pytest.mark.parametrize("step", [confirm, hand_in])
def test_draft_is_confirmed_only_once_it_was_handed_in(version, step):
    draft = written(version) if step is confirm else handed_in(version)

    with pytest.raises(StepNotPossible):
        step(draft.pk, seen=draft.lock_version, actor=secretary())


def test_translation_is_not_sealed_over_a_revision_that_landed_since(version):
    draft = handed_in(version)
    landed = seal_translation(version, "sv", {"title": "Ack"})

    with pytest.raises(RevisionLanded, match=f"{landed} was sealed since {version}/sv was begun."):
        confirm(draft.pk, seen=draft.lock_version, actor=secretary())
    assert version.translations.count() == 1


# ---- sending back, giving up, going on from a newer revision


def test_translation_that_was_sent_back_is_written_in_again(version):
    draft = handed_in(version)

    send_back(draft.pk, reason="The title says batteries.", actor=secretary())

    assert saved(draft, title="Batteri").state == TranslationState.DRAFTING
    assert TranslationStep.objects.get(name="send_back").reason == "The title says batteries."


@pytest.mark.parametrize("step", [send_back, abandon])
def test_step_back_needs_a_reason(version, step):
    with pytest.raises(ReasonNeeded):
        step(handed_in(version).pk, reason=" ", actor=secretary())


def test_abandoned_translation_is_not_gone_on_with(version):
    draft = abandon(handed_in(version).pk, reason="Not needed.", actor=secretary())

    with pytest.raises(StepNotPossible):
        abandon(draft.pk, reason="Again.", actor=secretary())
    with pytest.raises(StepNotPossible):
        rebase(draft.pk, seen=draft.lock_version, actor=secretary())


def test_rebase_takes_over_what_landed_and_keeps_what_was_written(version):
    TranslationFactory(version=version)
    draft = handed_in(version, {"title": "Min", "purpose": "Mitt"})
    theirs = {**translated(version, "sv"), "title": "Din", "guidance": "Råd"}
    landed = seal_translation(version, "sv", theirs)

    both = rebase(draft.pk, seen=draft.lock_version, actor=secretary())

    draft.refresh_from_db()
    assert both == ["title"]
    assert (draft.base, draft.state) == (landed, TranslationState.DRAFTING)
    assert draft.blocks == {**theirs, "title": "Min", "purpose": "Mitt"}
    assert sealed_again(draft).blocks == draft.blocks


def sealed_again(draft):
    hand_in(draft.pk, seen=draft.lock_version, actor=secretary())
    return confirm(draft.pk, seen=draft.lock_version, actor=secretary())


def test_rebase_on_nothing_new_changes_nothing(version):
    draft = handed_in(version)

    assert rebase(draft.pk, seen=draft.lock_version, actor=secretary()) == []
    draft.refresh_from_db()
    assert (draft.state, steps(draft)) == (TranslationState.WAITING, ["begin", "hand_in"])


def test_rebase_of_words_that_were_not_read_is_refused(version):
    with pytest.raises(StaleDraft):
        rebase(handed_in(version).pk, seen=1, actor=secretary())
