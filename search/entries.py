"""What can be found: one kind of entry for all backends, one constructor for each kind of thing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.cms.models import CityPage, PortalPage
from portal.cms.plain_text import as_sentences
from portal.core.viewer import EVERYONE
from portal.experiences.enums import Audience
from portal.experiences.models import Face
from portal.experiences.shown import Shown
from portal.members.models import Organisation
from portal.members.viewers import MEMBERS, audience_of
from registry.enums import StatusKind, Theme
from registry.models import CriterionVersion
from registry.sealed.wording import Paragraph, filled, parse
from search.faces import Origin, Versions, codes_of, facets_of, text_of

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)  # when a page was published that was made without being published
NEVER_AGAIN = (StatusKind.SUPERSEDED, StatusKind.WITHDRAWN, StatusKind.LAPSED)


# By what can be narrowed down: search.forms has a field for each, but for the origin.
FACETS = (
    *("set", "theme", "criterion_kind", "level", "applies_to", "ambition"),  # of criteria; experiences have the theme
    *("country", "buyer", "year", "value_band", "procedure", "contract_type", "stage", "again"),  # of experiences
    *("member_kind", "origin"),  # members have the country too
)
# What stands after the id in the key of an experience, by whom that face is for.
FACE_ENDINGS = {Audience.EVERYONE: "", Audience.MEMBERS: ".members", Audience.OWN: ".own"}


class EntryKind(models.TextChoices):
    CRITERION = "criterion", _("Criteria")
    EXPERIENCE = "experience", _("Tender experiences")
    MEMBER = "member", _("Members")
    PAGE = "page", _("Pages")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that can be found, in all its languages."""

    key: str  # "criterion:12", by the id of its version; the others: see the functions that end in "_key"
    kind: str  # EntryKind
    title: Mapping[str, str]  # by language
    text: Mapping[str, str]  # by language, plain
    path: str  # of its page, without the language
    updated: datetime
    code: str = ""  # "BAT-01"
    version: str = ""  # "1.2.0"
    codes: tuple[str, ...] = ()  # other codes it is found by: CPV
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    visible_to: tuple[str, ...] = (EVERYONE,)
    hidden_from: tuple[str, ...] = ()  # of them, who see another entry in its place
    used: int = 0  # how many published tender experiences used it
    since: date | None = None  # the first day on which it is found
    until: date | None = None  # the first day on which it is not found any more

    @property
    def digest(self) -> str:
        """SHA-256 in hex of all that is kept of it: two entries that say the same have the same."""
        text = json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def of_version(cls, version: CriterionVersion, *, sets: Sequence[str], used: int = 0) -> "Entry":
        """A published version; reads its criterion, events and translations (newest revision first).

        ``sets`` are the slugs of the sets whose newest release has the criterion; ``used`` counts the tenders that
        used any of its versions.
        """
        content = version.parsed
        blocks = _blocks(version)
        return cls(
            key=version_key(version.pk),
            kind=EntryKind.CRITERION,
            title={language: texts["title"] for language, texts in blocks.items()},
            text={language: _text(version, language, texts) for language, texts in blocks.items()},
            path=f"/criterion/{version.criterion.slug}/",
            updated=max([version.sealed_at, *(row.sealed_at for row in version.translations.all())]),
            code=version.criterion.code,
            version=str(version.number),
            codes=content.cpv,
            facets={
                "set": tuple(sets),
                "theme": (content.theme,),
                "criterion_kind": (version.criterion.kind,),
                "level": tuple(str(level) for level in sorted(content.levels)),
                "applies_to": content.applies_to,
                "ambition": content.ambitions,
            },
            used=used,
            since=min(_days(version, (StatusKind.PUBLISHED,))),
            until=min(_days(version, NEVER_AGAIN), default=None),
        )

    @classmethod
    def of_face(cls, face: Face, versions: Versions) -> "Entry":
        """An experience as one audience sees it; reads its citations, its reach, and the experience's organisation.

        Who sees a narrower audience's face sees that in its place: the same rule as ``FaceQuerySet.visible_to``.
        """
        shown = Shown.from_dict(face.content)
        own = (audience_of(face.organisation_id),) if face.organisation_id else ()
        visible_to, hidden_from = {
            Audience.EVERYONE: ((EVERYONE,), (MEMBERS, *own)),
            Audience.MEMBERS: ((MEMBERS,), own),
            Audience.OWN: (own, ()),
        }[Audience(face.audience)]
        return cls(
            key=face_key(face.experience_id, face.audience),
            kind=EntryKind.EXPERIENCE,
            title={face.language: face.title},
            text={face.language: text_of(face, shown, versions)},
            path=f"/experiences/{face.experience.slug}/",
            updated=face.published_at,
            codes=codes_of(face, shown, versions),
            facets=facets_of(face, shown),
            visible_to=visible_to,
            hidden_from=hidden_from,
        )

    @classmethod
    def of_member(cls, pages: Sequence[CityPage]) -> "Entry":
        """A member by its page in its languages, each with its locale and organisation; only public, live ones."""
        organisation = pages[0].organisation
        return cls(
            key=member_key(organisation.pk),
            kind=EntryKind.MEMBER,
            title={page.locale.language_code: page.title for page in pages},
            text={page.locale.language_code: _member_text(page) for page in pages},
            path=_page_path(pages[0]),
            updated=max(page.last_published_at or UNKNOWN for page in pages),
            codes=tuple(filter(None, [organisation.nuts])),
            facets={
                "country": (organisation.country,),
                "member_kind": (organisation.kind,),
                **({"origin": (Origin.FICTIONAL.value,)} if organisation.is_fictional else {}),
            },
        )

    @classmethod
    def of_pages(cls, pages: Sequence[PortalPage]) -> "Entry":
        """One page in its languages, each with its locale; only public, live ones."""
        return cls(
            key=page_key(pages[0].translation_key),
            kind=EntryKind.PAGE,
            title={page.locale.language_code: page.title for page in pages},
            text={page.locale.language_code: page.plain_text() for page in pages},
            path=_page_path(pages[0]),
            updated=max(page.last_published_at or UNKNOWN for page in pages),
        )


def kind_of(key: str) -> str:
    return key.partition(":")[0]


def version_key(pk: int) -> str:
    return f"{EntryKind.CRITERION}:{pk}"


def face_key(experience_id: int, audience: str) -> str:
    """ "experience:7" for everyone, "experience:7.members", "experience:7.own"."""
    return f"{EntryKind.EXPERIENCE}:{experience_id}{FACE_ENDINGS[Audience(audience)]}"


def member_key(organisation_id: int) -> str:
    return f"{EntryKind.MEMBER}:{organisation_id}"


def page_key(translation_key: UUID) -> str:
    return f"{EntryKind.PAGE}:{translation_key}"


def _days(version: CriterionVersion, kinds: Sequence[StatusKind]) -> list[date]:
    return [event.effective_on for event in version.events.all() if event.kind in kinds]


def _blocks(version: CriterionVersion) -> dict[str, Mapping[str, str]]:
    """The blocks of a version by language: each language has only its own, and only if it has a title."""
    blocks: dict[str, Mapping[str, str]] = dict(version.parsed.texts)
    for row in version.translations.all():
        if "title" in row.blocks:
            blocks.setdefault(row.language, row.blocks)
    return blocks


def _text(version: CriterionVersion, language: str, blocks: Mapping[str, str]) -> str:
    """All but the title, with the values of each level filled in, then its kind and theme.

    The requirement comes first, as results begin with it.
    """
    levels = version.parsed.levels
    lowest = levels[min(levels)]
    parts = [
        filled(text, levels.get(_level(block), lowest), language)
        for block, text in sorted(blocks.items(), key=lambda item: (not item[0].startswith("requirement."), item[0]))
        if block != "title"
    ]
    with override(language):
        words = f"{version.criterion.get_kind_display()}. {Theme(version.parsed.theme).label}."
    return " ".join([*filter(None, map(_without_markers, parts)), words])


def _level(block: str) -> int:
    family, _dot, level = block.partition(".")
    return int(level) if family == "requirement" else 0


def _without_markers(text: str) -> str:
    """Paragraphs and list items one after the other."""
    return " ".join(group.text if isinstance(group, Paragraph) else " ".join(group.items) for group in parse(text))


def _member_text(page: CityPage) -> str:
    """What a reader reads on the page, how the member is called, and what it is."""
    organisation: Organisation = page.organisation
    with override(page.locale.language_code):
        words = [str(organisation.get_kind_display()), str(organisation.get_legal_type_display())]
    return as_sentences([page.plain_text(), *words])


def _page_path(page: PortalPage) -> str:
    """ "/background/" for "/sv/background/"."""
    _site, _root, path = page.get_url_parts()
    return "/" + str(path).split("/", 2)[2]
