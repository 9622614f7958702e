"""A basket as it was shared: an immutable snapshot behind a link."""

import base64

from django.db import models
from django.urls import reverse

from registry.sealed.base import Sealed


class SharedBasket(Sealed):
    """What a buyer chose, pinned to exact versions; the same choice has the same link. No person is in it."""

    key = models.CharField(max_length=26, unique=True)  # base32 of the first 16 bytes of the hash, lower case
    content = models.TextField()  # canonical JSON of a basket
    content_hash = models.CharField(max_length=64)  # SHA-256 of content, in hex

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("registry:shared-basket", args=[self.key])


def basket_key(content_hash: str) -> str:
    """The address of a basket, by the hash of its content."""
    return base64.b32encode(bytes.fromhex(content_hash)[:16]).decode().rstrip("=").lower()
