"""The pages of consultations in a real browser: axe finds nothing, nothing scrolls sideways, no script is needed."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.core.guarded import LEAST_SECONDS
from registry.models import Comment, MarketAnswer
from registry.services.consulting import answer_market, comment_as_public, link_to_confirm
from tests.axe import look
from tests.browser import follow
from tests.factories.drafts import CommentFactory
from tests.factories.members import OrganisationFactory
from tests.registry.views.consulted import address, mailed_link, newcomer, stricter

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
        candidate=candidate,
        level=1,
        readiness="today",
        company="Maker",
        email="a@b.example",
        verified_at=timezone.now(),
    )
    said = comment_as_public(candidate.pk, block="title", text="Why?", language="en", email="a@example.org")
    supplied = answer_market(candidate.pk, level=1, readiness="not", company="Maker", email="c@example.org")
    links = [link_to_confirm(said), link_to_confirm(supplied), "forged"]
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
        found[path] = look(page).faults

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("kind", ["page", "page_without_script"])
def test_comment_of_the_public_is_written_mailed_and_confirmed(request, transactional_db, mailoutbox, kind):
    page, version = request.getfixturevalue(kind), stricter().version
    page.goto(address(version))
    follow(page.locator("a[href$='?block=purpose']"))
    page.get_by_label("Your comment").fill("Say how much longer.")
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.wait_for_timeout(LEAST_SECONDS * 1_000 + 100)
    follow(page.get_by_role("button", name="Send the comment"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")

    page.goto(mailed_link(mailoutbox))
    follow(page.get_by_role("button", name="Confirm"))

    comment = Comment.objects.get()
    assert page.url.endswith(f"{address(version)}#comment-{comment.pk}")
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("Say how much longer.")
