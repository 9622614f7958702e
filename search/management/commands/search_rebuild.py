"""Index everything anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.backends import search_backend
from search.sync import rebuild


class Command(BaseCommand):
    help = "Read everything that can be found into the search index, and remove the rest. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for count in rebuild():
            self.stdout.write(f"{count} entries", ending="\r" if self.stdout.isatty() else "\n")
            self.stdout.flush()
        self.stdout.write(self.style.SUCCESS(f"{count} entries can be found ({search_backend().name})"))
