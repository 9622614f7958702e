"""The faces of all that is published, written anew by a command."""

import pytest
from django.core.management import call_command

from portal.experiences.models import Face
from portal.experiences.services import faces
from portal.experiences.services.moving import retract
from tests.factories.accounts import city_editor
from tests.factories.experiences import EditionFactory, published

pytestmark = pytest.mark.django_db


def test_faces_are_made_as_the_rules_are_now(capsys, monkeypatch):
    monkeypatch.setattr(faces, "BATCH_SIZE", 2)
    shown = [published(title=f"Phones {n}") for n in range(3)]
    EditionFactory()
    retracted = published()
    retract(retracted.pk, reason="Wrong.", actor=city_editor(retracted.organisation))
    Face.objects.update(title="As before")

    call_command("experiences_rewrite")

    assert sorted(set(Face.objects.values_list("title", flat=True))) == ["Phones 0", "Phones 1", "Phones 2"]
    assert Face.objects.count() == 3 * len(shown)
    assert capsys.readouterr().out.splitlines()[-1] == "4 experiences written anew"


def test_nothing_published_is_well(capsys):
    call_command("experiences_rewrite")

    assert "0 experiences written anew" in capsys.readouterr().out
