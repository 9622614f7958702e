"""What has to be said beside a sealed text wherever it is shown or taken away: errata, deprecation, withdrawal."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from registry.enums import StatusKind
from registry.models import CriterionVersion, StatusEvent
from registry.sealed.texts import Text
from registry.takeaway.standing import Standing, erratum_of, in_language


def notes_on(version: CriterionVersion, language: str) -> tuple[Text, ...]:
    """For a row of a list or an annex, from ``with_status()`` and ``with_errata()``; no query."""
    with override(language):
        said = {
            StatusKind.DEPRECATED: _("This version is deprecated: see what replaces it."),
            StatusKind.WITHDRAWN: _("This version is withdrawn: take it out, or read what to use instead."),
        }
    status = version.status
    ended = (Text(said[StatusKind(status)], language),) if status in said else ()
    return ended + errata_of(version, language)


def errata_of(version: CriterionVersion, language: str) -> tuple[Text, ...]:
    """From ``with_errata()``, each with its heading."""
    return tuple(with_heading(note) for event in version.errata if (note := erratum_of(event, language)))


def notes_of(standing: Standing, language: str) -> tuple[Text, ...]:
    """For the page or file of one version: its sentence unless it is simply in force, the reason, the errata."""
    is_plain = standing.kind == StatusKind.PUBLISHED
    said = () if is_plain else (Text(standing.sentence, language), standing.reason, standing.why_nothing)
    return tuple(text for text in said if text) + tuple(with_heading(note) for note in standing.errata)


def with_heading(note: Text) -> Text:
    """ "Erratum: Read 80 % for 8 %." in the language of the note."""
    with override(note.lang):
        return Text(f"{_('Erratum')}: {note}", note.lang)


def words_of(event: StatusEvent, language: str) -> Text | None:
    """What was written of one event: the note of an erratum, else its reason."""
    if event.kind == StatusKind.ERRATUM:
        return erratum_of(event, language)
    return in_language(event.parsed_details.get("reason"), language)
