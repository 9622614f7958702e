"""Coordinators who wrote a release and are erased: the release, its notes and the steps stay, without a name."""

import pytest

from portal.privacy.services.erasing import erase_person
from registry.models import ReleaseStep
from registry.sealed.verify import find_faults
from tests.factories.accounts import city_editor
from tests.factories.drafts import secretary
from tests.factories.registry import VersionFactory
from tests.factories.releases import issued, noted, release_draft

pytestmark = pytest.mark.django_db


def erased(user):
    """A coordinator who is gone; somebody else edits for their organisation."""
    city_editor(user.memberships.get().organisation)
    secretary()
    erase_person(user.email)


def test_erased_writer_leaves_the_release_and_its_steps_without_name():
    author = secretary()
    draft = noted(release_draft(VersionFactory(), actor=author))
    release = issued(draft)

    erased(author)

    assert draft.writers.count() == 1
    assert list(ReleaseStep.objects.filter(name="start").values_list("user", flat=True)) == [None]
    assert release.notes.count() == 5
    assert list(find_faults()) == []


def test_draft_whose_writers_are_gone_is_nobodys_own():
    """Whoever goes on with it is not the one who wrote it alone."""
    author = secretary()
    draft = noted(release_draft(VersionFactory(), actor=author), actor=author)

    erased(author)

    assert draft.writers.count() == 0
    assert issued(draft).draft == draft
