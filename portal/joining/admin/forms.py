"""What reviewers write: a letter with its reason, a note, a recusal."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.languages import language_name
from portal.joining.letters import REASON, draft
from portal.joining.models import JoinRequest, Note, Recusal
from portal.joining.transitions import TRANSITIONS
from portal.letters.kinds import LINK


class SeenForm(forms.Form):
    """Knows the submission that its page has shown, so that nobody decides on answers that came after it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, join_request: JoinRequest, sent: QueryDict | None = None) -> None:
        super().__init__(sent, initial={"seen": join_request.submission})

    @property
    def text(self) -> str:
        """The letter as it is to be sent; empty: as its template has it."""
        return ""

    @property
    def reason(self) -> str:
        return ""


class LetterForm(SeenForm):
    """The letter of a step, as its template has it in the applicant's language, for editing."""

    field_order = ["reason_text", "letter"]

    reason_text = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write a reason: the applicant has to understand this step.")},
    )
    letter = forms.CharField(label=gettext_lazy("Letter"), widget=forms.Textarea(attrs={"rows": 20}), max_length=10_000)

    def __init__(self, join_request: JoinRequest, name: str, sent: QueryDict | None = None) -> None:
        super().__init__(join_request, sent)
        self.words = draft(join_request, name, language=join_request.language)
        self.initial["letter"] = self.words.body
        for field in self.fields.values():
            field.widget.attrs["lang"] = join_request.language
        self.fields["letter"].help_text = _("%(link)s becomes the applicant's link when the letter leaves.") % {
            "link": LINK
        }
        if not TRANSITIONS[name].needs_reason:
            del self.fields["reason_text"]
            return
        self.fields["reason_text"].help_text = _(
            "In %(language)s. The applicant reads it in the letter, in the place of %(reason)s, and on the page of the"
            " request."
        ) % {"language": language_name(join_request.language), "reason": REASON}

    def clean_letter(self) -> str:
        letter = str(self.cleaned_data["letter"])
        if LINK in self.words.body and LINK not in letter:
            raise forms.ValidationError(
                _("The letter has lost the applicant's link. Put %(link)s back on a line of its own.") % {"link": LINK}
            )
        return letter

    @property
    def text(self) -> str:
        return str(self.cleaned_data["letter"]).replace(REASON, self.reason)

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason_text", ""))


class NoteForm(forms.ModelForm[Note]):
    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": gettext_lazy("Write the note first.")}}


class RecusalForm(forms.ModelForm[Recusal]):
    """Why somebody stays out; her colleagues read it."""

    class Meta:
        model = Recusal
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _(
            "For example: I have worked for this organisation. Other reviewers read it."
        )
        self.fields["reason"].error_messages["required"] = _("Write why you stay out of this request.")
