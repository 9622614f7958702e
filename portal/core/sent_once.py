"""A form that is sent twice says one thing: each page with a form carries a key of its own."""

from typing import Any, Self, TypeVar
from uuid import uuid4

from django import forms
from django.db.models import Model, QuerySet

LONGEST_KEY = 32  # characters
Row = TypeVar("Row", bound=Model)


def key_field() -> forms.CharField:
    """Made anew for each page with a form, so that a double click sends one thing."""
    return forms.CharField(max_length=LONGEST_KEY, required=False, widget=forms.HiddenInput, initial=_new_key)


def _new_key() -> str:
    return uuid4().hex


class SentOnceQuerySet(QuerySet[Row]):
    """Of a model with a field ``key``, empty where a row came from no such form."""

    def sent_before(self: Self, **same: Any) -> Row | None:
        """What a form has made already, by its ``key``, its words and whoever sends it."""
        return self.filter(**same).order_by("pk").first() if same.get("key") else None
