"""Remove what has been kept long enough, as a timer does every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy.services.expiring import expire


class Command(BaseCommand):
    help = "Remove personal data whose time is over, and remind applicants of drafts that will go. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        counts = expire(dry_run=dry_run)
        done = ", ".join(f"{count} {what}" for what, count in counts.items())
        self.stdout.write(self.style.SUCCESS(f"{'A dry run, nothing was done: ' if dry_run else ''}{done}"))
