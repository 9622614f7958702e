"""Everything that can be found, as the database keeps it; the words stand in ``search_words``."""

from django.db import models
from django.db.models import CASCADE


class IndexedEntry(models.Model):
    """What is filtered, counted and ordered by; narrow, because a search reads a row of it for everything found.

    A row stays when its entry goes, so that its revision never begins anew: a search engine would take what it has for
    newer.
    """

    key = models.CharField(max_length=80, unique=True)  # of the Entry
    revision = models.BigIntegerField(default=0)  # grows with every write
    is_gone = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)  # of the Entry: SHA-256 in hex
    kind = models.CharField(max_length=20)
    position = models.CharField(max_length=100)  # in the order of everything, within its kind
    facets = models.TextField(blank=True)  # packed: "|level=1|level=2|theme=battery|"
    visible_to = models.TextField()  # packed: "|everyone|"; empty if it is gone
    hidden_from = models.TextField(blank=True)  # packed: who sees another entry in its place
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    path = models.TextField()
    code = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=40, blank=True)
    codes = models.TextField(blank=True)  # others it is found by, parted by spaces
    used = models.PositiveIntegerField(default=0)
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


class EngineChange(models.Model):
    """An entry was written, and the search engine may not have it yet.

    Appended with every write, deleted when a search of the engine can find what was written. Several may stand for one
    entry: each says only that its present state has to be copied.
    """

    key = models.CharField(max_length=80)  # of the entry
    recorded_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # that the engine refused
    retry_at = models.DateTimeField(null=True)  # not before; None: at once
    fault = models.TextField(blank=True)  # what the engine said last

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.key} since {self.recorded_at}"
