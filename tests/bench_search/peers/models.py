"""The documents as a model that Wagtail indexes: one column a facet, which is less than ours count."""

from typing import ClassVar

from django.db import models
from wagtail.search import index

FACETS = ("kind", "set", "theme", "criterion_kind", "level", "applies_to", "ambition")


class WagtailDocument(index.Indexed, models.Model):
    code = models.CharField(max_length=20)
    title = models.TextField()
    text = models.TextField()
    kind = models.CharField(max_length=30)
    set = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=30, blank=True)
    criterion_kind = models.CharField(max_length=30, blank=True)
    level = models.CharField(max_length=1, blank=True)
    applies_to = models.CharField(max_length=30, blank=True)
    ambition = models.CharField(max_length=30, blank=True)

    search_fields: ClassVar = [
        index.SearchField("code", boost=12),
        index.SearchField("title", boost=6),
        index.SearchField("text"),
        *(index.FilterField(name) for name in FACETS),
    ]

    class Meta:
        app_label = "peers"

    def __str__(self) -> str:
        return self.code
