"""No page mixes languages: what is not in the language of the page says so, for eyes, ears and hyphenation."""

from collections.abc import Iterator

import pytest
from lxml.html import HtmlElement, fromstring

from tests.languages import foreign_words
from tests.pages.table import spoken, visits

LANGUAGES = ("en", "sv", "nb", "fi", "da")
NOT_READ = {"script", "style", "template", "code", "kbd", "svg"}
# Names that are the same in every language, and examples of what to type.
NAMES = (
    "City of Malmö",
    "City of Example",
    "Creative Commons Attribution",
    "Make ICT Fair",
)


def read(element: HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    """Each piece of text below an element with the language that it is said to be in."""
    if not isinstance(element.tag, str) or element.tag in NOT_READ:
        return
    own = element.get("lang") or language
    if element.text:
        yield own, element.text
    for child in element:
        yield from read(child, own)
        if child.tail:
            yield own, child.tail


def mixed(html: bytes) -> set[str]:
    """Pieces of a page that have words of another language than the one that they are said to be in."""
    tree = fromstring(html.decode())
    found = set()
    for language, text in read(tree, tree.get("lang", "")):
        plain = " ".join(text.split())
        for name in NAMES:
            plain = plain.replace(name, "")
        if words := foreign_words(plain, language[:2]):
            found.add(f"{language} {sorted(words)}: {plain[:120]}")
    return found


@pytest.mark.django_db(transaction=True)
def test_no_page_mixes_languages(scene):
    found: dict[str, set[str]] = {}
    for visit in visits():
        if visit.path.startswith("/admin/"):
            continue  # the frame is Wagtail's, and only partly translated
        language = LANGUAGES[visit.number % len(LANGUAGES)]
        scene.speak(language)
        path = spoken(scene.address(visit.path), language)
        if faults := mixed(scene.clients[visit.reader].get(path).content):
            found[path] = faults

    assert found == {}


def test_mixed_sentence_is_found():
    html = '<html lang="sv"><body><p>Det är the text.</p><p>Ett <b lang="en">of the</b></p></body></html>'

    assert mixed(html.encode()) == {"sv ['the']: Det är the text."}
