"""What reviewers write: a letter with its reason, a note, a recusal."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.languages import language_name
from portal.joining.letters import draft
from portal.joining.models import JoinRequest, Note, Recusal
from portal.joining.transitions import TRANSITIONS
from portal.letters.editing import REASON, EditedLetterForm
from portal.letters.kinds import LINK


class LetterForm(EditedLetterForm):
    """The letter of a step to the applicant."""

    link_lost = gettext_lazy("The letter has lost the applicant's link. Put %(link)s back on a line of its own.")

    def __init__(self, join_request: JoinRequest, name: str, sent: QueryDict | None = None) -> None:
        super().__init__(
            draft(join_request, name, language=join_request.language),
            language=join_request.language,
            seen=join_request.submission,
            sent=sent,
            needs_reason=TRANSITIONS[name].needs_reason,
        )
        self.fields["letter"].help_text = _("%(link)s becomes the applicant's link when the letter leaves.") % {
            "link": LINK
        }
        if "reason_text" in self.fields:
            reason = self.fields["reason_text"]
            reason.error_messages["required"] = _("Write a reason: the applicant has to understand this step.")
            reason.help_text = _(
                "In %(language)s. The applicant reads it in the letter, in the place of %(reason)s, and on the page of"
                " the request."
            ) % {"language": language_name(join_request.language), "reason": REASON}


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
