"""Copy what waits to the search engine, once or for as long as it runs."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.outbox.services import deliver_waiting
from search.copying import copy_waiting, refused_changes
from search.errors import EngineFault, EngineUnavailable

PAUSE = 0.1  # seconds between two looks while nothing waits
LONGEST_PAUSE = 10.0  # while the engine does not answer; doubled from PAUSE each time


class Command(BaseCommand):
    help = (
        "Deliver the waiting events and copy what changed to the search engine. Fails while the engine does not answer "
        "or refuses something, and names it. Any number may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until it is stopped")

    def handle(self, *args: Any, watch: bool = False, **options: Any) -> None:
        if watch:
            self._watch()
        try:
            deliver_waiting()
            copied = copy_waiting()
        except (EngineUnavailable, EngineFault) as error:
            raise CommandError(f"The search engine took nothing, the changes wait: {error}") from error
        if refused := refused_changes():
            raise CommandError("The search engine refuses:\n" + "\n".join(refused))
        self.stdout.write(self.style.SUCCESS(f"{copied} entries copied"))

    def _watch(self) -> None:
        pause = PAUSE
        while True:
            try:
                busy = sum(deliver_waiting().values()) + copy_waiting()
                pause = PAUSE
            except (EngineUnavailable, EngineFault) as error:
                busy, pause = 0, min(2 * pause, LONGEST_PAUSE)
                self.stderr.write(f"The search engine took nothing, the next attempt is in {pause:.1f} s: {error}")
            if not busy:
                time.sleep(pause)
