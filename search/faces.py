"""What of an experience can be found: what one of its faces tells, in the language in which it is written."""

from collections.abc import Iterator, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.experiences.enums import Again, Challenge, ContractType, Procedure, Stage, Topic
from portal.experiences.models import Face
from portal.experiences.pages import shown_amount
from portal.experiences.shown import Shown, ShownCitation, ShownOutcome
from portal.members.countries import country_name
from registry.models import CriterionVersion
from registry.sealed.texts import texts_in

Versions = Mapping[int, CriterionVersion]  # by id, with criterion and translations


class Origin(TextChoices):
    """What a reader has to know of where something comes from."""

    MEMBERS = "members", _("Members only")
    FICTIONAL = "fictional", _("Fictional")
    PUBLIC_SOURCES = "public_sources", _("Summarised from public sources")


def text_of(face: Face, shown: Shown, versions: Versions) -> str:
    """All but the title, what was learned first; ``shown`` is the face's content."""
    with override(face.language):
        return " ".join(filter(None, (*_told(face, shown, versions), *_facts(face, shown))))


def codes_of(face: Face, shown: Shown, versions: Versions) -> tuple[str, ...]:
    """The reference, the codes of the criteria that it cites, what was bought and the notice."""
    cited = [versions[row.version_id].criterion.code for row in face.citations.all()]
    return tuple(dict.fromkeys(filter(None, [shown.reference, *cited, *shown.cpv, shown.notice])))


def facets_of(face: Face, shown: Shown) -> dict[str, tuple[str, ...]]:
    """By what experiences are narrowed down, and what a card tells; nothing for what is not told."""
    found = {
        "country": (face.country,),
        "buyer": (buyer_of(face),),
        "year": (str(face.year),),
        "value_band": (face.value_band,),
        "procedure": (face.procedure,),
        "contract_type": (face.contract_type,),
        "stage": (face.stage,),
        "again": (face.again,),
        "theme": tuple(sorted({row.theme for row in face.citations.all()})),
        "origin": tuple(_origins(face)),
    }
    return {name: values for name, values in found.items() if any(values)}


def buyer_of(face: Face) -> str:
    """One name in all languages, the English one of a member; a bar would part it in two where it is packed."""
    organisation = face.experience.organisation
    return (organisation.name if organisation else face.experience.buyer).replace("|", " ")


def _origins(face: Face) -> Iterator[str]:
    if not face.is_public:  # in any of its faces
        yield Origin.MEMBERS.value
    if face.experience.is_fictional:
        yield Origin.FICTIONAL.value
    if face.experience.organisation_id is None:
        yield Origin.PUBLIC_SOURCES.value


def _told(face: Face, shown: Shown, versions: Versions) -> Iterator[str]:
    """What its authors have written."""
    yield shown.summary
    for lesson in shown.lessons or ():
        yield f"{Topic(lesson.topic).label}: {lesson.text}"
    if shown.outcome:
        yield from _outcome(shown.outcome)
    for citation in shown.criteria or ():
        version = versions[citation.version_id]
        yield f"{version.criterion.code} {texts_in(version, face.language).title}."
        yield from _wording(citation)
    yield from (document.title for document in shown.documents)
    yield shown.source_title


def _outcome(outcome: ShownOutcome) -> Iterator[str]:
    yield outcome.challenge_text
    yield outcome.again_text
    yield from (supplier.name for supplier in outcome.suppliers)


def _wording(citation: ShownCitation) -> tuple[str, ...]:
    return citation.change, citation.change_reason, citation.verification_text, citation.relaxed


def _facts(face: Face, shown: Shown) -> Iterator[str]:
    """Sentences of one fact each: how the buyer is called, where it is, what it did."""
    organisation = face.experience.organisation
    names = [organisation.name, organisation.own_name] if organisation else [face.experience.buyer]
    facts = [*names, country_name(face.country), shown.nuts, str(face.year)]
    facts += [_label(Stage, face.stage), _label(Procedure, face.procedure), _label(ContractType, face.contract_type)]
    if shown.outcome:
        facts += [_label(Challenge, shown.outcome.challenge), _label(Again, shown.outcome.again)]
    if shown.values:
        amounts = (shown.values.estimated, shown.values.awarded)
        facts += [shown_amount(amount, shown.values.currency) for amount in amounts]
    yield from (f"{fact}." for fact in facts if fact)


def _label(words: type[TextChoices], value: str) -> str:
    return str(words(value).label) if value else ""
