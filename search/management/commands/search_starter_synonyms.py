"""The first groups of synonyms."""

from typing import Any

from django.core.management.base import BaseCommand

from search.starter_synonyms import add_starter_groups


class Command(BaseCommand):
    help = "Make what is missing of the starter groups of synonyms; a group that shares a word with one stays out."

    def handle(self, *args: Any, **options: Any) -> None:
        made = add_starter_groups()
        self.stdout.write(self.style.SUCCESS(f"synonyms: {made} groups made" if made else "synonyms: all there"))
