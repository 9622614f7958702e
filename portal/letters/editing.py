"""A letter that somebody reads and edits before it leaves."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from portal.letters.kinds import LINK, Words

REASON = "{reason}"  # in a letter that is being edited, stands for the reason that is written beside it


class SeenForm(forms.Form):
    """Knows the submission that its page has shown, so that nobody decides on what came after it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, seen: int, sent: QueryDict | None = None) -> None:
        super().__init__(sent, initial={"seen": seen})

    @property
    def text(self) -> str:
        """The letter as it is to be sent; empty: as its template has it."""
        return ""

    @property
    def reason(self) -> str:
        return ""


class EditedLetterForm(SeenForm):
    """A letter as its template has it in the reader's language, for editing, with the reason that it gives."""

    field_order = ["reason_text", "letter"]
    link_lost = gettext_lazy("The letter has lost its link. Put %(link)s back on a line of its own.")

    reason_text = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    letter = forms.CharField(label=gettext_lazy("Letter"), widget=forms.Textarea(attrs={"rows": 20}), max_length=10_000)

    def __init__(self, words: Words, *, language: str, seen: int, sent: QueryDict | None, needs_reason: bool) -> None:
        super().__init__(seen, sent)
        self.words = words
        self.initial["letter"] = words.body
        for field in self.fields.values():
            field.widget.attrs["lang"] = language
        if not needs_reason:
            del self.fields["reason_text"]

    def clean_letter(self) -> str:
        letter = str(self.cleaned_data["letter"])
        if LINK in self.words.body and LINK not in letter:
            raise forms.ValidationError(self.link_lost % {"link": LINK})
        return letter

    @property
    def text(self) -> str:
        return str(self.cleaned_data["letter"]).replace(REASON, self.reason)

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason_text", ""))
