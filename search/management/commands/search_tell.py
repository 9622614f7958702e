"""Letters about saved searches, as a timer writes them every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from search.errors import EngineUnavailable
from search.saved import tell_all


class Command(BaseCommand):
    help = "Write a letter to everybody whose saved searches find something new. Safe to repeat, and to be killed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = tell_all(on=localdate())
        except EngineUnavailable as error:
            raise CommandError(f"Nothing can be shown at the moment, repeat it later: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"{count} letters about saved searches"))
