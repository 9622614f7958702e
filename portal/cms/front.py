"""What the front page tells of the registry and its members: numbers with the table behind each, the newest release."""

from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.ambitions import Ambition
from portal.members.enums import Category
from portal.members.figures import shown_range
from portal.members.models import Organisation, ProcurementVolume
from registry.models import CriterionVersion, Release, ReleaseMember

SET = "smartphones"


@dataclass(frozen=True)
class Stat:
    """A number, formatted for the reader, and the page with the table behind it."""

    number: str
    label: str
    href: str


@dataclass(frozen=True)
class Newest:
    """The newest release, and what it changed where there is one before it."""

    release: Release
    before: Release | None
    changes: str

    @property
    def compare_url(self) -> str:
        """The comparison with the release before; empty for the first."""
        if self.before is None:
            return ""
        numbers = [str(self.before.number), str(self.release.number)]
        return reverse("registry:compare-releases", args=[SET, *numbers])


def stats(*, on: date, page_urls: dict[str, str]) -> list[Stat]:
    """The numbers of the front page that are not zero; ``page_urls`` gives pages by their slug."""
    buyers = Organisation.objects.public_buyers().real().count()
    volume = ProcurementVolume.objects.combined(Category.SMARTPHONES)
    criteria = CriterionVersion.objects.in_force(on=on).count()
    members_page, statement = page_urls.get("members", ""), page_urls.get("statement", "")
    found = [
        (volume.high, shown_range(volume), _("smartphones a year"), reverse("members:volumes")),
        (buyers, intcomma(buyers), ngettext("public buyer", "public buyers", buyers), members_page),
        (
            criteria,
            intcomma(criteria),
            ngettext("criterion or clause in force", "criteria and clauses in force", criteria),
            set_url(),
        ),
        (len(Ambition), intcomma(len(Ambition)), _("shared ambitions"), statement),
    ]
    return [Stat(number, label, href) for value, number, label, href in found if value]


def set_url() -> str:
    """The criteria: the set's page, which shows its newest release."""
    return reverse("registry:set", args=[SET])


def newest(*, on: date) -> Newest | None:
    """The newest published release of the set, or None while there is none."""
    releases = Release.objects.filter(criteria_set__slug=SET).published(on=on).newest_first()
    found = list(releases.select_related("criteria_set__register").distinct()[:2])
    if not found:
        return None
    release, before = found[0], found[1] if len(found) > 1 else None
    return Newest(release, before, _changes(before, release) if before else "")


def _changes(before: Release, release: Release) -> str:
    """What a release changed, counted: "5 changed, 1 new, 1 taken out since 1.0.0"."""
    old, new = _members(before), _members(release)
    changed = sum(old[criterion] != new[criterion] for criterion in old.keys() & new.keys())
    added, removed = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    parts = [
        ngettext("%(count)s criterion changed", "%(count)s criteria changed", changed) % {"count": changed},
        ngettext("%(count)s new", "%(count)s new", added) % {"count": added},
        ngettext("%(count)s taken out", "%(count)s taken out", removed) % {"count": removed},
    ]
    told = [part for part, count in zip(parts, (changed, added, removed), strict=True) if count]
    if not told:
        return ""
    return _("Since %(number)s: %(changes)s.") % {"number": before.number, "changes": ", ".join(told)}


def _members(release: Release) -> dict[int, int]:
    """The version that a release pins for each criterion, by their ids."""
    return dict(ReleaseMember.objects.filter(release=release).values_list("criterion_id", "version_id"))
