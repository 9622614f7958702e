"""The table of personal data knows every field that can name a person."""

import pytest
from django.apps import apps
from django.db import models

from portal.accounts.models import User
from portal.privacy.holdings import Erasure
from portal.privacy.nothing_personal import NOTHING_PERSONAL
from portal.privacy.table import HOLDINGS
from portal.settings.env import BASE_DIR

OURS = ("portal.", "registry.", "search.")
HOLD_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField)
DOCUMENT = BASE_DIR / "docs" / "personal-data.md"


def can_name_somebody(field, *, ours):
    """A reference to a user or an address anywhere; of our own models each text and file that is no fixed choice."""
    if field.is_relation:
        return field.related_model is User
    if isinstance(field, models.EmailField):
        return True
    return ours and isinstance(field, HOLD_WORDS) and not field.choices


def found_in_models():
    for model in apps.get_models(include_auto_created=True):
        ours = model.__module__.startswith(OURS)
        for field in model._meta.local_fields:
            if can_name_somebody(field, ours=ours):
                yield model._meta.label, field.name


def in_table():
    return {(holding.model, name) for holding in HOLDINGS for name in holding.fields}


def test_every_field_that_can_name_a_person_is_in_the_table():
    unknown = [
        f"add {label}.{name} to HOLDINGS in portal/privacy/table.py or to NOTHING_PERSONAL beside it"
        for label, name in found_in_models()
        if (label, name) not in in_table() and label not in NOTHING_PERSONAL
    ]

    assert unknown == []


def test_addresses_users_and_files_of_ours_are_never_called_nothing_personal():
    kinds = (models.EmailField, models.FileField)
    hidden = [
        (label, name)
        for label, name in found_in_models()
        if (label, name) not in in_table()
        and not label.startswith("accounts.User_")
        and (isinstance(field := apps.get_model(label)._meta.get_field(name), kinds) or field.is_relation)
    ]

    assert hidden == []


def test_table_names_only_what_there_is():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    assert NOTHING_PERSONAL.keys() - labels == set()
    for holding in HOLDINGS:
        fields = {field.name for field in apps.get_model(holding.model)._meta.concrete_fields}
        assert set(holding.fields) | set(holding.secret) | holding.blank.keys() <= fields


def test_every_reason_is_given():
    reasons = [(each.of_whom, each.purpose, each.ground, each.kept_in_words) for each in HOLDINGS]

    assert all(all(texts) for texts in reasons)
    assert all(NOTHING_PERSONAL.values())


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: f"{holding.model}-{holding.fields[0]}")
def test_what_is_erased_can_be_found(holding):
    """By an address or a user; sessions by looking inside, baskets by their key."""
    finds = bool(holding.by_email or holding.by_user or holding.by_text)

    assert finds != (holding.model == "sessions.Session" or holding.erasure in (Erasure.BY_KEY, Erasure.BY_TIME))
    assert bool(holding.blank) == (holding.erasure is Erasure.BLANK)


def as_row(holding):
    fields = ", ".join(f"`{name}`" for name in holding.fields)
    cells = (f"`{holding.model}` {fields}", holding.of_whom, holding.purpose, holding.ground, holding.kept_in_words)
    return f"| {' | '.join(cells)} | {holding.erasure.value} |"


def test_document_for_the_operator_has_the_rows_of_the_table():
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]

    assert lines == [as_row(holding) for holding in HOLDINGS]
