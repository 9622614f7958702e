"""All that a fresh installation shows: pages, register, cases from public sources and, in development, a demo."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.cms.demo_accounts import DEMO_ACCOUNTS, PASSWORD, NotInDevelopment, create_demo_accounts
from portal.experiences.services.starter import add_cases, add_demo_experiences
from portal.outbox.services import deliver_waiting
from portal.settings.env import BASE_DIR

STARTER_REGISTER = BASE_DIR / "registry" / "starter"
RELEASES = ("2026-02", "2026-09")  # folders of STARTER_REGISTER, in the order of their days


class Command(BaseCommand):
    help = "Make what is missing of starter pages, starter register, cases and the demo; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("starter_pages", stdout=self.stdout, no_color=options["no_color"])
        for name in RELEASES:
            self._import(STARTER_REGISTER / name)
        self.stdout.write(self.style.SUCCESS(f"cases from public sources: {_told(len(add_cases()))}"))
        call_command("search_starter_synonyms", stdout=self.stdout, no_color=options["no_color"])
        deliver_waiting()
        self._demo()

    def _import(self, folder: Path) -> None:
        told = io.StringIO()
        call_command("registry_import", str(folder), stdout=told)
        summary = told.getvalue().splitlines()[-1]
        self.stdout.write(self.style.SUCCESS(f"starter register {folder.name}: {summary}"))

    def _demo(self) -> None:
        try:
            create_demo_accounts()
        except NotInDevelopment:
            self.stdout.write("no demo accounts: DEBUG is off. Make your own with: manage.py createsuperuser")
            return
        self.stdout.write(self.style.SUCCESS(f"tender experiences of the demo: {_told(len(add_demo_experiences()))}"))
        deliver_waiting()
        width = max(len(account.title) for account in DEMO_ACCOUNTS)
        lines = [f"  {account.title:<{width}}  {account.email}" for account in DEMO_ACCOUNTS]
        self.stdout.write(
            f"\nDemo log-ins, for development only: {settings.BASE_URL}/accounts/login/\n"
            + "\n".join(lines)
            + f"\n  password{' ' * (width - 8)}  {PASSWORD}\n"
            "  Who enters the admin sets up a second factor first: an authenticator app"
            " (or, under the name localhost, a passkey)\n"
        )


def _told(count: int) -> str:
    return f"{count} made" if count else "all there"
