"""Pages that change all the time: the services of the CMS where one writes so, plain rows and an event for speed."""

import random
import time
from threading import Event

from django.db import connection, transaction
from wagtail.models import PageViewRestriction

from portal.cms.models import ContentPage
from portal.outbox.models import OutboxEvent
from tests.chaos.ledger import COMMON, Ledger, word_of
from tests.factories.cms import home_in, page_under

BY_SERVICE = 0.15  # of all writes
HIDING, RESTRICTING = 0.25, 0.05


def make_pages(ledger: Ledger, count: int) -> list[int]:
    """The ids of so many published pages, in the order of the ledger."""
    home = home_in()
    ids = []
    for _ in range(count):
        number = ledger.add_page()
        texts = _texts(word_of(number, 0))
        ids.append(page_under(home, ContentPage, slug=f"page-{number}", **texts).pk)
    return ids


class Writer:
    """Changes the pages that are its own, one after the other."""

    def __init__(self, ledger: Ledger, ids: list[int], mine: range, seed: int) -> None:
        self.ledger, self.ids, self.mine = ledger, ids, mine
        self.chance = random.Random(seed)

    def run(self, writes: int, seconds: float, stop: Event) -> None:
        """Make so many writes, spread over the time if that is long enough."""
        begun = time.monotonic()
        for done in range(writes):
            if stop.is_set():
                break
            self.change(self.chance.choice(self.mine))
            time.sleep(max(0.0, begun + (done + 1) * seconds / writes - time.monotonic()))
        connection.close()

    def change(self, number: int) -> None:
        """The next state of one page, committed when this returns."""
        is_visible = self.ledger.pages[number][-1].is_visible
        by_service = self.chance.random() < BY_SERVICE
        pk, step = self.ids[number], self.chance.random()
        if is_visible and step < RESTRICTING:
            self.ledger.begin(number, is_visible=False, has_own_word=False)
            PageViewRestriction.objects.create(page_id=pk, restriction_type=PageViewRestriction.LOGIN)
        elif is_visible and step < HIDING and by_service:
            self.ledger.begin(number, is_visible=False, has_own_word=False)
            ContentPage.objects.get(pk=pk).unpublish()
        else:
            self._write(number, pk, is_visible=step >= HIDING, by_service=by_service)
        self.ledger.acknowledge(number)

    def _write(self, number: int, pk: int, *, is_visible: bool, by_service: bool) -> None:
        texts = _texts(self.ledger.begin(number, is_visible=is_visible))
        with transaction.atomic():
            page = ContentPage.objects.get(pk=pk)
            if is_visible:
                for restriction in PageViewRestriction.objects.filter(page=page):
                    restriction.delete()
            if is_visible and by_service:
                page.title, page.lead = texts["title"], texts["lead"]
                page.save_revision().publish()
            else:
                ContentPage.objects.filter(pk=pk).update(live=is_visible, **texts)
                name = "cms.page_published" if is_visible else "cms.page_unpublished"
                OutboxEvent.objects.record(name, page)


def _texts(word: str) -> dict[str, str]:
    return {"title": f"A {COMMON} of {word}", "lead": f"It is lit by {word}."}
