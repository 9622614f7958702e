"""Answer somebody who asks what is kept of them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from portal.privacy.services.exporting import export_person


class Command(BaseCommand):
    help = "Write all that is kept of whoever has an e-mail address, as JSON. Read it before you pass it on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--file", type=Path, help="where to write it, readable for you alone; else it is printed")

    def handle(self, *args: Any, email: str, file: Path | None, **options: Any) -> None:
        exported = export_person(email)
        text = json.dumps(exported, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        if file is None:
            self.stdout.write(text)
            return
        try:
            file.touch(mode=0o600, exist_ok=False)
        except FileExistsError as error:
            raise CommandError(f"{file} exists already, and others may read it. Name a new file.") from error
        file.write_text(text + "\n", encoding="utf-8")
        count = sum(len(holding["rows"]) for holding in exported["holdings"])
        self.stdout.write(self.style.SUCCESS(f"{count} rows written to {file}"))
