"""A text that is still written, as a version that is never saved: what reads versions can read it too."""

from dataclasses import replace

from django.db.models import Prefetch, prefetch_related_objects

from registry.drafts.draft import Draft
from registry.sealed.canonical import canonical
from registry.sealed.content import CriterionContent
from registry.sealed.criterion import Criterion
from registry.sealed.numbers import FIRST, VersionNumber
from registry.sealed.translation import VersionTranslation
from registry.sealed.version import CriterionVersion

NOTHING = "–"  # stands where a text is still to be written


def as_version(draft: Draft, content: CriterionContent, number: VersionNumber = FIRST) -> CriterionVersion:
    """A content of a draft as a version without row, hash or translations. Asks the database nothing but its criterion.

    Raises ValueError if the content has no canonical form.
    """
    criterion = draft.criterion or Criterion(register=draft.register, code=draft.code, kind=draft.kind)
    version = CriterionVersion(
        pk=0,  # a row without key has no translations to ask for
        criterion=criterion,
        base_version=draft.base_version,
        content=canonical(content.as_dict()),
        **number._asdict(),
    )
    prefetch_related_objects([version], Prefetch("translations", VersionTranslation.objects.none()))
    return version


def without_gaps(content: CriterionContent) -> CriterionContent:
    """The content with a dash for each text that is not written yet, so that all of it can be read."""
    wanted = [
        *("title", "subject_matter", "purpose", "follow_up"),
        *(f"requirement.{level}" for level in content.levels),
        *(f"parameter.{code}" for code in content.parameters),
        *(f"proof.{route.id}" for route in content.proof),
    ]
    blanks = dict.fromkeys(wanted, NOTHING)
    return replace(content, texts={language: {**blanks, **blocks} for language, blocks in content.texts.items()})
