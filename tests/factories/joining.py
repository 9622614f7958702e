"""Requests to join, empty or complete, in any state."""

from datetime import date

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from portal.core.ambitions import Ambition
from portal.files.models import Verdict
from portal.joining.enums import EvidenceKind, Mandate, State
from portal.joining.grants import Applicant
from portal.joining.models import Evidence, JoinCommitment, JoinRequest, JoinVolume
from portal.members.enums import Category, CommitmentStatus, LegalType, OrganisationKind


class DraftFactory(DjangoModelFactory[JoinRequest]):
    """A request of which nothing has been answered yet."""

    class Meta:
        model = JoinRequest

    reference = factory.Sequence(lambda n: f"JD-{n:08d}")
    kind = OrganisationKind.PUBLIC_BUYER
    state = State.DRAFT
    language = "sv"
    email = factory.Sequence(lambda n: f"applicant-{n}@example.org")


class EvidenceFactory(DjangoModelFactory[Evidence]):
    class Meta:
        model = Evidence

    join_request = factory.SubFactory(DraftFactory)
    kind = EvidenceKind.STATEMENT
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7\n%%EOF\n", "statement.pdf"))
    name = "statement.pdf"
    content_type = "application/pdf"
    size = 15
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    verdict = Verdict.CLEAN


class JoinRequestFactory(DraftFactory):
    """A request with every answer, ready to be sent; ``state`` says how far it has come."""

    class Meta:
        model = JoinRequest
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"City of Example {n}")
    own_name = factory.Sequence(lambda n: f"Exempelstad {n}")
    legal_type = LegalType.LOCAL
    country = "SE"
    nuts = "SE224"
    website = factory.Sequence(lambda n: f"https://city-{n}.example.org/")
    languages = ["sv", "en"]
    contact_email = "procurement@example.org"
    signatory_name = "A Signatory"
    signatory_position = "Head of procurement"
    mandate = Mandate.COUNCIL
    mandate_reference = "KS 2026/1"
    decided_on = date(2026, 10, 1)
    supports_statement = True
    submission = factory.LazyAttribute(lambda row: 0 if row.state == State.DRAFT else 1)

    @factory.post_generation
    def answers(row: JoinRequest, create: bool, given: object) -> None:  # noqa: N805
        if create and given is not False and row.is_public_buyer:
            JoinVolume.objects.create(join_request=row, category=Category.SMARTPHONES, low=100, high=200)
            JoinCommitment.objects.bulk_create(
                JoinCommitment(
                    join_request=row,
                    ambition=ambition,
                    status=CommitmentStatus.PLANNED,
                    target_date=date(2027, 12, 31),
                )
                for ambition in Ambition
            )
            EvidenceFactory(join_request=row)


def applicant_of(join_request: JoinRequest, task: str = "") -> Applicant:
    """Whoever followed the link to a request, or to one task of it."""
    return Applicant(join_request.pk, join_request.email, task)
