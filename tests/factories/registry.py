"""Rows of the registry: dull, valid, published; the keyword says what the test is about."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from registry.enums import CriterionKind, LineageKind, StatusKind
from registry.models import (
    CriteriaSet,
    Criterion,
    CriterionVersion,
    LineageEdge,
    Register,
    Release,
    ReleaseMember,
    ReleaseNote,
    SharedBasket,
    VersionTranslation,
)
from registry.sealed.canonical import canonical, sha256
from registry.sealed.chain import append_event
from registry.sealed.content import CriterionContent, LegalFloor, Parameter, ProofRoute
from registry.sealed.numbers import VersionNumber

PUBLISHED_ON = date(2026, 2, 2)
_TEXTS = {
    "title": "Battery that lasts",
    "subject_matter": "Smartphones with batteries made for a long service life.",
    "purpose": "A battery that lasts keeps a phone in use.",
    "parameter.cycles": "full charge cycles",
    "parameter.share": "remaining capacity, in percent",
    "requirement.1": "The battery shall keep at least {share} % of its capacity after {cycles} full charge cycles.",
    "requirement.2": "The battery shall\n\n1. keep at least {share} % of its capacity after {cycles} full charge"
    " cycles;\n2. tell its user how many cycles it has been through.",
    "proof.eprel": "The product information sheet in EPREL, or equivalent technical documentation.",
    "proof.label": "A label of type I that covers the requirement, or equivalent.",
    "follow_up": "The buyer reads the cycle count of a sample of devices once a year.",
    "guidance": "Level 2 suits devices that are kept for five years.",
    "legal_floor.ecodesign": "Applies to smartphones placed on the market from that day.",
}
_CONTENT = CriterionContent(
    theme="battery",
    stages=("use",),
    applies_to=("new",),
    ambitions=("A4",),
    cpv=("32250000-0",),
    eforms={"BT-06": ("env-imp",), "BT-774": ("circ-econ",)},
    parameters={
        "cycles": Parameter(code="cycles", type="integer", unit="cycle", stricter="up", minimum="800", maximum="2000"),
        "share": Parameter(code="share", type="decimal", unit="percent", stricter="up", minimum="70", maximum="95"),
    },
    levels={1: {"cycles": "800", "share": "80"}, 2: {"cycles": "1000", "share": "80"}},
    proof=(
        ProofRoute(id="eprel", type="eprel", moment="with_tender"),
        ProofRoute(id="label", type="label", moment="with_tender", or_equivalent=True),
    ),
    legal_floor=(
        LegalFloor(
            id="ecodesign",
            parameter="cycles",
            value="800",
            since=date(2025, 6, 20),
            source="Regulation (EU) 2023/1670, Annex II, part B",
            url="https://eur-lex.europa.eu/eli/reg/2023/1670",
        ),
    ),
    texts={"en": _TEXTS},
)


def battery_content(*, blocks: Mapping[str, str] | None = None, **changes: Any) -> CriterionContent:
    """Valid content of a criterion: two parameters, two levels, two routes of proof, one legal floor.

    ``blocks`` replaces or adds English texts, ``changes`` replaces whole fields of CriterionContent.
    """
    return replace(_CONTENT, **{"texts": {"en": {**_TEXTS, **(blocks or {})}}, **changes})


class RegisterFactory(DjangoModelFactory[Register]):
    class Meta:
        model = Register
        django_get_or_create = ("code",)

    code = "joint-demand"
    authoritative_languages = factory.LazyFunction(lambda: ["en"])
    voting_min_days = 0  # most tests publish on the day on which they vote


class CriteriaSetFactory(DjangoModelFactory[CriteriaSet]):
    class Meta:
        model = CriteriaSet
        django_get_or_create = ("slug",)

    register = factory.SubFactory(RegisterFactory)
    slug = "smartphones"
    titles = factory.LazyFunction(
        lambda: {"en": "Circular and fair smartphones", "sv": "Cirkulära och rättvisa telefoner"}
    )
    introductions = factory.LazyFunction(
        lambda: {"en": "For tenders of smartphones.", "sv": "För upphandling av telefoner."}
    )


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    register = factory.SubFactory(RegisterFactory)
    code = factory.Sequence(lambda n: f"BAT{n // 99 or ''}-{n % 99 + 1:02}")
    kind = CriterionKind.TECHNICAL_SPECIFICATION


class VersionFactory(DjangoModelFactory[CriterionVersion]):
    """A version, published unless ``published=None``.

    ``VersionFactory(number="1.2.0", criterion__code="CLI-01", body=battery_content(theme="climate"))``
    """

    class Meta:
        model = CriterionVersion
        skip_postgeneration_save = True  # a sealed row cannot be saved again

    class Params:
        number = "1.0.0"
        body = battery_content()

    criterion = factory.SubFactory(CriterionFactory)
    major = factory.LazyAttribute(lambda version: VersionNumber.parse(version.number).major)
    minor = factory.LazyAttribute(lambda version: VersionNumber.parse(version.number).minor)
    patch = factory.LazyAttribute(lambda version: VersionNumber.parse(version.number).patch)
    prerelease = factory.LazyAttribute(lambda version: VersionNumber.parse(version.number).prerelease)
    content = factory.LazyAttribute(lambda version: canonical(version.body.as_dict()))
    content_hash = factory.LazyAttribute(lambda version: sha256(version.content))
    published = PUBLISHED_ON  # the day from which it is in force; None: no event

    @classmethod
    def _create(cls, model_class: type[CriterionVersion], *args: Any, **fields: Any) -> CriterionVersion:
        published = fields.pop("published")
        version = super()._create(model_class, *args, **fields)
        if published:
            _record(version, StatusKind.PUBLISHED, published)
        return version


class TranslationFactory(DjangoModelFactory[VersionTranslation]):
    """A translation; ``blocks={"title": …}`` says which blocks it has, all of them by default."""

    class Meta:
        model = VersionTranslation

    class Params:
        blocks = factory.LazyAttribute(lambda row: translated(row.version, row.language))

    version = factory.SubFactory(VersionFactory)
    language = "sv"
    revision = 1
    content = factory.LazyAttribute(lambda row: canonical(row.blocks))
    content_hash = factory.LazyAttribute(lambda row: sha256(row.content))
    source_hash = factory.LazyAttribute(lambda row: row.version.content_hash)


def translated(version: CriterionVersion, language: str) -> dict[str, str]:
    """Every block of a version in a stand-in translation: "Battery that lasts [sv]"."""
    return {block: f"{text} [{language}]" for block, text in next(iter(version.parsed.texts.values())).items()}


class ReleaseFactory(DjangoModelFactory[Release]):
    """A release of the given versions, in their order; ``mandatory`` lists the ones every tender must take."""

    class Meta:
        model = Release

    class Params:
        number = "1.0.0"

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    major = factory.LazyAttribute(lambda release: VersionNumber.parse(release.number).major)
    minor = factory.LazyAttribute(lambda release: VersionNumber.parse(release.number).minor)
    patch = factory.LazyAttribute(lambda release: VersionNumber.parse(release.number).patch)
    members = factory.LazyFunction(lambda: [VersionFactory()])
    mandatory: Sequence[CriterionVersion] = ()
    published = PUBLISHED_ON  # None: no event

    @classmethod
    def _create(cls, model_class: type[Release], *args: Any, **fields: Any) -> Release:
        members, mandatory, published = (fields.pop(name) for name in ("members", "mandatory", "published"))
        manifest = [
            {"version": str(version), "content_hash": version.content_hash, "mandatory": version in mandatory}
            for version in members
        ]
        fields["content"] = canonical({"schema": "release/1", "set": fields["criteria_set"].slug, "members": manifest})
        fields["content_hash"] = sha256(fields["content"])
        release = super()._create(model_class, *args, **fields)
        ReleaseMember.objects.bulk_create(
            ReleaseMember(
                release=release,
                criterion=version.criterion,
                version=version,
                position=position,
                mandatory=version in mandatory,
            )
            for position, version in enumerate(members, start=1)
        )
        if published:
            _record(release, StatusKind.PUBLISHED, published)
        return release


class ReleaseNoteFactory(DjangoModelFactory[ReleaseNote]):
    """Notes of a release; ``blocks={"lead": …, "stricter": …}`` says what is in them. No event knows of them."""

    class Meta:
        model = ReleaseNote

    class Params:
        blocks = factory.LazyFunction(lambda: {"lead": "Longer lives.", "added": "- BAT-01 1.0.0."})

    release = factory.SubFactory(ReleaseFactory)
    language = "en"
    content = factory.LazyAttribute(lambda note: canonical(note.blocks))
    content_hash = factory.LazyAttribute(lambda note: sha256(note.content))


class LineageEdgeFactory(DjangoModelFactory[LineageEdge]):
    class Meta:
        model = LineageEdge

    source = factory.SubFactory(CriterionFactory)
    kind = LineageKind.RELATED
    target = factory.SubFactory(CriterionFactory)


class SharedBasketFactory(DjangoModelFactory[SharedBasket]):
    """A basket as it was shared; ``body`` is its content as plain JSON values."""

    class Meta:
        model = SharedBasket

    class Params:
        body = factory.Sequence(lambda n: {"schema": "basket/1", "title": f"Annex {n}", "items": []})

    content = factory.LazyAttribute(lambda basket: canonical(basket.body))
    content_hash = factory.LazyAttribute(lambda basket: sha256(basket.content))
    key = factory.LazyAttribute(lambda basket: _key(basket.content))


def _key(content: str) -> str:
    return base64.b32encode(hashlib.sha256(content.encode()).digest()[:16]).decode().rstrip("=").lower()


@transaction.atomic
def _record(subject: CriterionVersion | Release, kind: StatusKind, on: date) -> None:
    append_event(subject, kind, effective_on=on, details={"origin": "test"})
