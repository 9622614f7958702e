"""Send what waits, as a timer does every minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.letters.services import try_again

GIVEN_UP = "These letters could not be sent. Mend what the fault says, then run letters_send --again:"


class Command(BaseCommand):
    help = "Send the letters that are due. Safe to repeat; fails if letters were given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="also try the letters that were given up")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        if again:
            self.stdout.write(f"{try_again()} letters are tried again")
        self.stdout.write(self.style.SUCCESS(f"{send_waiting()} letters sent"))
        if given_up := [f"{letter.pk} {letter.kind}: {letter.fault}" for letter in Letter.objects.given_up()[:20]]:
            raise CommandError("\n".join([GIVEN_UP, *given_up]))
