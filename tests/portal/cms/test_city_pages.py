"""The words of a member's page: drafted for it, written by its editors, published when they are ready."""

import re
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.cms.city_pages import (
    CityText,
    begin_pages,
    draft_city_pages,
    draft_of,
    publish_page,
    save_text,
    text_of,
    unpublish_page,
)
from portal.cms.models import CityPage, MembersPage
from portal.members.enums import OrganisationKind
from portal.members.errors import ChangedMeanwhile, PageArranged, PageLocked
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.cms import block, home_in, page_under
from tests.factories.members import OrganisationFactory
from tests.races import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", own_name="Exempelstad", slug="example")


@pytest.fixture
def editor(organisation):
    return city_editor(organisation)


@pytest.fixture
def drafted(organisation, editor):
    """A draft page and its editor."""
    return page_of(organisation), editor


def page_of(organisation, language="en"):
    """The draft page of an organisation in one language."""
    page_under(home_in(language), MembersPage, title="Members", slug="members")
    draft_city_pages(organisation)
    return CityPage.objects.get(organisation=organisation, locale__language_code=language)


def written(page):
    """The words of the newest draft."""
    return text_of(draft_of(CityPage.objects.get(pk=page.pk)))


def saved(page, lead="We buy fair phones.", body="First.\n\nSecond.", *, actor, seen=None):
    return save_text(page.pk, CityText(lead, body), seen=seen or written(page).seen, actor=actor)


def events():
    return list(OutboxEvent.objects.filter(name__startswith="cms.").values_list("name", flat=True))


def test_pages_are_drafted_in_every_language_that_lists_members(organisation):
    for language in ("en", "sv"):
        page_under(home_in(language), MembersPage, title="Members", slug="members")
    home_in("fi")

    made = draft_city_pages(organisation)

    assert [(page.locale.language_code, page.title, page.slug, page.live) for page in made] == [
        ("en", "City of Example", "example", False),
        ("sv", "Exempelstad", "example", False),
    ]
    assert len({page.translation_key for page in made}) == 1
    assert draft_city_pages(organisation) == []


def test_words_are_kept_as_a_draft_that_no_reader_sees(organisation, editor):
    page = page_of(organisation)

    saved(page, actor=editor)

    page.refresh_from_db()
    assert written(page) == CityText("We buy fair phones.", "First.\n\nSecond.")
    assert (page.live, page.lead.startswith("City of Example buys"), len(page.body)) == (False, True, 0)
    assert page.latest_revision.user == editor
    assert events() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One.", "One."),
        ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("One.\n \n\n\nTwo.\n", "One.\n\nTwo."),
        ("A line\nand another.", "A line\nand another."),
        ("<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>"),
        ("Å ä ö: 5 > 3 “quoted”", "Å ä ö: 5 > 3 “quoted”"),
        ("&amp; as typed", "&amp; as typed"),
        ("  ", ""),
    ],
)
def test_plain_text_comes_back_as_it_was_typed(organisation, editor, typed, kept):
    page = page_of(organisation)

    saved(page, body=typed, actor=editor)

    assert written(page).body == kept


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.text(alphabet="aå<>&;\"' /=-#", max_size=12), min_size=1, max_size=5))
def test_no_text_is_lost_or_runs(drafted, lines):
    page, editor = drafted
    text = "\n".join(lines)

    saved(page, body=text, actor=editor)

    kept = written(page).body
    assert [line.strip() for line in kept.splitlines() if line] == [line.strip() for line in lines if line.strip()]
    shown = "".join(str(each.value) for each in draft_of(page_again(page)).body)
    assert set(re.findall(r"<(\w+)", shown)) <= {"p", "br"}


def test_plain_text_is_stored_as_clean_rich_text(organisation, editor):
    page = page_of(organisation)

    saved(page, body="<img src=x onerror=alert(1)>\nTwo & three\n\nFour", actor=editor)

    [text] = draft_of(page_again(page)).body
    assert text.block_type == "text"
    assert text.value.source == ("<p>&lt;img src=x onerror=alert(1)&gt;<br>Two &amp; three</p><p>Four</p>")


def page_again(page):
    return CityPage.objects.get(pk=page.pk)


def test_text_written_in_the_admin_is_plain_if_it_has_only_paragraphs(organisation):
    page = page_of(organisation)
    source = '<p data-block-key="a1b2c">One &amp; two.</p>\n<p data-block-key="d3e4f">Three,<br/>four.</p>'
    page.body = [block("text", source), block("text", "<p>Five.</p>")]
    page.save_revision()

    assert written(page).body == "One & two.\n\nThree,\nfour.\n\nFive."


@pytest.mark.parametrize(
    "blocks",
    [
        [block("heading", "A heading")],
        [block("text", "<p>One.</p>"), block("heading", "A heading")],
        [block("text", "<p>A <b>bold</b> word.</p>")],
        [block("text", '<p>A <a href="https://example.org">link</a>.</p>')],
        [block("text", "<ul><li>A list</li></ul>")],
        [block("quote", {"text": "Words.", "source": "Somebody"})],
    ],
)
def test_page_that_a_coordinator_has_arranged_keeps_its_blocks(organisation, editor, blocks):
    page = page_of(organisation)
    page.body = blocks
    page.save_revision()
    before = [(each.block_type, str(each.value)) for each in draft_of(page_again(page)).body]

    saved(page, lead="A new lead.", body=None, actor=editor)
    with pytest.raises(PageArranged):
        saved(page, body="Plain text instead.", actor=editor)

    draft = draft_of(page_again(page))
    assert written(page) == CityText("A new lead.", None)
    assert [(each.block_type, str(each.value)) for each in draft.body] == before


def test_page_is_published_and_taken_back(organisation, editor):
    page = page_of(organisation)
    saved(page, actor=editor)

    publish_page(page.pk, actor=editor)
    published = page_again(page)
    unpublish_page(page.pk, actor=editor)
    unpublish_page(page.pk, actor=editor)

    assert (published.live, published.lead) == (True, "We buy fair phones.")
    assert page_again(page).live is False
    assert written(page).lead == "We buy fair phones."
    assert events() == ["cms.page_published", "cms.page_unpublished"]


def test_published_page_stays_while_its_draft_changes(organisation, editor):
    page = page_of(organisation)
    publish_page(page.pk, actor=editor)

    saved(page, lead="Not yet.", actor=editor)

    page = page_again(page)
    assert (page.live, page.has_unpublished_changes) == (True, True)
    assert page.lead.startswith("City of Example buys")


def test_words_that_were_changed_meanwhile_are_not_lost(organisation, editor):
    page = page_of(organisation)
    seen = written(page).seen
    saved(page, lead="From a colleague.", actor=coordinator(), seen=seen)

    with pytest.raises(ChangedMeanwhile) as refusal:
        saved(page, lead="Mine.", actor=editor, seen=seen)

    assert written(page).lead == "From a colleague."
    assert str(refusal.value).startswith("What stands here about City of Example was changed meanwhile")


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_saved_at_once_one_is_told():
    organisation = OrganisationFactory(slug="example")
    editor, page = city_editor(organisation), page_of(organisation)
    seen = written(page).seen

    def save(lead):
        return lambda: save_text(page.pk, CityText(lead, ""), seen=seen, actor=editor)

    results = race(save("First."), save("Second."))

    assert sorted(type(result).__name__ for result in results) == ["ChangedMeanwhile", "CityPage"]


def test_nobody_else_writes_publishes_or_begins(organisation):
    page = page_of(organisation)
    intruders = [
        UserFactory(),
        UserFactory(is_superuser=True),
        MembershipFactory(organisation=organisation).user,
        city_editor(),
    ]

    changes = [
        lambda actor: saved(page, actor=actor),
        lambda actor: publish_page(page.pk, actor=actor),
        lambda actor: unpublish_page(page.pk, actor=actor),
        lambda actor: begin_pages(organisation.pk, actor=actor),
    ]
    for actor, change in product(intruders, changes):
        with pytest.raises(PermissionDenied):
            change(actor)

    assert page_again(page).live is False
    assert page.revisions.count() == 1


def test_locked_page_is_left_alone(organisation, editor):
    page = page_of(organisation)
    CityPage.objects.filter(pk=page.pk).update(locked=True)

    for change in (
        lambda: saved(page, actor=editor),
        lambda: publish_page(page.pk, actor=editor),
        lambda: unpublish_page(page.pk, actor=editor),
    ):
        with pytest.raises(PageLocked) as refusal:
            change()

    assert str(refusal.value).endswith("Ask the coordinators to unlock it.")
    assert (page_again(page).live, page.revisions.count()) == (False, 1)


def test_missing_pages_are_begun_by_an_editor(organisation, editor):
    page_under(home_in("en"), MembersPage, title="Members", slug="members")

    assert [page.title for page in begin_pages(organisation.pk, actor=editor)] == ["City of Example"]
    assert begin_pages(organisation.pk, actor=editor) == []


def test_supporter_has_no_page_to_begin():
    supporter = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")
    page_under(home_in("en"), MembersPage, title="Members", slug="members")

    assert begin_pages(supporter.pk, actor=city_editor(supporter)) == []
    assert not CityPage.objects.exists()
