"""The base of every sealed row."""

from typing import Any

from django.db import models

from registry.errors import AlreadySealed


class Sealed(models.Model):
    """A row that is inserted and never changed; ``guards.py`` has the real guard."""

    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:  # only the clear error; database triggers enforce it
            raise AlreadySealed(self)
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AlreadySealed(self)


def sealed_models() -> list[type[Sealed]]:
    """Every concrete sealed model of every installed app, in a fixed order."""
    found: set[type[Sealed]] = set()
    waiting: list[type[Sealed]] = [Sealed]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if not model._meta.abstract and model._meta.managed:
                found.add(model)
    return sorted(found, key=lambda model: model._meta.db_table)
