"""A basket as it was shared: an immutable snapshot behind a link."""

import base64
from typing import Any

from django.db import models
from django.urls import reverse

from registry.errors import AlreadySealed


class SharedBasket(models.Model):
    """What a buyer chose, pinned to exact versions; the same choice has the same link.

    Its address is made from its hash, so it cannot change unnoticed. Unlike sealed rows it can be erased: its title and
    headings are visitors' own words, and nobody knows what they write there.
    """

    sealed_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=26, unique=True)  # base32 of the first 16 bytes of the hash, lower case
    content = models.TextField()  # canonical JSON of a basket
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex

    def __str__(self) -> str:
        return self.key

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AlreadySealed(self)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registry:shared-basket", args=[self.key])


def basket_key(content_hash: str) -> str:
    """The address of a basket, by the hash of its content."""
    return base64.b32encode(bytes.fromhex(content_hash)[:16]).decode().rstrip("=").lower()
