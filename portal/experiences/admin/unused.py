"""The report on criteria that no published tender experience has used."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from portal.experiences.models import FaceCitation
from registry.admin.reports import Report, since
from registry.admin.upkeep import in_force
from registry.sealed.querysets import CriterionVersionQuerySet


class UnusedReport(Report):
    """Whatever the version that was used; the records of fictional members count as nothing."""

    page_title = gettext_lazy("Never used in a tender")
    index_url_name = "experiences-reports:unused"
    index_results_url_name = "experiences-reports:unused-results"
    export_filename = "never-used"
    facts = {"since": (gettext_lazy("Since"), since)}

    def versions(self, *, on: date) -> CriterionVersionQuerySet:
        used = FaceCitation.objects.real().filter(criterion=OuterRef("criterion"))
        return in_force(on=on).exclude(Exists(used))
