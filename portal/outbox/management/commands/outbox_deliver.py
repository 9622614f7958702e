"""Hand waiting events to their channels, as a timer does every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.outbox.services import deliver_waiting


class Command(BaseCommand):
    help = "Deliver the events that wait in the outbox. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        for channel, count in deliver_waiting().items():
            self.stdout.write(self.style.SUCCESS(f"{channel}: {count} events"))
