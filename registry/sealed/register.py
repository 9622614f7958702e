"""The register and its sets: names and settings, which may change."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language


class Register(models.Model):
    """One harmonised body of criteria; its row is the lock under which events are chained."""

    code = models.SlugField(unique=True)
    authoritative_languages = models.JSONField()  # language codes; their texts are inside each version's hash

    def __str__(self) -> str:
        return self.code


class CriteriaSet(models.Model):
    """What is bought together, such as smartphones; its releases are sealed, its name is not part of them."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="sets")
    slug = models.SlugField(unique=True)
    titles = models.JSONField()  # language: text
    introductions = models.JSONField()  # language: text

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("registry:set", args=[self.slug])

    @property
    def title(self) -> str:
        """The title in the reader's language, else in the register's own."""
        return self._text(self.titles)

    @property
    def introduction(self) -> str:
        return self._text(self.introductions)

    def _text(self, texts: dict[str, str]) -> str:
        return texts.get(get_language() or "") or texts[self.register.authoritative_languages[0]]
