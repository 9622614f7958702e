"""Criteria: the versions that are in force, or will be, and how many tenders used them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from portal.core.viewer import VISITOR, Viewer
from portal.experiences.enums import USED_STAGES, Audience, Section, State
from portal.experiences.models import Citation, FaceCitation
from registry.enums import StatusKind
from registry.models import CriterionVersion, Release, ReleaseMember, StatusEvent, VersionTranslation
from search.entries import NEVER_AGAIN, Entry, EntryKind, version_key
from search.sources.base import NO_MARKS, Ids, Source, in_batches, shown


def _publicly_cited(experiences: Collection[int]) -> set[int]:
    """The criteria that experiences cite, or did in an earlier edition, as far as everyone could read it.

    Others stay out: that a criterion is read anew would tell of what nobody may know.
    """
    published = Citation.objects.filter(edition__experience__in=experiences, edition__state=State.PUBLISHED)
    rows = published.select_related("edition", "version").defer("version__content")
    return {row.version.criterion_id for row in rows if row.edition.audience_of(Section.CRITERIA) is Audience.EVERYONE}


# The criteria behind things that events are about, by the label of the thing.
_CRITERIA: dict[str, Callable[[Collection[int]], Collection[int]]] = {
    "registry.criterion": set,
    "registry.criterionversion": lambda ids: _values(CriterionVersion.objects.filter(pk__in=ids)),
    "registry.statusevent": lambda ids: _values(CriterionVersion.objects.filter(events__in=ids)),
    "registry.versiontranslation": lambda ids: _values(CriterionVersion.objects.filter(translations__in=ids)),
    # What an older release had may have left the set with this one.
    "registry.release": lambda ids: _values(ReleaseMember.objects.filter(release__criteria_set__releases__in=ids)),
    "experiences.tenderexperience": _publicly_cited,
}


class CriteriaSource(Source):
    kind = EntryKind.CRITERION

    def concerned(self, changed: Ids) -> set[str]:
        criteria = {pk for label, of in _CRITERIA.items() if changed.get(label) for pk in of(changed[label])}
        if not criteria:
            return set()
        return _keys(CriterionVersion.objects.finals().filter(criterion__in=criteria))

    def batches(self) -> Iterator[Sequence[str]]:
        return in_batches(sorted(_keys(CriterionVersion.objects.finals())))

    def read(self, keys: Collection[str], *, on: date) -> list[Entry]:
        ids = [int(pk) for pk in self.own(keys)]
        gone = StatusEvent.objects.filter(version__in=ids, kind__in=NEVER_AGAIN, effective_on__lte=on)
        versions = CriterionVersion.objects.finals().filter(pk__in=ids, events__kind=StatusKind.PUBLISHED)
        versions = versions.exclude(pk__in=gone.values("version")).select_related("criterion").order_by("pk")
        newest_first = VersionTranslation.objects.order_by("language", "-revision")
        found = list(versions.prefetch_related("events", Prefetch("translations", queryset=newest_first)))
        criteria = {version.criterion_id for version in found}
        sets, used = _sets(criteria), _used(criteria)
        return [
            Entry.of_version(version, sets=sets[version.criterion_id], used=used.get(version.criterion_id, 0))
            for version in found
        ]

    def allowed(self, viewer: Viewer, on: date) -> "QuerySet[Any]":
        in_force = CriterionVersion.objects.in_force(on=on).with_erratum_mark(on=on)
        is_deprecated = Q(status=StatusKind.DEPRECATED)
        marks = Concat(_mark(is_deprecated, StatusKind.DEPRECATED), _mark(Q(has_erratum=True), StatusKind.ERRATUM))
        return shown(in_force, self.kind, thing="pk", marks=marks)


def _mark(applies: Q, mark: StatusKind) -> Case:
    """The mark with a blank after it, if it applies."""
    return Case(When(applies, then=Value(f"{mark} ")), default=NO_MARKS, output_field=CharField())


def _keys(versions: "QuerySet[CriterionVersion]") -> set[str]:
    return {version_key(pk) for pk in versions.values_list("pk", flat=True)}


def _values(rows: QuerySet[Any]) -> set[int]:
    """The criteria of some versions or members."""
    return set(rows.values_list("criterion", flat=True))


def _used(criteria: Collection[int]) -> dict[int, int]:
    """By criterion, the tenders of real buyers that used it, as far as everyone may know; planned ones have not yet."""
    cited = FaceCitation.objects.visible_to(VISITOR).real().filter(criterion__in=criteria, face__stage__in=USED_STAGES)
    counted = cited.order_by().values("criterion").annotate(tenders=Count("face__experience", distinct=True))
    return dict(counted.values_list("criterion", "tenders"))


def _sets(criterion_ids: Collection[int]) -> dict[int, list[str]]:
    """By criterion, the slugs of the sets whose newest release has it."""
    newest: dict[int, int] = {}
    for criteria_set, release in Release.objects.newest_first().values_list("criteria_set", "pk"):
        newest.setdefault(criteria_set, release)
    members = ReleaseMember.objects.filter(release__in=newest.values(), criterion__in=criterion_ids)
    found = defaultdict(list)
    for criterion, slug in members.values_list("criterion", "release__criteria_set__slug").order_by("release"):
        found[criterion].append(slug)
    return found
