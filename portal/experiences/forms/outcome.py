"""What happened: values, bids, suppliers, questions, and whether they would do it again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.experiences.enums import Again, Challenge, Currency, PriceOutcome
from portal.experiences.forms.answers import Answer, TaskForm
from portal.experiences.forms.fields import AmountField, CountField, settle_currency
from portal.experiences.tasks import Bidder, Task
from portal.front.fields import LineField, ParagraphField, tidy

NOT_SAID = ("", gettext_lazy("Not said"))
MOST_SUPPLIERS = 60
BLANK = 2  # rows to write in, beyond those that are filled
SUPPLIERS = "suppliers"  # where the rows stand on the page, and the button that keeps them and shows empty ones
REMOVE = "remove"  # the button of a supplier's row; its value is the place of the row


class OutcomeForm(TaskForm):
    """Suppliers are rows of name and tick, ``supplier_0_name`` and ``supplier_0_won``; without a name a row is none."""

    task = Task.OUTCOME
    written = ("challenge_text", "again_text")

    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=[NOT_SAID, *Currency.choices], required=False)
    estimated_value = AmountField(
        label=gettext_lazy("Estimated value"),
        help_text=gettext_lazy("Without VAT, for the whole contract: 1 200 000, or 1,2 M€."),
        required=False,
    )
    awarded_value = AmountField(label=gettext_lazy("Awarded value"), required=False)
    price_outcome = forms.ChoiceField(
        label=gettext_lazy("The price against your estimate"), choices=[NOT_SAID, *PriceOutcome.choices], required=False
    )
    bids = CountField(
        label=gettext_lazy("How many bids did you get?"),
        help_text=gettext_lazy("Over all lots. Write 0 if there was none."),
        required=False,
    )
    challenge = forms.ChoiceField(
        label=gettext_lazy("Did suppliers question the criteria?"),
        choices=[NOT_SAID, *Challenge.choices],
        required=False,
    )
    challenge_text = ParagraphField(label=gettext_lazy("What came of it?"), max_length=4000, required=False)
    again = forms.ChoiceField(
        label=gettext_lazy("Would you do it again?"), choices=[NOT_SAID, *Again.choices], required=False
    )
    again_text = ParagraphField(label=gettext_lazy("Why, or why not?"), max_length=4000, required=False)

    def __init__(self, edition: Any, data: Any = None) -> None:
        super().__init__(edition, _without_removed(data))
        self.places = range(_rows_in(self.data) if self.is_bound else max(len(self.stored["suppliers"]) + BLANK, 3))
        for place in self.places:
            number = {"number": place + 1}
            box = {"class": "ds-input"}
            self.fields[f"supplier_{place}_name"] = LineField(
                label=_("Supplier %(number)d") % number,
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={**box, "autocomplete": "off"}),
            )
            self.fields[f"supplier_{place}_won"] = forms.BooleanField(
                label=_("Supplier %(number)d won a contract") % number,
                required=False,
                widget=forms.CheckboxInput(attrs=box),
            )

    def fields_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in values.items() if name != "suppliers"}
        for place, bidder in enumerate(values["suppliers"]):
            found |= {f"supplier_{place}_name": bidder.name, f"supplier_{place}_won": bidder.is_winner}
        return found

    def clean(self) -> dict[str, Any]:
        """A currency that an amount names is the currency; a name stands once."""
        settle_currency(self, ("estimated_value", "awarded_value"))
        names = [str(self.cleaned_data.get(f"supplier_{place}_name", "")) for place in self.places]
        for place, name in enumerate(names):
            if name and name.casefold() in map(str.casefold, names[:place]):
                message = _("%(what)s is there twice. Remove one of them.") % {"what": name}
                self.add_error(f"supplier_{place}_name", message)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The suppliers as rows; as they are now if one of them cannot be stored."""
        found = super().values()
        if not any(name.startswith("supplier_") for name in self.errors):
            found["suppliers"] = [
                Bidder(name, self.cleaned_data[f"supplier_{place}_won"])
                for place in self.places
                if (name := self.cleaned_data[f"supplier_{place}_name"])
            ]
        return found

    def answers(self, values: Mapping[str, Any]) -> list[Answer]:
        suppliers = [
            _("%(supplier)s (won a contract)") % {"supplier": bidder.name} if bidder.is_winner else bidder.name
            for bidder in values["suppliers"]
        ]
        rows = [self.answer(name, values[name]) for name in self.base_fields if name not in {"seen", "currency"}]
        rows = [_with_currency(row, values["currency"]) if row.anchor.endswith("_value") else row for row in rows]
        after_bids = next(place for place, row in enumerate(rows, 1) if row.anchor == "id_bids")
        rows.insert(after_bids, Answer(_("Suppliers"), "\n".join(suppliers), "id_supplier_0_name"))
        return rows

    @property
    def figures(self) -> list[tuple[str, list[forms.BoundField]]]:
        """What stands above the suppliers, under its heading."""
        names = ("currency", "estimated_value", "awarded_value", "price_outcome", "bids")
        return [(_("Values and bids"), [self[name] for name in names])]

    @property
    def words(self) -> list[tuple[str, list[forms.BoundField]]]:
        """What stands below the suppliers, under its headings."""
        return [
            (_("Questions and complaints"), [self["challenge"], self["challenge_text"]]),
            (_("Looking back"), [self["again"], self["again_text"]]),
        ]

    @property
    def suppliers(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Place, name and tick of each row."""
        return [(place, self[f"supplier_{place}_name"], self[f"supplier_{place}_won"]) for place in self.places]


def _with_currency(row: Answer, currency: str) -> Answer:
    text = f"{currency}\u00a0{row.text}" if row.text and currency else row.text
    return Answer(row.label, text, row.anchor)


def _without_removed(data: Any) -> Any:
    """What was typed, without the row whose button was pressed."""
    if not data or REMOVE not in data:
        return data
    left = QueryDict(mutable=True)
    left.update(data)
    place = tidy(data[REMOVE])
    for part in ("name", "won"):
        left.pop(f"supplier_{place}_{part}", None)
    return left


def _rows_in(data: Mapping[str, Any]) -> int:
    """How many rows were sent, up to the last one."""
    places = [place for place in range(MOST_SUPPLIERS) if f"supplier_{place}_name" in data]
    return max(places, default=-1) + 1
