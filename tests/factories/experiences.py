"""Rows of tender experiences: dull, complete, and published by the service that publishes."""

from typing import Any

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.experiences.enums import Audience, CitedAs, ContractType, FeedbackKind, Procedure, Section, Stage, State
from portal.experiences.models import (
    Citation,
    CriterionFeedback,
    Edition,
    ExperienceDocument,
    Lesson,
    Supplier,
    TenderExperience,
)
from portal.experiences.services.moving import locked, publish_edition
from portal.files.models import Verdict
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory


class ExperienceFactory(DjangoModelFactory[TenderExperience]):
    class Meta:
        model = TenderExperience

    reference = factory.Sequence(lambda n: f"TE-{n:08}")
    organisation = factory.SubFactory(OrganisationFactory)


class EditionFactory(DjangoModelFactory[Edition]):
    """A draft that could be sent as it is, readable by everyone once it is published."""

    class Meta:
        model = Edition

    experience = factory.SubFactory(ExperienceFactory)
    number = 1
    state = State.DRAFT
    language = "en"
    title = "Phones for the city"
    country = "SE"
    year = 2026
    stage = Stage.AWARDED
    procedure = Procedure.OPEN
    contract_type = ContractType.FRAMEWORK
    visibility = Audience.EVERYONE


class SubmittedFactory(EditionFactory):
    """With the coordinators since a moment ago."""

    state = State.SUBMITTED
    submission = 1
    submitted_at = factory.LazyFunction(timezone.now)


class CitationFactory(DjangoModelFactory[Citation]):
    class Meta:
        model = Citation

    edition = factory.SubFactory(EditionFactory)
    version = factory.SubFactory(VersionFactory)
    level = 1
    cited_hash = factory.LazyAttribute(lambda row: row.version.content_hash)
    cited_as = CitedAs.IN_FORCE


class LessonFactory(DjangoModelFactory[Lesson]):
    class Meta:
        model = Lesson

    edition = factory.SubFactory(EditionFactory)
    topic = "wording"
    text = "Ask the market first."


class SupplierFactory(DjangoModelFactory[Supplier]):
    class Meta:
        model = Supplier

    edition = factory.SubFactory(EditionFactory)
    name = factory.Sequence(lambda n: f"Example Phones {n} AB")


class ExperienceDocumentFactory(DjangoModelFactory[ExperienceDocument]):
    """A clean document with content on disk."""

    class Meta:
        model = ExperienceDocument

    edition = factory.SubFactory(EditionFactory)
    section = Section.TENDER
    name = "annex.pdf"
    content_type = "application/pdf"
    size = 9
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    verdict = Verdict.CLEAN
    file = factory.django.FileField(data=b"%PDF-1.7\n", filename="annex.pdf")


class FeedbackFactory(DjangoModelFactory[CriterionFeedback]):
    class Meta:
        model = CriterionFeedback

    version = factory.SubFactory(VersionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = FeedbackKind.UNCLEAR
    text = "Which cycles are meant?"
    language = "en"


class SuggestionFactory(FeedbackFactory):
    """Of a guest who has proved the address."""

    organisation: Any = None
    email = factory.Sequence(lambda number: f"guest-{number}@example.org")
    verified_at = factory.LazyFunction(timezone.now)


def published(edition: Edition | None = None, **facts: Any) -> TenderExperience:
    """An experience as readers see it: ``edition``, or a new one of these facts, published by the portal itself."""
    edition = edition or EditionFactory.create(**facts)
    with transaction.atomic():
        edition.experience = locked(edition.experience_id)
        edition.state, edition.submission = State.SUBMITTED, edition.submission + 1
        publish_edition(edition, actor=None)
    return edition.experience
