"""Faces follow what is published: written in the transaction that publishes, and once more by a command."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Prefetch

from portal.experiences.enums import VERIFIED, Audience
from portal.experiences.models import Citation, Edition, Face, FaceCitation, TenderExperience
from portal.experiences.querysets import EditionQuerySet
from portal.experiences.showing import shown_to
from portal.experiences.shown import Shown

BATCH_SIZE = 200  # experiences that are written anew in one transaction


@transaction.atomic
def write_faces(experience: TenderExperience) -> None:
    """Replace what audiences see of an experience by what its current edition shows them; nothing, once retracted.

    Call it with the experience locked.
    """
    experience.faces.all().delete()
    if experience.retracted_at is not None or experience.current_id is None:
        return
    edition = _with_all().get(pk=experience.current_id)
    edition.experience = experience
    for audience in audiences_of(edition):
        _write(edition, shown_to(edition, audience))


def audiences_of(edition: Edition) -> list[Audience]:
    """The audiences that see a published edition, each as a face of its own."""
    return [audience for audience in Audience if audience.width <= Audience(edition.visibility).width]


def rewrite_faces() -> Iterator[int]:
    """Write the faces of everything published anew; after each batch, the number of experiences so far."""
    ids = list(TenderExperience.objects.exclude(current=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH_SIZE):
        with transaction.atomic():
            batch = ids[start : start + BATCH_SIZE]
            for experience in TenderExperience.objects.select_for_update().filter(pk__in=batch).order_by("pk"):
                write_faces(experience)
        yield start + len(batch)


def _with_all() -> EditionQuerySet:
    citations = Citation.objects.select_related("version__criterion")
    return Edition.objects.prefetch_related(
        "suppliers", "lessons", "documents", Prefetch("citations", queryset=citations)
    )


def _write(edition: Edition, shown: Shown) -> None:
    outcome = shown.outcome
    assert edition.year is not None  # noqa: S101  (no edition is published without)
    assert edition.published_at is not None  # noqa: S101
    face = Face.objects.create(
        experience=edition.experience,
        audience=shown.audience,
        organisation_id=edition.experience.organisation_id,
        title=shown.title,
        language=shown.language,
        country=shown.country,
        year=edition.year,
        stage=shown.stage,
        procedure=shown.procedure,
        contract_type=shown.contract_type,
        value_band=shown.value_band,
        bids=outcome.bids if outcome else None,
        price_outcome=outcome.price_outcome if outcome else "",
        again=outcome.again if outcome else "",
        published_at=edition.published_at,
        content=shown.as_dict(),
    )
    versions = {row.version_id: row.version for row in edition.citations.all()}
    FaceCitation.objects.bulk_create(
        FaceCitation(
            face=face,
            criterion_id=versions[row.version_id].criterion_id,
            version_id=row.version_id,
            level=row.level,
            theme=versions[row.version_id].parsed.theme,
            usage=row.usage,
            has_own_values=bool(row.values),
            is_verified=row.verification in VERIFIED,
            bidders_met=row.bidders_met,
            position=position,
        )
        for position, row in enumerate(shown.criteria or ())
    )
