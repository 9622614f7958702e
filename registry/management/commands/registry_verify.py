"""Whether everything sealed is still as it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry.diffs.adaptation_verify import find_adaptation_faults
from registry.drafts.verify import find_vote_faults
from registry.models import CriterionVersion
from registry.sealed.verify import find_faults


class Command(BaseCommand):
    help = "Recompute every hash, check the chain of events, the votes, the adaptations and the database guards."

    def handle(self, *args: Any, **options: Any) -> None:
        if faults := [*find_faults(), *find_vote_faults(), *find_adaptation_faults()]:
            raise CommandError("\n".join(faults))
        count = CriterionVersion.objects.count()
        self.stdout.write(self.style.SUCCESS(f"{count} versions are as sealed"))
