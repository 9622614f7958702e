"""Tender experiences: one entry a face, so that each audience finds what it may see and nothing of the rest."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from portal.core.viewer import Viewer
from portal.experiences.models import Face, FaceCitation
from registry.models import CriterionVersion
from search.entries import FACE_ENDINGS, Entry, EntryKind, face_key
from search.sources.base import Ids, Source, in_batches, shown


class ExperiencesSource(Source):
    kind = EntryKind.EXPERIENCE

    def concerned(self, changed: Ids) -> set[str]:
        ids = set(changed.get("experiences.tenderexperience", ()))
        if organisations := changed.get("members.organisation"):  # its name is the buyer's
            ids |= set(Face.objects.filter(organisation__in=organisations).values_list("experience", flat=True))
        if translations := changed.get("registry.versiontranslation"):  # they have the titles of what was cited
            cited = FaceCitation.objects.filter(version__translations__in=translations)
            ids |= set(cited.values_list("face__experience", flat=True))
        return {face_key(pk, audience) for pk in ids for audience in FACE_ENDINGS}

    def batches(self) -> Iterator[Sequence[str]]:
        rows = Face.objects.order_by("experience", "audience").values_list("experience", "audience")
        return in_batches([face_key(pk, audience) for pk, audience in rows])

    def read(self, keys: Collection[str], *, on: date) -> list[Entry]:
        faces = Face.objects.filter(experience__in=self.ids(keys)).with_reach().order_by("experience", "audience")
        found = list(faces.select_related("experience__organisation").prefetch_related("citations"))
        cited = {row.version_id for face in found for row in face.citations.all()}
        versions = CriterionVersion.objects.for_cards().in_bulk(cited)
        entries = [Entry.of_face(face, versions) for face in found]
        return [entry for entry in entries if entry.key in keys and entry.visible_to]

    def allowed(self, viewer: Viewer, on: date) -> "QuerySet[Any]":
        faces = Face.objects.visible_to(viewer)
        endings = [When(audience=audience, then=Value(ending)) for audience, ending in FACE_ENDINGS.items()]
        ending = Case(*endings, output_field=CharField())
        rest = Concat(Cast("experience", CharField()), ending, output_field=CharField())
        return shown(faces, self.kind, thing="experience", rest=rest)

    def ids(self, keys: Collection[str]) -> list[int]:
        return sorted({int(rest.partition(".")[0]) for rest in self.own(keys)})
