"""Compare what is true with what searches find."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backends import search_backend, search_engine
from search.checking import copy_differences, entry_differences, mend_copies, mend_entries
from search.copying import copy_waiting, refused_changes
from search.errors import EngineFault, EngineUnavailable


class Command(BaseCommand):
    help = (
        "Compare the database with the entries that searches find, and these with the search engine. "
        "Lists every difference and fails if there is one; with --repair it mends them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what differs")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        try:
            count = self._entries(repair=repair) + self._copies(repair=repair)
        except (EngineUnavailable, EngineFault) as error:
            raise CommandError(f"The search engine cannot be compared: {error}") from error
        refused = refused_changes()
        if count and not repair:
            raise CommandError(f"{count} differences: search_check --repair mends them")
        if refused:
            raise CommandError("The search engine refuses:\n" + "\n".join(refused))
        done = f"{count} differences mended" if count else "no difference"
        self.stdout.write(self.style.SUCCESS(f"{done} ({search_backend().name})"))

    def _entries(self, *, repair: bool) -> int:
        differences = list(entry_differences())
        for difference in differences:
            self.stdout.write(str(difference))
        if repair:
            mend_entries([difference.key for difference in differences])
            copy_waiting()
        return len(differences)

    def _copies(self, *, repair: bool) -> int:
        engine = search_engine()
        if engine is None:
            return 0
        differences = list(copy_differences(engine))
        for difference in differences:
            self.stdout.write(str(difference))
        if repair and differences:
            mend_copies(differences)
            copy_waiting()
        return len(differences)
