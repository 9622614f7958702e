"""The mails that come by themselves, as a timer does every day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from portal.members.services.reminders import remind_of_figures, tell_of_new_members, tell_of_the_week


class Command(BaseCommand):
    help = "Write the letters that are due: old figures, new members, the week's news. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        today = localdate()
        counts = (remind_of_figures(on=today), tell_of_new_members(on=today), tell_of_the_week(on=today))
        told = "{} reminders of figures, {} letters about new members, {} about the week".format(*counts)
        self.stdout.write(self.style.SUCCESS(told))
