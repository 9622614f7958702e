"""Deterministic tender experiences of any number, as the faces that readers get: ten criteria used in each."""

import random
from datetime import UTC, datetime

from django.db import transaction

from portal.experiences.enums import Again, Audience, ContractType, Procedure, Stage, Usage, ValueBand
from portal.experiences.models import Edition, Face, FaceCitation, TenderExperience
from portal.experiences.services.faces import write_faces
from portal.members.models import Organisation
from registry.models import CriterionVersion, Release

MEMBERS = 40
CITED = 10  # versions that each tender used
AT = datetime(2026, 2, 2, tzinfo=UTC)
COUNTRIES = ("SE", "NO", "DK", "FI", "NL", "DE")
BATCH = 2_000


def build(count: int) -> None:
    """Make ``count`` published experiences of forty members, each with a face for everyone and one for members."""
    chance = random.Random(count)
    with transaction.atomic():
        members = Organisation.objects.bulk_create(_member(n) for n in range(MEMBERS))
        release = Release.objects.order_by("pk").first()
        assert release is not None
        versions = list(
            CriterionVersion.objects.filter(memberships__release=release).select_related("criterion").order_by("pk")
        )
        content = _content(members[0])
        for start in range(0, count, BATCH):
            _batch(range(start, min(start + BATCH, count)), members, versions, content, chance)


def _member(number: int) -> Organisation:
    country = COUNTRIES[number % len(COUNTRIES)]
    return Organisation(name=f"City {number}", slug=f"bench-city-{number}", country=country, legal_type="la")


def _content(member: Organisation) -> dict[str, object]:
    """What one face says, as the service writes it."""
    experience = TenderExperience.objects.create(reference="TE-BENCH", organisation=member, slug="bench-proto")
    edition = Edition.objects.create(
        experience=experience, number=1, state="published", title="Phones", language="en", country="SE", year=2026,
        stage=Stage.AWARDED, visibility=Audience.EVERYONE, published_at=AT,
    )  # fmt: skip
    experience.current, experience.published_at = edition, AT
    experience.save()
    write_faces(experience)
    content: dict[str, object] = Face.objects.get(audience=Audience.EVERYONE).content
    experience.delete()
    return content


def _batch(
    numbers: range,
    members: list[Organisation],
    versions: list[CriterionVersion],
    content: dict[str, object],
    chance: random.Random,
) -> None:
    experiences = TenderExperience.objects.bulk_create(
        TenderExperience(
            reference=f"TE-B{number:07}",
            organisation=members[chance.randrange(len(members))],
            slug=f"bench-{number}",
            published_at=AT,
        )
        for number in numbers
    )
    faces = Face.objects.bulk_create(face for row in experiences for face in _faces(row, content, chance))
    FaceCitation.objects.bulk_create(
        (citation for face in faces for citation in _citations(face, versions, chance)), batch_size=5_000
    )


def _faces(row: TenderExperience, content: dict[str, object], chance: random.Random) -> list[Face]:
    facts = {
        "title": f"Phones {row.reference}",
        "language": chance.choice(("en", "sv", "nb", "fi", "da")),
        "country": COUNTRIES[chance.randrange(len(COUNTRIES))],
        "year": chance.choice(range(2018, 2027)),
        "stage": chance.choice(Stage.values),
        "procedure": chance.choice(Procedure.values),
        "contract_type": chance.choice(ContractType.values),
        "value_band": chance.choice(ValueBand.values),
        "again": chance.choice(Again.values),
        "bids": chance.choice((None, 3, 4, 5, 6, 9)),
    }
    audiences = (Audience.EVERYONE, Audience.MEMBERS)
    return [
        Face(
            experience=row,
            organisation_id=row.organisation_id,
            audience=audience,
            published_at=AT,
            content={**content, "reference": row.reference, "title": facts["title"]},
            **facts,
        )
        for audience in audiences
    ]


def _citations(face: Face, versions: list[CriterionVersion], chance: random.Random) -> list[FaceCitation]:
    return [
        FaceCitation(
            face=face,
            criterion_id=version.criterion_id,
            version=version,
            level=1,
            theme=version.parsed.theme,
            usage=chance.choice(Usage.values),
            is_verified=chance.random() < 0.5,
            position=place,
        )
        for place, version in enumerate(chance.sample(versions, min(CITED, len(versions))))
    ]
