"""Erase somebody who asks for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.privacy.errors import CannotErase
from portal.privacy.services.erasing import Erased, erase_person


class Command(BaseCommand):
    help = "Erase whoever has an e-mail address, as docs/personal-data.md says. It cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, erase nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, email: str, dry_run: bool, yes: bool, **options: Any) -> None:
        try:
            found = erase_person(email, dry_run=True)
            self._list(found)
            if dry_run or not found:
                self.stdout.write(f"Nothing was erased: {'a dry run' if found else 'nothing is kept'}.")
                return
            if not yes and input(f"Erase {email} for good? Type yes: ") != "yes":
                raise CommandError("Nothing was erased.")
            erased = erase_person(email)
        except CannotErase as error:
            raise CommandError(f"{email} cannot be erased yet.\n{error}") from error
        self.stdout.write(self.style.SUCCESS(f"{email} is erased: {sum(each.count for each in erased)} rows"))

    def _list(self, found: list[Erased]) -> None:
        for each in found:
            fields = ", ".join(each.holding.fields)
            self.stdout.write(f"{each.count:>5}  {each.holding.model} ({fields}): {each.holding.erasure.value}")
