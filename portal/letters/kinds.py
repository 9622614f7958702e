"""Which letters there are: each app registers its kinds when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

if TYPE_CHECKING:
    from portal.letters.models import Letter

Context = Callable[["Letter"], "dict[str, Any] | None"]
_kinds: dict[str, Context] = {}
LINK = "{link}"  # in an edited letter, stands for the address that is made when it is sent


@dataclass(frozen=True)
class Words:
    """A letter in words: a subject of one line and a body of plain text."""

    subject: str
    body: str
    unsubscribe: str = ""  # the address that stops such letters; mail programs show a button for it
    reply_to: str = ""  # whom an answer goes to; empty: the portal


def register_letter(kind: str, context: Context) -> None:
    """Let ``templates/letters/<kind with slashes>.txt`` be filled with what ``context`` gives for a letter.

    The first line of the template is the subject. ``context`` runs in the letter's language, in the transaction that
    sends it; ``link`` in what it returns is the address to follow, ``unsubscribe`` the one that stops such letters,
    ``reply_to`` the person whom an answer goes to. None means that there is nothing to say any more, and the letter is
    dropped.
    """
    _kinds[kind] = context


def compose(letter: "Letter") -> Words | None:
    """The words of a letter in its language, with its link; None if there is nothing to say any more.

    Raises KeyError for a kind that nobody has registered.
    """
    with override(letter.language):
        context = _kinds[letter.kind](letter)
        if context is None:
            return None
        words = written(letter.kind, context)
        if letter.body:
            return Words(words.subject, letter.body.replace(LINK, str(context.get("link", ""))))
        return words


def written(kind: str, context: dict[str, Any]) -> Words:
    """The template of a kind filled in, in the active language."""
    text = render_to_string(f"letters/{kind.replace('.', '/')}.txt", {"site": settings.BASE_URL, **context})
    subject, _newline, body = text.strip().partition("\n")
    ways = {name: context.get(name, "") for name in ("unsubscribe", "reply_to")}
    return Words(" ".join(subject.split()), body.strip() + "\n", **ways)


def address(name: str, *arguments: object, language: str) -> str:
    """The full address of a view under the configured host, in a language."""
    with override(language):
        return settings.BASE_URL + reverse(name, args=arguments)
