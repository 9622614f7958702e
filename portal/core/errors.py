"""Errors in words for the person who has to mend them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Refusal(Exception):
    """A rule was broken; ``str(error)`` names the thing, the obstacle and the way out. Each app has its own family."""

    message: "StrPromise"

    def __init__(self, thing: object, **details: object) -> None:
        super().__init__(self.message % {"thing": thing, **details})
