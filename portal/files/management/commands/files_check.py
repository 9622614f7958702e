"""Check uploads that wait for clamd and remove files that nothing names, as a timer does every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.files.services import check_waiting, lost_files, remove_orphans


class Command(BaseCommand):
    help = "Have clamd check the uploads that wait, and remove files without a row. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        scanned = check_waiting()
        orphans = remove_orphans()
        self.stdout.write(
            self.style.SUCCESS(
                f"{scanned.clean} clean, {scanned.refused} refused, {scanned.waiting} waiting; {orphans} files removed"
            )
        )
        if lost := lost_files():
            lines = [f"The file of {each._meta.label} {each.pk} ({each}) is not on the disk." for each in lost]
            raise CommandError("\n".join(lines))
