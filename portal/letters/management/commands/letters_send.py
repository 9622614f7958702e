"""Send what waits, as a timer does every minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.letters.models import Letter
from portal.letters.sending import send_waiting


class Command(BaseCommand):
    help = "Send the letters that are due. Safe to repeat; fails if letters were given up."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"{send_waiting()} letters sent"))
        if given_up := [f"{letter.pk} {letter.kind}: {letter.fault}" for letter in Letter.objects.given_up()[:20]]:
            raise CommandError("These letters could not be sent; look at the fault:\n" + "\n".join(given_up))
