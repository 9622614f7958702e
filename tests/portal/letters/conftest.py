"""A kind of letter of the tests' own, with a link in it."""

from copy import deepcopy
from datetime import timedelta

import pytest

from portal.letters import kinds
from portal.letters.kinds import register_letter
from portal.letters.services import issue_link
from tests.portal.letters import KIND, PURPOSE

TEMPLATE = """{# letters/tests/note.txt | name, link #}
{% load i18n %}{% autoescape off %}{% get_current_language as here %}A note for {{ name }} [{{ here }}]

{{ link }}
{% endautoescape %}"""


@pytest.fixture
def said():
    """What the letters of the tests' kind are filled with; a test may change it."""
    return {"name": "Bo & Co <x>"}


@pytest.fixture(autouse=True)
def _kind(settings, tmp_path, monkeypatch, said):
    (tmp_path / "letters" / "tests").mkdir(parents=True)
    (tmp_path / "letters" / "tests" / "note.txt").write_text(TEMPLATE)
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def context(letter):
        if not said:
            return None
        token = issue_link(PURPOSE, letter.object_id, email=letter.recipient, lifetime=timedelta(days=1))
        return {**said, "link": f"{settings.BASE_URL}/{token}"}

    register_letter(KIND, context)
