"""No page mixes languages: what is not in the language of the page says so, for eyes, ears and hyphenation."""

import re
from collections.abc import Iterable, Iterator

import pytest
from lxml.html import HtmlElement, fromstring

from portal.experiences.models import TenderExperience
from tests.languages import foreign_words
from tests.pages.table import spoken, visits

LANGUAGES = ("en", "sv", "nb", "fi", "da")
# The title of a page is one text and can have only one language.
NOT_READ = {"script", "style", "template", "code", "kbd", "svg", "pre", "title"}
CITATIONS = re.compile(r"cit(e|ation)\b")  # they name what was written in whichever language, as one text
# Names that are the same in every language, and examples of what to type.
NAMES = (
    "Head of procurement",  # as an applicant wrote it
    "Socially Responsible Public Procurement of ICT",
    "City of Malmö",
    "City of Example",
    "Creative Commons Attribution",
    "Make ICT Fair",
)


def read(element: HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    """Each piece of text below an element with the language that it is said to be in."""
    if not isinstance(element.tag, str) or element.tag in NOT_READ or CITATIONS.match(element.get("id", "")):
        return
    own = element.get("lang") or language
    if element.text:
        yield own, element.text
    for child in element:
        yield from read(child, own)
        if child.tail:
            yield own, child.tail


def mixed(html: bytes, names: Iterable[str] = NAMES) -> set[str]:
    """Pieces of a page that have words of another language than the one that they are said to be in."""
    tree = fromstring(html.decode())
    found = set()
    for language, text in read(tree, tree.get("lang", "")):
        plain = " ".join(text.split())
        for name in names:
            plain = plain.replace(name, "")
        if words := foreign_words(plain, language[:2]):
            found.add(f"{language} {sorted(words)}: {plain[:120]}")
    return found


@pytest.mark.django_db(transaction=True)
def test_no_page_mixes_languages(scene):
    found: dict[str, set[str]] = {}
    names = [*NAMES, *TenderExperience.objects.exclude(buyer="").values_list("buyer", flat=True)]
    for visit in visits():
        if visit.path.startswith("/admin/"):
            continue  # the frame is Wagtail's, and only partly translated
        language = LANGUAGES[visit.number % len(LANGUAGES)]
        scene.speak(language)
        path = spoken(scene.address(visit.path), language)
        if faults := mixed(scene.clients[visit.reader].get(path).content, names):
            found[path] = faults

    assert found == {}


def test_mixed_sentence_is_found():
    html = '<html lang="sv"><body><p>Det är the text.</p><p>Ett <b lang="en">of the</b></p></body></html>'

    assert mixed(html.encode()) == {"sv ['the']: Det är the text."}
