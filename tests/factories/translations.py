"""Translations on their way: what is written, handed in, sealed by two people."""

from collections.abc import Mapping
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import User
from registry.enums import TranslationState
from registry.models import CriterionVersion, TranslationDraft, VersionTranslation
from registry.services.translating import begin, confirm, hand_in, save
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content, translated


class TranslationDraftFactory(DjangoModelFactory[TranslationDraft]):
    """A complete translation that somebody has written; ``waiting=True`` has it handed in."""

    class Meta:
        model = TranslationDraft
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(state=TranslationState.WAITING)

    version = factory.SubFactory(VersionFactory)
    language = "sv"
    blocks = factory.LazyAttribute(lambda draft: translated(draft.version, draft.language))

    @factory.post_generation
    def writers(draft, create, given, **kwargs):  # noqa: N805  (factory_boy gives the row)
        draft.writers.set(given if given is not None else [secretary()])


def written(
    version: CriterionVersion,
    blocks: Mapping[str, str] | None = None,
    *,
    language: str = "sv",
    actor: User | None = None,
) -> TranslationDraft:
    """A translation as the services make it: all blocks, or ``blocks`` on top of them."""
    actor = actor or secretary()
    draft = begin(version, language, actor=actor)
    texts = {**translated(version, language), **(blocks or {})}
    return save(draft.pk, blocks=texts, kept=sorted(texts), seen=draft.lock_version, actor=actor)


def handed_in(
    version: CriterionVersion, blocks: Mapping[str, str] | None = None, *, actor: User | None = None
) -> TranslationDraft:
    draft = written(version, blocks, actor=actor)
    return hand_in(draft.pk, seen=draft.lock_version, actor=secretary())


def sealed_by_two(version: CriterionVersion, blocks: Mapping[str, str] | None = None) -> VersionTranslation:
    draft = handed_in(version, blocks)
    return confirm(draft.pk, seen=draft.lock_version, actor=secretary())


def followed(old: str, new: str, *, block: str = "purpose", **fields: Any) -> tuple[CriterionVersion, CriterionVersion]:
    """Two versions of a criterion that differ in one block; the first has a whole Swedish translation."""
    first = VersionFactory.create(body=battery_content(blocks={block: old}), **fields)
    TranslationFactory(version=first)
    second = VersionFactory.create(
        criterion=first.criterion, number="1.0.1", base_version=first, body=battery_content(blocks={block: new})
    )
    return first, second
