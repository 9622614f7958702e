"""The base of every sealed row."""

from typing import Any

from django.apps import apps
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
    # Not Sealed.__subclasses__(): remaking a table on SQLite leaves classes behind that look like the model.
    models_here = (model for model in apps.get_models() if issubclass(model, Sealed) and model._meta.managed)
    return sorted(models_here, key=lambda model: model._meta.db_table)
