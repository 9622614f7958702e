"""Make the starter pages that are missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.cms.handbook import set_up_handbook
from portal.cms.services import set_up_pages
from portal.cms.starter_files import StarterFileFault


class Command(BaseCommand):
    help = "Make the pages, founders, site and coordinators' group that are missing; what is there is never changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = [*set_up_pages(), *set_up_handbook()]
        except StarterFileFault as fault:
            raise CommandError(f"No page was made. {fault}") from fault
        self.stdout.write(self.style.SUCCESS(f"{len(made)} starter pages made" if made else "starter pages: all there"))
