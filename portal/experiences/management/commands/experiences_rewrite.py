"""Write what each audience sees of every published experience anew, after a change of the rules."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.experiences.services.faces import rewrite_faces


class Command(BaseCommand):
    help = "Write the faces of all published tender experiences anew. Safe to repeat and to run while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for count in rewrite_faces():
            self.stdout.write(f"{count} …")
        self.stdout.write(self.style.SUCCESS(f"{count} experiences written anew"))
