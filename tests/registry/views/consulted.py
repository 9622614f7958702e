"""Candidates as the pages of consultations show them, and what people send to those pages."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from portal.letters.sending import send_waiting
from registry.consultations.reading import Consultation, consultation_on
from registry.models import Candidate, CriterionVersion
from tests.factories.drafts import DraftFactory, in_consultation
from tests.factories.guarded import guards
from tests.factories.registry import RegisterFactory, battery_content

OPENED = date(2026, 11, 16)  # a week before the day on which pages are looked at
SUMMARY = {"en": "Level 1 asks for more cycles.", "sv": "Nivå 1 kräver fler cykler."}


def stricter(**fields: Any) -> Candidate:
    """A candidate that changes level 1 and the purpose, open for comments since a week."""
    body = battery_content(
        levels={1: {"cycles": "900", "share": "80"}, 2: {"cycles": "1000", "share": "80"}},
        blocks={"purpose": "A battery that lasts keeps a phone in use for longer."},
    )
    return in_consultation(DraftFactory.create(body=body, summary=SUMMARY, **fields), on=OPENED)


def newcomer() -> Candidate:
    """The candidate of a criterion that has no version yet."""
    new = {"base_version": None, "criterion": None, "code": "NEW-01", "kind": "technical_specification"}
    return in_consultation(DraftFactory.create(register=RegisterFactory(), summary={}, **new), on=OPENED)


def read(candidate: Candidate, language: str = "en", on: date = OPENED) -> Consultation:
    """The consultation on a candidate, as its page has it."""
    version = CriterionVersion.objects.with_translations().select_related("criterion").get(pk=candidate.version_id)
    consultation = consultation_on(version, on=on, language=language)
    assert consultation is not None
    return consultation


def address(version: CriterionVersion, page: str = "", *, language: str = "en") -> str:
    """Of a page of the consultation on a candidate: "comment/?block=title"."""
    return f"/{language}/criterion/{version.criterion.slug}/{version.number}/consultation/{page}"


def comment(client: Client, version: CriterionVersion, *, block: str = "", language: str = "en", **words: str) -> Any:
    """Send the public's form."""
    form = {**guards("registry.comment"), "text": "Why so much?", "name": "", "email": "anna@example.org", **words}
    return client.post(address(version, f"comment/?block={block}", language=language), form)


def answer(client: Client, version: CriterionVersion, **words: str) -> Any:
    """Send the suppliers' form."""
    form = {**guards("registry.market"), "company": "Maker", "email": "sales@example.org", **words}
    return client.post(address(version, "suppliers/"), form)


def mailed_link(mailoutbox: list[Any]) -> str:
    """The path of the link in the newest letter, after all that waited were sent."""
    send_waiting()
    [line] = [line for line in mailoutbox[-1].body.splitlines() if line.startswith("http")]
    return "/" + line.split("/", 3)[3]


def may_be_found(response: HttpResponse) -> bool:
    """Whether search engines may keep the page."""
    return '<meta name="robots" content="noindex">' not in response.content.decode()
