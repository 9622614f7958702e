"""Seal what changed in a folder of source files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from registry.enums import Bump
from registry.services.importing import ImportReport, import_folder
from registry.sources.faults import SourceError

WIPE = "\r\x1b[K"  # to the start of the line, and away with what is there


class Command(BaseCommand):
    help = "Read criterion source files (docs/source-format.md) and seal what changed: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder with release.yaml and one file per criterion")
        parser.add_argument("--dry-run", action="store_true", help="show what would be sealed, with the computed step")

    def handle(self, *args: Any, path: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        steps = 0

        def on_step(name: str) -> None:
            nonlocal steps
            steps += 1
            if self.stderr.isatty():
                self.stderr.write(f"{WIPE}{steps:>5} {name}", ending="")
            elif verbosity > 1:
                self.stderr.write(f"{steps:>5} {name}")

        try:
            with override("en"):  # as the format of the files is described
                report = import_folder(path, dry_run=dry_run, on_step=on_step)
        except SourceError as error:
            count = len(error.faults)
            raise CommandError(f"Nothing was sealed. {count} fault{'s'[: count > 1]} to mend:\n{error}") from error
        finally:
            if self.stderr.isatty():
                self.stderr.write(WIPE, ending="")
        self._tell(report, "would be " if dry_run else "")

    def _tell(self, report: ImportReport, would_be: str) -> None:
        done = f"{would_be}sealed"
        for warning in report.warnings:
            self.stdout.write(self.style.WARNING(f"warning: {warning}"))
        for version, difference in report.sealed:
            step = Bump[version.parsed_change["step"].upper()].label if difference else "new"
            self.stdout.write(f"{version} ({step}) {done}")
            for effect in difference.effects if difference else ():
                self.stdout.write(f"    {effect.bump.label}: {effect.sentence}")
        for citation in report.withdrawn:
            self.stdout.write(f"{citation} {would_be}withdrawn")
        for citation in report.released:
            self.stdout.write(f"{citation} {done}")
        counts = (
            f"{len(report.sealed)} versions, {len(report.translations)} translations, {len(report.released)} releases"
        )
        summary = "nothing to seal" if report.is_empty else f"{counts} {done}"
        self.stdout.write(self.style.SUCCESS(f"{summary}; {report.unchanged} unchanged"))
