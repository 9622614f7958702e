"""What the form of every task has in common: it keeps incomplete answers, and notices what others have changed."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from portal.front.forms import Designed, Lenient
from portal.joining.models import JoinRequest


class Shown(NamedTuple):
    """One answer in words; an empty text means that there is none yet."""

    label: str
    text: str
    anchor: str  # the id of its field


class AnswerForm(Lenient, Designed, forms.Form):
    """The answers of one task."""

    buyers_only: ClassVar[tuple[str, ...]] = ()  # fields that a supporter is not asked
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the digest of the answers it was opened with

    def __init__(self, join_request: JoinRequest, *args: Any, **kwargs: Any) -> None:
        self.join_request = join_request
        self.kept = self.stored()
        self.digest = hashlib.sha256(repr(sorted(self.kept.items())).encode()).hexdigest()[:16]
        super().__init__(*args, initial={**self.kept, "seen": self.digest}, **kwargs)
        for name in () if join_request.is_public_buyer else self.buyers_only:
            del self.fields[name]

    def stored(self) -> dict[str, Any]:
        """What the request says now, by the names of the fields."""
        return {name: getattr(self.join_request, name) for name in self.row_fields()}

    def row_fields(self) -> list[str]:
        """The fields that are columns of the request itself."""
        left_out = () if self.join_request.is_public_buyer else self.buyers_only
        return [name for name in self.base_fields if hasattr(self.join_request, name) and name not in left_out]

    def typed(self) -> dict[str, Any]:
        """What was typed, as values, by the names of the fields."""
        return {name: self.cleaned_data.get(name) for name in self.kept}

    def answers(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {name: self.cleaned_data[name] for name in self.row_fields()}

    def is_current(self) -> bool:
        """Whether nobody has changed these answers since the form was opened, or only to the same."""
        return self.cleaned_data["seen"] == self.digest or self.typed() == self.kept

    def shown(self, values: Mapping[str, Any]) -> list[Shown]:
        """These values in words, in the order of the form."""
        return [
            Shown(str(field.label), self.in_words(name, values.get(name)), f"id_{name}")
            for name, field in self.fields.items()
            if name in self.kept
        ]

    def shown_as_stored(self) -> list[Shown]:
        """What the request says now, in words."""
        return self.shown(self.kept)

    def in_words(self, name: str, value: Any) -> str:
        """One value as the reader writes it; nothing for no answer."""
        if isinstance(value, bool):
            return _("Yes") if value else ""
        if isinstance(value, date):
            return date_format(value)
        if isinstance(value, int):
            return number_format(value, use_l10n=True, force_grouping=True)
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and value:
            labels = {str(key): str(label) for key, label in list(field.choices)}  # type: ignore[arg-type]
            return ", ".join(labels.get(str(each), str(each)) for each in _several(value))
        return str(value or "")

    @property
    def entries(self) -> list[tuple[str, str]]:
        """All that was typed, as it was typed, to be sent once more."""
        sent = cast(QueryDict, self.data)
        return [(name, str(value)) for name in self.fields if name != "seen" for value in sent.getlist(name)]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
