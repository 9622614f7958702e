"""What an audience sees of an edition: the one place that decides it."""

from collections.abc import Callable
from decimal import Decimal

from portal.experiences.anonymous import letter_name, nameless
from portal.experiences.bands import band_of
from portal.experiences.enums import Audience, Section
from portal.experiences.models import Citation, Edition, ExperienceDocument
from portal.experiences.shown import (
    Shown,
    ShownCitation,
    ShownDocument,
    ShownLesson,
    ShownOutcome,
    ShownSupplier,
    ShownValues,
)
from portal.files.models import Verdict

FEWEST_BIDS = 3  # with fewer, or an unknown number, a figure may tell what a certain bidder offered
Words = Callable[[str], str]


def shown_to(edition: Edition, audience: Audience) -> Shown:
    """An edition as an audience sees it; call it for one that may see the record at all.

    Reads citations with their versions, lessons, suppliers and documents: prefetch them for many.
    """
    # Long because every field is decided here, side by side, and nowhere else.
    suppliers = [supplier.name for supplier in edition.suppliers.all()]
    hides_names = edition.suppliers_anonymous and audience is not Audience.OWN
    words = nameless(suppliers, edition.language) if hides_names else _as_it_is
    keeps_back = audience is Audience.EVERYONE and (edition.bids is None or edition.bids < FEWEST_BIDS)

    def sees(section: Section) -> bool:
        return edition.audience_of(section).width >= audience.width

    return Shown(
        reference=edition.experience.reference,
        audience=audience.value,
        title=words(edition.title),
        language=edition.language,
        summary=words(edition.summary),
        country=edition.country,
        nuts=edition.nuts,
        year=edition.year,
        stage=edition.stage,
        procedure=edition.procedure,
        contract_type=edition.contract_type,
        cpv=tuple(edition.cpv),
        notice=edition.notice,
        lots=edition.lots,
        duration=edition.duration,
        extension=edition.extension,
        source_title=words(edition.source_title),
        source_url=edition.source_url if words(edition.source_url) == edition.source_url else "",
        value_band=_band(edition, keeps_back) if sees(Section.VALUES) else "",
        values=_values(edition, keeps_back) if sees(Section.VALUES) else None,
        criteria=_criteria(edition, words, keeps_back or not sees(Section.OUTCOME)) if sees(Section.CRITERIA) else None,
        outcome=_outcome(edition, words, keeps_back, hides_names, sees(Section.VALUES))
        if sees(Section.OUTCOME)
        else None,
        lessons=_lessons(edition, words) if sees(Section.LESSONS) else None,
        contact=words(edition.contact_role) if sees(Section.CONTACT) else None,
        documents=tuple(_document(row, words) for row in edition.documents.all() if _is_given(row, sees)),
        more_for_members=_more_for_members(edition) if audience is Audience.EVERYONE else (),
    )


def _as_it_is(text: str) -> str:
    return text


def _band(edition: Edition, keeps_back: bool) -> str:
    value = edition.estimated_value if keeps_back or edition.estimated_value is not None else edition.awarded_value
    return band_of(value, edition.currency) or ""


def _values(edition: Edition, keeps_back: bool) -> ShownValues:
    return ShownValues(
        currency=edition.currency,
        estimated=_amount(edition.estimated_value),
        awarded="" if keeps_back else _amount(edition.awarded_value),
    )


def _amount(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _is_number(value: str) -> bool:
    """A bidder may be called "3": no number is its name."""
    return not any(character.isalpha() for character in value)


def _criteria(edition: Edition, words: Words, without_outcome: bool) -> tuple[ShownCitation, ...]:
    return tuple(_citation(row, words, without_outcome) for row in edition.citations.all())


def _citation(row: Citation, words: Words, without_outcome: bool) -> ShownCitation:
    """How many bidders met it belongs to what happened; the wording and its proof to the criteria."""
    return ShownCitation(
        version_id=row.version_id,
        citation=str(row.version),
        level=row.level,
        values={code: value if _is_number(value) else words(value) for code, value in row.values.items()},
        cited_as=row.cited_as,
        cited_hash=row.cited_hash,
        usage=row.usage,
        change=words(row.change),
        change_reason=words(row.change_reason),
        bidders_met=None if without_outcome else row.bidders_met,
        verification=row.verification,
        verification_text=words(row.verification_text),
        relaxed=words(row.relaxed),
    )


def _outcome(edition: Edition, words: Words, keeps_back: bool, hides_names: bool, sees_values: bool) -> ShownOutcome:
    return ShownOutcome(
        bids=None if keeps_back else edition.bids,
        has_few_bids=keeps_back and edition.bids is not None,
        price_outcome="" if keeps_back else edition.price_outcome,
        price_difference=_difference(edition) if sees_values and not keeps_back else "",
        challenge=edition.challenge,
        challenge_text=words(edition.challenge_text),
        again=edition.again,
        again_text=words(edition.again_text),
        suppliers=tuple(
            ShownSupplier(
                name=letter_name(place, edition.language) if hides_names else row.name, is_winner=row.is_winner
            )
            for place, row in enumerate(edition.suppliers.all())
        )
        if not keeps_back
        else (),
    )


def _difference(edition: Edition) -> str:
    """The awarded value against the estimated one, in whole percent: "-4"."""
    if not edition.estimated_value or edition.awarded_value is None:
        return ""
    share = (edition.awarded_value - edition.estimated_value) / edition.estimated_value * 100
    return f"{round(share):+d}" if round(share) else "0"


def _lessons(edition: Edition, words: Words) -> tuple[ShownLesson, ...]:
    return tuple(ShownLesson(topic=row.topic, text=words(row.text)) for row in edition.lessons.all())


def _is_given(row: ExperienceDocument, sees: Callable[[Section], bool]) -> bool:
    return row.verdict == Verdict.CLEAN and sees(Section(row.section))


def _document(row: ExperienceDocument, words: Words) -> ShownDocument:
    return ShownDocument(
        pk=row.pk,
        title=words(row.title or row.name),
        section=row.section,
        content_type=row.content_type,
        size=row.size,
        language=row.language,
    )


def _more_for_members(edition: Edition) -> tuple[str, ...]:
    """Sections with something in them that members see and the public does not."""
    filled = {
        Section.VALUES: edition.estimated_value is not None or edition.awarded_value is not None,
        Section.CRITERIA: bool(edition.citations.all()),
        Section.OUTCOME: edition.bids is not None or bool(edition.challenge or edition.again),
        Section.LESSONS: bool(edition.lessons.all()),
        Section.CONTACT: bool(edition.contact_role),
    }
    return tuple(
        section.value
        for section, has_content in filled.items()
        if has_content and edition.audience_of(section) is Audience.MEMBERS
    )
