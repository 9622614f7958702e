"""Earlier texts of a draft: who saved them and when, what differs, and the way back."""

import pytest

from registry.enums import Bump
from registry.services.candidates import open_consultation
from registry.services.drafting import save, start_from
from registry.services.locking import lock_draft
from tests.factories.drafts import CONSULTED, DraftFactory, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content
from tests.registry.admin.drafters import drafter, page_of, registry_tables_asked
from tests.registry.admin.pages import messages_of, parsed, texts_of

pytestmark = pytest.mark.django_db

SECOND = battery_content(theme="climate", blocks={"purpose": "Less waste."})


@pytest.fixture
def draft():
    """Begun by one coordinator, written by another."""
    draft = start_from(VersionFactory(), proposed_by=OrganisationFactory(), actor=secretary(email="first@example.org"))
    writer = secretary(email="second@example.org")
    return save(draft.pk, content=SECOND, summary={"en": "New."}, at_least=Bump.MINOR, seen=1, actor=writer)


def revisions_of(draft):
    """The oldest first."""
    return list(draft.revisions.order_by("pk"))


def restored(client, draft, revision, seen):
    address = page_of(draft, "restore", revision.pk)
    return client.post(address, {"seen": seen}, follow=True)


def test_list_says_who_saved_and_which_is_the_newest(client, draft):
    drafter(client)

    page = parsed(client.get(page_of(draft, "revisions")))

    assert texts_of(page, "//div[@class='jd-wide']//tbody/tr/td[1]") == ["second@example.org", "first@example.org"]
    assert ["newest" in row for row in texts_of(page, "//div[@class='jd-wide']//tbody/tr/th")] == [True, False]
    assert texts_of(page, "//div[@class='jd-wide']//tbody//button") == ["Bring this text back"]


def test_two_texts_are_compared(client, draft):
    drafter(client)
    old, new = revisions_of(draft)

    answer = client.get(page_of(draft, "compare-revisions"), {"from": old.pk, "to": new.pk})

    assert [field.name for field in answer.context["compared"].changed] == ["Purpose", "Theme"]
    assert [side.summary for side in answer.context["compared_drafts"]] == [{}, {"en": "New."}]


def test_without_a_second_text_the_first_is_compared_with_what_is_saved(client, draft):
    drafter(client)
    old = revisions_of(draft)[0]

    answer = client.get(page_of(draft, "compare-revisions"), {"from": old.pk})

    assert [field.name for field in answer.context["compared"].changed] == ["Purpose", "Theme"]


@pytest.mark.parametrize("wanted", ["", "x", "999999", "²"])
def test_text_that_is_none_of_the_draft_is_not_found(client, draft, wanted):
    drafter(client)

    assert client.get(page_of(draft, "compare-revisions"), {"from": wanted}).status_code == 404


def test_text_of_another_draft_is_not_found(client, draft):
    drafter(client)
    other = DraftFactory()
    foreign = other.save_revision(clean=False)

    assert client.get(page_of(draft, "compare-revisions"), {"from": foreign.pk}).status_code == 404
    assert client.post(page_of(draft, "restore", foreign.pk), {"seen": 2}).status_code == 404


def test_earlier_text_is_brought_back_as_the_newest(client, draft):
    user = drafter(client)

    answer = restored(client, draft, revisions_of(draft)[0], seen=2)

    draft.refresh_from_db()
    assert messages_of(answer) == [f"The earlier text of {draft} is back."]
    assert (draft.parsed, draft.summary, draft.at_least) == (draft.base_version.parsed, {}, Bump.PATCH)
    assert (draft.lock_version, draft.latest_revision.user, draft.revisions.count()) == (3, user, 3)


def test_text_that_was_saved_meanwhile_is_not_replaced(client, draft):
    drafter(client)

    answer = restored(client, draft, revisions_of(draft)[0], seen=1)

    draft.refresh_from_db()
    assert messages_of(answer) == [
        f"{draft} was saved meanwhile, in another window or by a colleague. Compare both texts and save again."
    ]
    assert draft.parsed == SECOND


def test_nothing_is_brought_back_by_a_request_that_saw_nothing(client, draft):
    drafter(client)

    answer = restored(client, draft, revisions_of(draft)[0], seen="")

    draft.refresh_from_db()
    assert messages_of(answer) == ["Nothing was changed. Open the list once more, then press the button there."]
    assert draft.parsed == SECOND


def test_nothing_is_brought_back_while_somebody_else_has_the_lock(client, draft):
    drafter(client)
    lock_draft(draft.pk, actor=secretary())

    answer = restored(client, draft, revisions_of(draft)[0], seen=2)

    draft.refresh_from_db()
    assert draft.parsed == SECOND
    assert texts_of(parsed(answer), "//div[@class='jd-wide']//tbody//button") == []


def test_nothing_is_brought_back_into_a_candidate(client, draft):
    drafter(client)
    old = revisions_of(draft)[0]
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    restored(client, draft, old, seen=2)

    draft.refresh_from_db()
    assert draft.parsed == SECOND


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number_of_texts(client, rows):
    drafter(client)
    draft = DraftFactory()
    for _number in range(rows):
        draft.save_revision(user=secretary(), clean=False)

    assert registry_tables_asked(client, page_of(draft, "revisions")) == [
        "registry_draft",
        "registry_criterionversion",
        "registry_versiontranslation",
    ]
