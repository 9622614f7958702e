"""Letters about saved searches and about questions of members, as a timer writes them every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from search.errors import EngineUnavailable
from search.saved import tell_all
from search.telling import tell_of_the_week


class Command(BaseCommand):
    help = (
        "Write a letter to everybody whose saved searches find something new, and once a week about what members ask. "
        "Safe to repeat, and to be killed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        today = localdate()
        questions = tell_of_the_week(on=today)
        try:
            searches = tell_all(on=today)
        except EngineUnavailable as error:
            raise CommandError(f"Nothing can be shown at the moment, repeat it later: {error}") from error
        told = f"{searches} letters about saved searches, {questions} about questions of members"
        self.stdout.write(self.style.SUCCESS(told))
