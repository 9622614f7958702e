"""Check documents that wait for clamd and remove files that nothing names, as a timer does every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.joining.services.evidence import check_waiting, lost_files, remove_orphans


class Command(BaseCommand):
    help = (
        "Have clamd check the documents of applicants that wait, and remove files without a document. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        scanned = check_waiting()
        orphans = remove_orphans()
        self.stdout.write(
            self.style.SUCCESS(
                f"{scanned.clean} clean, {scanned.refused} refused, {scanned.waiting} waiting; {orphans} files removed"
            )
        )
        if lost := lost_files():
            raise CommandError(
                "\n".join(f"The file of document {each.pk} ({each}) is not on the disk." for each in lost)
            )
