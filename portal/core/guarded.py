"""Forms that anybody may send: a trap for programs, a least time, a proof of work. None of it asks anything of people.

``class StartForm(Designed, GuardedForm): purpose = "joining.start"``, made with ``StartForm(request.POST or None,
request=request)``. The guards are hidden fields: a template that writes ``form.hidden_fields`` has them. The page loads
``form.media``; without script the form is taken too, a few times an hour.
"""

import time
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.forms.widgets import Script
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.proof_of_work import is_solved, new_challenge
from portal.core.rates import limited

TRAP, STAMP, PROOF = "subject_line", "guard_stamp", "guard_proof"
LEAST_SECONDS = 2  # nobody reads and fills in a form faster
MOST_SECONDS = 6 * 60 * 60
PER_ADDRESS_WITHOUT_PROOF = "3/h"
UNPROVEN = gettext_lazy(
    "Nothing was sent: without script in your browser only three of these an hour come through from your network. "
    "Switch script on and reload the page, write to the secretariat, or wait."
)


class Trap(forms.TextInput):
    """A field that programs fill in: hidden from eyes, screen readers, the tab key and the browser's memory."""

    is_hidden = True  # templates ask it

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<div class="ds-sr-only" aria-hidden="true"><label>{label} <input type="text" name="{name}" value="{value}"'
            ' tabindex="-1" autocomplete="off"></label></div>',
            label=_("Leave this empty"),
            name=name,
            value=value or "",
        )


class Stamp(forms.HiddenInput):
    """When the form was given out, signed. One that cannot be used any more is replaced by a fresh one."""

    purpose = ""

    def format_value(self, value: Any) -> str:
        return value if is_usable(value, self.purpose) else new_stamp(self.purpose)


class Proof(forms.HiddenInput):
    """An empty field with a challenge beside it, a new one each time."""

    purpose = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        challenge = {"data-challenge": new_challenge(self.purpose)}
        return super().get_context(name, None, {**(attrs or {}), **challenge})


class GuardedForm(forms.Form):
    """Base of a form that anybody may send. ``purpose`` names what it does: proofs and counters hold for that alone."""

    purpose: ClassVar[str]

    subject_line = forms.CharField(required=False, widget=Trap, label=gettext_lazy("Leave this empty"))
    guard_stamp = forms.CharField(required=False, widget=Stamp)
    guard_proof = forms.CharField(required=False, widget=Proof)

    class Media:
        js = [Script("js/proof-of-work.js", type="module")]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        for name in (STAMP, PROOF):
            self.fields[name].widget.purpose = self.purpose

    def full_clean(self) -> None:
        """The form's own faults first: a form that comes back for them counts nothing and uses nothing up."""
        super().full_clean()
        if self.is_bound and not self.errors:
            given = {name: str(self.cleaned_data.pop(name, "")) for name in (TRAP, STAMP, PROOF)}
            if fault := self._fault(given):
                self.add_error(None, fault)

    def _fault(self, given: dict[str, str]) -> str:
        """What makes it look like a program's, in words for a person; empty: nothing."""
        if given[TRAP]:
            return _("A hidden field was filled in that people leave empty. Empty it, or write to the secretariat.")
        if not is_usable(given[STAMP], self.purpose):
            return _("This page was open for too long, so nothing was sent. What you wrote is still here: send it now.")
        if age(given[STAMP], self.purpose) < LEAST_SECONDS:
            return _("This came faster than people write, so nothing was sent. Wait two seconds and send it again.")
        if is_solved(given[PROOF], self.purpose):
            return ""
        wait = limited(self.request, f"{self.purpose}.unproven", per_address=PER_ADDRESS_WITHOUT_PROOF)
        return f"{UNPROVEN} {wait.text}" if wait else ""


def new_stamp(purpose: str, *, at: float | None = None) -> str:
    """A signed moment (seconds since 1970; now, if none is given) for forms of one purpose."""
    return _signer(purpose).sign_object(time.time() if at is None else at)


def age(stamp: str, purpose: str) -> float:
    """Seconds since a stamp was given out. Raises BadSignature for one that is not ours."""
    return time.time() - float(_signer(purpose).unsign_object(stamp))


def is_usable(stamp: Any, purpose: str) -> bool:
    """Whether it is ours and not too old."""
    try:
        return age(str(stamp), purpose) <= MOST_SECONDS
    except signing.BadSignature:
        return False


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"{__name__}.{purpose}")
