"""The pages of consultations in a real browser: axe finds nothing, nothing scrolls sideways, comments need no script."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from portal.letters.services import issue_link
from registry.models import MarketAnswer
from registry.services.consulting import answer_market, comment_as_public, link_to_confirm
from tests.factories.drafts import CommentFactory
from tests.factories.members import OrganisationFactory
from tests.registry.views.consulted import address, newcomer, stricter

SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}


@pytest.fixture
def paths(transactional_db):
    """Every kind of page."""
    candidate = stricter()
    version = candidate.version
    words = {"candidate": candidate, "text": "A sentence. " * 20}
    CommentFactory(**words, name="A person with a rather long name of an organisation")
    CommentFactory(**words, block="purpose", disposition="partly", answer="We do so.", answered_at=timezone.now())
    CommentFactory(**words, block="", organisation=OrganisationFactory(), disposition="rejected", answer="No.")
    MarketAnswer.objects.create(
        candidate=candidate, level=1, readiness="today", company="Maker", email="a@b.example", verified_at=timezone.now()
    )
    said = comment_as_public(candidate.pk, block="title", text="Why?", language="en", email="a@example.org")
    supplied = answer_market(candidate.pk, level=1, readiness="not", company="Maker", email="c@example.org")
    links = [link_to_confirm(said), link_to_confirm(supplied), "forged"]
    issue_link("other", 1, email="a@example.org", lifetime=timedelta(days=1))
    return [
        "/en/criteria/consultations/",
        "/fi/criteria/consultations/",
        address(version),
        address(version, language="fi"),
        address(newcomer().version),
        address(version, "comment/?block=requirement.1"),
        address(version, "comment/"),
        address(version, "suppliers/"),
        address(version, "sent/"),
        *(f"/en/criteria/consultations/confirm/{token}/" for token in links),
        version.get_absolute_url(),
        version.base_version.get_absolute_url(),
    ]


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
def test_no_page_has_a_fault(page, watch, paths, size):
    page.set_viewport_size(size)
    watch.allow("410")
    found = {}
    for path in paths:
        page.goto(path)
        faults = [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[path] = faults + ([f"scrolls sideways to {wide}"] if wide > size["width"] else [])

    assert {path: faults for path, faults in found.items() if faults} == {}
