"""What coordinators write: a letter with its reason, the reason of a retraction."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.languages import language_name
from portal.experiences.letters import draft
from portal.experiences.models import Edition
from portal.letters.editing import REASON, EditedLetterForm
from portal.letters.kinds import LINK


class SendBackForm(EditedLetterForm):
    """The letter that goes to the authors when a record is sent back, in the language they wrote it in."""

    def __init__(self, edition: Edition, sent: QueryDict | None = None) -> None:
        language = edition.language
        super().__init__(
            draft(edition, "send_back", language=language),
            language=language,
            seen=edition.submission,
            sent=sent,
            needs_reason=True,
        )
        self.fields["letter"].help_text = _("%(link)s becomes the link to the record when the letter leaves.") % {
            "link": LINK
        }
        reason = self.fields["reason_text"]
        reason.error_messages["required"] = _("Write a reason: the authors have to know what to change.")
        reason.help_text = _(
            "In %(language)s. The authors read it in the letter, in the place of %(reason)s, and on the page of the"
            " record."
        ) % {"language": language_name(language), "reason": REASON}


class RetractForm(forms.Form):
    """Why a published record is taken back, as everybody reads it; knows the edition that its page has shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write a reason: whoever opens the address has to understand it.")},
    )

    def __init__(self, edition: Edition, sent: QueryDict | None = None) -> None:
        super().__init__(sent, initial={"seen": edition.number})
        self.fields["reason"].widget.attrs["lang"] = edition.language
        self.fields["reason"].help_text = _(
            "In %(language)s, the language of the record. Everybody who opens its address reads it. Name no person."
        ) % {"language": language_name(edition.language)}
