"""Asking a rule. Everybody is asked, superusers too: ``user.has_perm`` would say yes to each of them."""

import rules
from django.core.exceptions import PermissionDenied


def can(actor: object, permission: str, thing: object = None) -> bool:
    """Whether a rule of some ``rules.py`` lets the actor do this to the thing. Unknown rules say no."""
    return bool(rules.has_perm(permission, actor, thing))


def require(actor: object, permission: str, thing: object = None) -> None:
    """Raises PermissionDenied unless the rule says yes."""
    if not can(actor, permission, thing):
        raise PermissionDenied(f"{permission} is not given to this actor")
