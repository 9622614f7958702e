"""What the style guide shows; invented, and no sentence of it is a criterion."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from portal.core.facets import Facet, FacetOption
from portal.front.forms import Designed


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    checked: bool = False


@dataclass(frozen=True)
class Item:
    label: str
    url: str = ""


LEVELS = [Option("1", "Baseline", checked=True), Option("2", "Advanced"), Option("3", "Frontrunner")]

THEMES = Facet(
    "theme",
    "Theme",
    [
        FacetOption("durability", "Durability", 3, checked=False),
        FacetOption("battery", "Battery", 3, checked=True),
        FacetOption("repair", "Repair and spare parts", 4, checked=False),
        FacetOption("software", "Software support", 2, checked=False),
        FacetOption("conditions", "Working conditions", 2, checked=False),
    ],
)
STAGES = Facet(
    "stage",
    "Life-cycle stage",
    [FacetOption(f"stage-{number}", f"Stage {number}", number, checked=number == 9) for number in range(1, 10)],
    shown=3,
)

TRAIL = [Item("Front page", "/"), Item("Criteria", "#"), Item("Smartphones", "#"), Item("Battery endurance")]

STATUSES = [
    ("draft", "Draft: only coordinators see it."),
    ("candidate", "Candidate 1.3.0-rc.2: comments are open until 14 March 2026."),
    ("voting", "In voting until 30 March 2026."),
    ("published", "In force since 1 May 2026, version 1.2.0."),
    ("deprecated", "Deprecated since 1 June 2026: better not in new tenders."),
    ("superseded", "Superseded by version 2.0.0 on 1 June 2026."),
    ("withdrawn", "Withdrawn on 1 June 2026: do not use it."),
    ("erratum", "Erratum of 3 June 2026: a comma was missing. The requirement is the same."),
]

CRITERIA = [
    (
        "BAT-01",
        "Battery that keeps its capacity",
        1,
        "Technical specification",
        "The battery keeps enough of its capacity over the years of use.",
    ),
    (
        "REP-02",
        "Spare parts for the whole contract",
        2,
        "Contract clause",
        "Parts stay available, at a known price and within a known time.",
    ),
    (
        "LAB-01",
        "Working conditions along the chain",
        3,
        "Contract clause",
        "Rights at work are monitored together with the workers.",
    ),
]


class SampleForm(Designed, forms.Form):
    organisation = forms.CharField(label="Name of the organisation", help_text="As in the register of your country.")
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    country = forms.ChoiceField(label="Country", choices=[("", "Choose"), ("fi", "Finland"), ("se", "Sweden")])
    volume = forms.IntegerField(label="Phones a year", required=False, help_text="An estimate will do.")
    why = forms.CharField(label="Why do you join?", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    document = forms.FileField(label="Signed statement", required=False)
    kind = forms.ChoiceField(
        label="What are you?",
        choices=[("city", "City or municipality"), ("region", "Region"), ("other", "Another public buyer")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label="We support the nine ambitions")


def sample_page(number: int) -> Page[Any]:
    return Paginator(range(240), 20).page(number)
