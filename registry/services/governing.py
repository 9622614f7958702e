"""The rules of a register: how long members and the public are consulted, how long and how many votes a text needs."""

from collections.abc import Mapping

from django.db import transaction
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.core.access import require
from portal.members.seen import seen_of
from registry.errors import SettingsChanged
from registry.models import Register

CHANGED = "registry.change_rules"  # the action in Wagtail's log
FIELDS = (
    "consultation_min_days",
    "voting_min_days",
    "quorum_numerator",
    "quorum_denominator",
    "majority_numerator",
    "majority_denominator",
    "translations_percent",
)


def rules_of(register: Register) -> dict[str, int]:
    """The rules as they are stored, by field."""
    return {name: getattr(register, name) for name in FIELDS}


def rules_seen(register: Register) -> str:
    """A short mark of the rules, for the form that changes them."""
    return seen_of(rules_of(register))


@transaction.atomic
def change_rules(pk: int, rules: Mapping[str, int], *, seen: str, actor: User) -> Register:
    """Change the rules of a register, and note who did it in Wagtail's log; a vote that is open keeps its own.

    ``seen`` is the mark of ``rules_seen`` that the page has shown. Raises PermissionDenied, SettingsChanged, or
    ValidationError if a quorum is no share or a majority not more than half.
    """
    register = Register.objects.select_for_update().get(pk=pk)
    require(actor, "registry.change_rules", register)
    before = rules_of(register)
    if rules_seen(register) != seen:
        raise SettingsChanged(register)
    for name in FIELDS:
        setattr(register, name, rules[name])
    after = rules_of(register)
    if after == before:
        return register
    register.full_clean()
    register.save(update_fields=list(FIELDS))
    log(register, CHANGED, user=actor, data={"before": before, "after": after})
    return register
