"""Which of the public buyers that somebody works for a form is about."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.front.forms import Designed
from portal.members.models import Organisation


class BuyerForm(Designed, forms.Form):
    """First base of a form that declares ``organisation``, a choice field, in its own words.

    Whoever works for one organisation is not asked.
    """

    def __init__(self, organisations: Sequence[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisations = {organisation.slug: organisation for organisation in organisations}
        if len(organisations) == 1:
            del self.fields["organisation"]
        else:
            field = self.fields["organisation"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (every such form declares it)
            field.choices = [(slug, each.display_name) for slug, each in self.organisations.items()]

    @property
    def buyer(self) -> Organisation:
        """The one that was chosen, or the only one."""
        only = next(iter(self.organisations))
        return self.organisations[self.cleaned_data.get("organisation", only)]
