"""CSV: one row per level of a version. No cell can become a formula."""

import io

from defusedcsv import csv
from django.conf import settings
from django.utils.timezone import localdate

from registry.models import CriterionVersion
from registry.sealed.texts import texts_in
from registry.sealed.wording import as_plain
from registry.takeaway.reading import read_proof
from registry.takeaway.standing import standing_of
from registry.takeaway.status_notes import notes_of

COLUMNS = (
    "code",
    "version",
    "kind",
    "level",
    "language",
    "title",
    "requirement",
    "proof",
    "follow_up",
    "uri",
    "status",
    "notes",
)


def version_csv(version: CriterionVersion, language: str) -> bytes:
    """Every level of a version in a language, as UTF-8 with a byte order mark, which spreadsheets look for."""
    texts = texts_in(version, language)
    content = version.parsed
    standing = standing_of(list(version.events.all()), on=localdate(), language=language)
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for level, values in sorted(content.levels.items()):
        requirement, follow_up = texts[f"requirement.{level}"], texts["follow_up"]
        writer.writerow(
            [
                version.criterion.code,
                str(version.number),
                version.criterion.kind,
                str(level),
                requirement.lang,
                texts.title,
                as_plain(requirement, values, requirement.lang),
                "\n".join(proof.plain for proof in read_proof(version, texts, values)),
                as_plain(follow_up, values, follow_up.lang),
                settings.BASE_URL + version.get_permanent_path(),
                standing.kind,
                "\n".join(notes_of(standing, language)),
            ]
        )
    return target.getvalue().encode("utf-8-sig")
