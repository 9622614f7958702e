"""Where somebody can go from a page of results: other words, a feed, a saved search, people to ask."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode

from portal.accounts.models import User
from portal.core.access import can
from search.asking import synonyms_of
from search.forms import address
from search.places import place
from search.queries import SearchQuery


@dataclass(frozen=True)
class Ways:
    query: SearchQuery
    can_save: bool
    user: User | AnonymousUser | None  # who has signed in

    @property
    def can_ask(self) -> bool:
        """The other members; looked up only where nothing was found, which is where it is shown."""
        return self.user is not None and can(self.user, "search.ask")

    @property
    def can_sign_in(self) -> bool:
        return self.user is None

    @cached_property
    def synonyms(self) -> list[str]:
        """The words that were looked for beside those that were typed."""
        return synonyms_of(self.query)

    @cached_property
    def feed_url(self) -> str:
        return place("feed") + address(self.query)

    @property
    def search_url(self) -> str:
        return place("search")

    @property
    def description_url(self) -> str:
        """Of what browsers read to search here."""
        return place("opensearch")

    @cached_property
    def ask_url(self) -> str:
        return f"{reverse('search:ask')}?{urlencode({'q': self.query.text})}"

    @property
    def encoded(self) -> str:
        """The search as a form sends it to be saved."""
        return address(self.query).removeprefix("?")

    @property
    def is_about_something(self) -> bool:
        """Whether anything was asked, so that saving it makes sense."""
        return bool(self.encoded)
