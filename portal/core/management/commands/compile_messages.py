"""Translations made ready for use."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.catalogues import BrokenCatalogue, compile_all


class Command(BaseCommand):
    help = "Compile the translations that changed; needs no gettext installed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = compile_all()
        except BrokenCatalogue as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"{len(written)} catalogues compiled"))
