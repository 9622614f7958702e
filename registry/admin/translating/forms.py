"""What is asked about translations: which are listed, and the words of one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.admin.steps.forms import SeenTextForm
from registry.checks.translation import LONGEST
from registry.diffs.names import block_name
from registry.diffs.suggestions import blocks_of
from registry.enums import TranslationState
from registry.models import CriteriaSet, TranslationDraft

LACKING = "lacking"


class FilterForm(forms.Form):
    """Which versions are listed, or written into a workbook."""

    criteria_set = forms.ModelChoiceField(
        label=_("Set"),
        queryset=CriteriaSet.objects.order_by("slug"),
        to_field_name="slug",
        required=False,
        empty_label=_("All"),
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            (LACKING, _("What lacks or lags behind")),
            (TranslationState.DRAFTING.value, TranslationState.DRAFTING.label),
            (TranslationState.WAITING.value, TranslationState.WAITING.label),
        ],
    )


class TranslationForm(SeenTextForm):
    """One text a block, and a tick where the source has changed and the earlier words still hold."""

    def __init__(self, draft: TranslationDraft, asked: Sequence[str], sent: Any = None) -> None:
        """``asked`` are the blocks that have a tick."""
        kept = {kept_name(block): block in draft.kept for block in asked}
        super().__init__(sent, initial={"seen": draft.lock_version, **draft.blocks, **kept})
        self.blocks = blocks_of(draft.version)
        for block in self.blocks:
            rows = min(12, 2 + len(draft.source[block]) // 80)
            widget = forms.Textarea(attrs={"rows": rows, "lang": draft.language})
            name = str(block_name(block, draft.version.parsed))
            self.fields[block] = forms.CharField(label=name, max_length=LONGEST, required=False, widget=widget)
        for block in asked:
            label = _("The earlier translation still holds")
            self.fields[kept_name(block)] = forms.BooleanField(label=label, required=False)

    def written(self) -> dict[str, Any]:
        """What ``services.translating.save`` takes; of a valid form only."""
        data = self.cleaned_data
        kept = [block for block in self.blocks if data.get(kept_name(block))]
        return {"blocks": {block: data[block] for block in self.blocks}, "kept": kept, "seen": data["seen"]}


def kept_name(block: str) -> str:
    """The name of the tick of a block."""
    return f"kept-{block}"
