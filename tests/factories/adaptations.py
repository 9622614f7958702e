"""What cities change in a release, drafts of it, and adaptations as the services seal them."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import User
from registry.models import Adaptation, AdaptationDraft
from registry.sealed.overrides import BlockAltered, LeftOut, Overrides, ValueSet
from registry.services.adaptations import preview_of, publish_adaptation
from registry.services.adapting import save_adaptation, start_next_adaptation
from registry.services.ending import ask_withdrawal, confirm_withdrawal
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.members import OrganisationFactory
from tests.factories.registry import ReleaseFactory, VersionFactory

ADAPTED_ON = date(2026, 9, 1)


def cycles(value: str = "1200", *, level: int = 1, code: str = "BAT-01", **facts: str) -> ValueSet:
    """Another number of cycles; at level 1 the battery has 800, at level 2 1,000, within 800 and 2,000."""
    return ValueSet(criterion=code, level=level, parameter="cycles", value=value, **facts)


def words(
    text: str | dict[str, str] = "The bidder shall say so.", *, block: str = "requirement.1", **facts: Any
) -> BlockAltered:
    """A city's own words instead of a block's, in English or by language; after it with ``how="add"``."""
    said = {"en": text} if isinstance(text, str) else text
    given = {"criterion": "BAT-01", "how": "replace", "reason": "Our climate.", "legal_basis": "Our rule 7"}
    return BlockAltered(**{**given, "block": block, "text": said, **facts})


def without(code: str = "BAT-01", reason: str = "We rent our phones.") -> LeftOut:
    return LeftOut(criterion=code, reason=reason)


def changes(*each: ValueSet | BlockAltered | LeftOut) -> Overrides:
    return Overrides.made_of(iter(each))


def smartphones(*codes: str, number: str = "1.0.0", **facts: Any) -> Any:
    """A release of the set with one version of each code, BAT-01 and LAB-01 if none is given."""
    members = [VersionFactory(criterion__code=code) for code in codes or ("BAT-01", "LAB-01")]
    return ReleaseFactory(number=number, members=members, **facts)


class AdaptationDraftFactory(DjangoModelFactory[AdaptationDraft]):
    """A draft that somebody who is gone has saved last; ``changed=changes(…)`` says what it changes."""

    class Meta:
        model = AdaptationDraft

    class Params:
        changed = changes(cycles())

    organisation = factory.SubFactory(OrganisationFactory)
    release = factory.LazyFunction(smartphones)
    criteria_set = factory.LazyAttribute(lambda draft: draft.release.criteria_set)
    language = "en"
    overrides = factory.LazyAttribute(lambda draft: draft.changed.as_dict())
    saved_by = factory.SubFactory(UserFactory)


def published_adaptation(
    draft: AdaptationDraft | None = None, *, on: date = ADAPTED_ON, actor: User | None = None, **facts: Any
) -> Adaptation:
    """The adaptation that a draft becomes, by an editor who has not saved it."""
    draft = draft or AdaptationDraftFactory.create(**facts)
    seen = preview_of(draft, on=on).content_hash
    editor = actor or city_editor(draft.organisation)
    return publish_adaptation(draft.pk, seen=seen, effective_on=on, on=on, actor=editor)


def followed_by(adaptation: Adaptation, changed: Overrides, *, on: date = ADAPTED_ON) -> Adaptation:
    """The next adaptation of a city, above the same release."""
    editor = city_editor(adaptation.organisation)
    draft = start_next_adaptation(adaptation, actor=editor)
    draft = save_adaptation(draft.pk, overrides=changed, language="en", seen=draft.lock_version, actor=editor)
    return published_adaptation(draft, on=on)


def withdrawn_adaptation(
    adaptation: Adaptation, *, reason: dict[str, str] | None = None, on: date = ADAPTED_ON
) -> Adaptation:
    """One that an editor of its city has asked to withdraw, and another one has."""
    editors = [city_editor(adaptation.organisation) for _ in range(2)]
    asked = ask_withdrawal(adaptation.pk, reason=reason or {"en": "Why."}, on=on, actor=editors[0])
    return confirm_withdrawal(asked.pk, on=on, actor=editors[1])
