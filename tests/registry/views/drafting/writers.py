"""People of a city who write its drafts, and the addresses of their pages."""

from typing import Any

from django.test import Client

from portal.accounts.models import User
from registry.models import Draft
from registry.services.drafting import save
from tests.factories.accounts import city_editor
from tests.factories.registry import battery_content
from tests.registry.writing.sent import typed

LIST, START = "/en/me/drafts/", "/en/me/drafts/start/"


def writer_of(client: Client, draft: Draft) -> User:
    """Somebody of the city that proposes a draft, whose browser this is from now on."""
    user = city_editor(draft.proposed_by)
    client.force_login(user)
    return user


def page_of(draft: Draft, rest: str = "") -> str:
    return f"{LIST}{draft.pk}/{rest}"


def posted(client: Client, draft: Draft, do: str = "save", **changes: Any) -> Any:
    """The answer to the form of the editor, with some fields typed over."""
    return client.post(page_of(draft), {**typed(draft, **changes), "do": do})


def saved_by_another(draft: Draft, *, seen: int = 1, **words: Any) -> User:
    """Somebody else of the city saves other words."""
    other = city_editor(draft.proposed_by)
    words = {"content": battery_content(theme="climate"), "summary": {"en": "Theirs."}, **words}
    save(draft.pk, **words, seen=seen, actor=other)
    return other
