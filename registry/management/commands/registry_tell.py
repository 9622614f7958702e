"""The weekly letters about criteria, as a timer writes them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from registry.services.telling import tell_of_the_week


class Command(BaseCommand):
    help = "Write the weekly letters about consultations, votes and new versions. Safe to repeat, and to be killed."

    def handle(self, *args: Any, **options: Any) -> None:
        count = tell_of_the_week(on=localdate())
        self.stdout.write(self.style.SUCCESS(f"{count} weekly letters about criteria"))
