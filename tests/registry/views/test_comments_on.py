"""The page of all comments on one block: where there are too many for the page of the consultation."""

import pytest

from registry.consultations.reading import PER_PAGE, SHOWN
from tests.factories.drafts import CommentFactory
from tests.registry.views.consulted import address, may_be_found, stricter
from tests.registry.views.pages import all_words, parsed

pytestmark = pytest.mark.django_db
SAID = "//li[starts-with(@id, 'comment-')]"


@pytest.fixture
def candidate():
    return stricter()


def marks(page):
    return [int(mark.removeprefix("comment-")) for mark in parsed(page).xpath(f"{SAID}/@id")]


def test_consultation_shows_the_first_and_leads_to_all(client, candidate):
    made = CommentFactory.create_batch(SHOWN + 2, candidate=candidate, block="purpose")

    page = client.get(address(candidate.version))

    assert marks(page) == [each.pk for each in made[:SHOWN]]
    [link] = parsed(page).xpath("//a[contains(@href, '/comments/')]")
    assert (link.text_content(), link.get("href")) == (
        f"Read all {SHOWN + 2} comments: Purpose",
        address(candidate.version, "comments/?block=purpose"),
    )


def test_page_has_the_text_and_all_comments_on_it_a_page_at_a_time(client, candidate):
    made = CommentFactory.create_batch(PER_PAGE + 1, candidate=candidate, block="purpose")
    CommentFactory(candidate=candidate, block="title")

    pages = [client.get(address(candidate.version, f"comments/?block=purpose&page={number}")) for number in (1, 2)]

    assert [mark for page in pages for mark in marks(page)] == [each.pk for each in made]
    assert all_words(pages[0], "//main//h2") == ["The text", f"{PER_PAGE + 1} comments"]
    assert "?block=purpose&page=2" in parsed(pages[0]).xpath("//nav[@aria-label='Pages']//a/@href")
    assert not may_be_found(pages[0])


def test_comments_on_the_whole_text_have_a_page_too(client, candidate):
    comment = CommentFactory(candidate=candidate, block="")

    page = client.get(address(candidate.version, "comments/"))

    assert (marks(page), all_words(page, "//p[@class='lead']")) == ([comment.pk], ["On the whole text"])
    assert address(candidate.version, "comment/") in parsed(page).xpath("//main//a/@href")


def test_block_without_comments_leads_back(client, candidate):
    page = client.get(address(candidate.version, "comments/?block=title"))

    assert all_words(page, "//div[@class='empty-state']") == ["Nobody has commented yet. See the consultation"]


@pytest.mark.parametrize("block", ["nothing", "requirement.9", "<script>"])
def test_block_that_is_none_is_not_found(client, candidate, block):
    assert client.get(address(candidate.version, "comments/"), {"block": block}).status_code == 404


@pytest.mark.parametrize("count", [1, PER_PAGE])
def test_page_takes_the_same_queries_however_many_there_are(client, django_assert_num_queries, count):
    candidate = stricter()
    CommentFactory.create_batch(count, candidate=candidate, block="purpose")

    with django_assert_num_queries(9):
        client.get(address(candidate.version, "comments/?block=purpose"))
