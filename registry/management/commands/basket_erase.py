"""Erase a shared basket whose title or headings hold what must not stay."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.models import SharedBasket


class Command(BaseCommand):
    help = "Erase a shared basket, named by the last part of its address. Its link then answers 404."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="as in /en/b/KEY/")

    def handle(self, *args: Any, key: str, **options: Any) -> None:
        erased, _by_model = SharedBasket.objects.filter(key=key.lower()).delete()
        if not erased:
            raise CommandError(
                f"There is no shared basket {key}: copy the last part of its address, between the slashes."
            )
        self.stdout.write(self.style.SUCCESS(f"The shared basket {key} is erased"))
