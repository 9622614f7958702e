"""Read and copy everything anew."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.backends import search_backend, search_engine
from search.errors import EngineFault, EngineUnavailable, NotAsStored
from search.sync import reread


class Command(BaseCommand):
    help = (
        "Read everything that can be found anew, then copy it into new indices of the search engine, if there is one. "
        "Searches are answered meanwhile; a run that was interrupted may be repeated and goes on where it was."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = self._tell(reread(), "read")
        if engine := search_engine():
            try:
                self._tell(engine.rebuild(), "copied")
            except (EngineUnavailable, EngineFault, NotAsStored) as error:
                raise CommandError(f"The old index answers on. Mend this and repeat: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"{count} entries can be found ({search_backend().name})"))

    def _tell(self, steps: Iterator[int], done: str) -> int:
        count = 0
        for count in steps:
            self.stdout.write(f"{count} entries {done}", ending="\r" if self.stdout.isatty() else "\n")
            self.stdout.flush()
        return count
