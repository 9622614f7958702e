"""The tables of the database backend; the words stand in ``search_words``, which each database keeps in its own way."""

from django.db import models
from django.db.models import CASCADE


class IndexedEntry(models.Model):
    """What is filtered, counted and ordered by; narrow, because a search reads a row of it for everything found."""

    key = models.CharField(max_length=80, unique=True)  # of the Entry
    kind = models.CharField(max_length=20)
    position = models.CharField(max_length=100)  # in the order of everything, within its kind
    facets = models.TextField(blank=True)  # packed: "|level=1|level=2|theme=battery|"
    visible_to = models.TextField()  # packed: "|everyone|"
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    path = models.TextField()
    code = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=40, blank=True)
    updated = models.DateTimeField()

    class Meta:
        ordering = ["kind", "position", "pk"]
        verbose_name_plural = "indexed entries"

    def __str__(self) -> str:
        return self.key


class IndexedText(models.Model):
    """What is shown of an entry in one language."""

    entry = models.ForeignKey(IndexedEntry, CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.TextField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["entry", "language"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "language"], name="indexed_text_once_per_language"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} in {self.language}"
