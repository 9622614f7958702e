"""Earlier texts of a city's draft: who saved them, what differs, and the way back."""

import pytest

from registry.models import Draft
from registry.services.candidates import open_consultation
from registry.services.drafting import save, start_from
from registry.services.locking import lock_draft
from tests.factories.accounts import city_editor
from tests.factories.drafts import CONSULTED, DraftFactory, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content
from tests.registry.views.drafting.writers import page_of, saved_by_another
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = city_editor(OrganisationFactory())
    client.force_login(user)
    return user


@pytest.fixture
def draft(editor):
    """Begun, then saved once."""
    city = editor.memberships.get().organisation
    draft = start_from(VersionFactory(), proposed_by=city, actor=editor)
    content = battery_content(theme="durability")
    return save(draft.pk, content=content, summary={"en": "Moved."}, seen=1, actor=editor)


def revisions(draft):
    return list(draft.revisions.order_by("pk"))


def listed(client, draft):
    return client.get(page_of(draft, "earlier/"))


def restore(client, draft, revision, **sent):
    return client.post(page_of(draft, f"earlier/{revision.pk}/restore/"), sent)


def test_every_saved_text_is_listed_with_its_writer_newest_first(client, draft, editor):
    other = saved_by_another(draft, seen=2)

    rows = all_words(listed(client, draft), "//tbody/tr/td[1]")

    assert rows == [str(other), str(editor), str(editor)]
    assert len(all_words(listed(client, draft), "//tbody/tr/th/span")) == 1


def test_newest_two_are_chosen_to_be_compared(client, draft):
    [first, second] = revisions(draft)

    page = parsed(listed(client, draft))

    chosen = {radio.get("name"): radio.get("value") for radio in page.xpath("//input[@type='radio'][@checked]")}
    assert chosen == {"from": str(first.pk), "to": str(second.pk)}


def test_radios_say_what_they_choose(client, draft):
    names = [radio.get("aria-label") for radio in parsed(listed(client, draft)).xpath("//input[@type='radio']")]

    assert all(name.startswith(("Compare from ", "to ")) for name in names)
    assert len(names) == 4


def test_two_texts_are_compared(client, draft):
    [first, second] = revisions(draft)

    page = client.get(page_of(draft, "earlier/compare/"), {"from": first.pk, "to": second.pk})

    assert [field.name for field in page.context["compared"].changed] == ["Theme"]
    assert all_words(page, "//section[@aria-labelledby='summaries']//p[1]") == ["–", "Moved."]


def test_without_to_a_text_is_compared_with_what_is_saved(client, draft):
    saved_by_another(draft, seen=2)

    page = client.get(page_of(draft, "earlier/compare/"), {"from": revisions(draft)[1].pk})

    assert all_words(page, "//section[@aria-labelledby='summaries']//p[1]") == ["Moved.", "Theirs."]


@pytest.mark.parametrize("query", ["", "?from=", "?from=x", "?from=٣", "?from=987654", "?from={}&to=987654"])
def test_text_that_never_was_is_not_found(client, draft, query):
    address = page_of(draft, "earlier/compare/") + query.format(revisions(draft)[0].pk)

    assert client.get(address).status_code == 404


def test_text_of_another_draft_is_not_found(client, draft):
    other = DraftFactory()
    other.save_revision(clean=False)

    assert client.get(page_of(draft, "earlier/compare/"), {"from": revisions(other)[0].pk}).status_code == 404
    assert restore(client, draft, revisions(other)[0], seen=2).status_code == 404


def test_earlier_text_is_brought_back_and_the_later_ones_stay(client, draft, editor):
    [first, _second] = revisions(draft)
    sent = form_of(listed(client, draft), "//tbody//form")

    answer = restore(client, draft, first, **sent)

    assert messages_of(client.get(answer["Location"])) == [f"The earlier text of {draft} is back."]
    after = Draft.objects.get()
    assert (after.parsed, after.summary, after.lock_version) == (battery_content(), {}, 3)
    assert len(revisions(draft)) == 3


def test_text_that_was_saved_meanwhile_is_not_lost(client, draft):
    [first, _second] = revisions(draft)
    saved_by_another(draft, seen=2)

    answer = restore(client, draft, first, seen=2)

    assert answer["Location"] == page_of(draft, "earlier/")
    assert Draft.objects.get().summary == {"en": "Theirs."}


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "x"}])
def test_request_without_what_was_read_changes_nothing(client, draft, sent):
    answer = restore(client, draft, revisions(draft)[0], **sent)

    assert (answer.status_code, Draft.objects.get().lock_version) == (302, 2)


def buttons(client, draft):
    return all_words(listed(client, draft), "//tbody//button")


def test_only_an_open_text_can_be_brought_back(client, draft):
    assert len(buttons(client, draft)) == 1
    lock_draft(draft.pk, actor=secretary())

    assert buttons(client, draft) == []
    assert restore(client, draft, revisions(draft)[0], seen=2)["Location"] == page_of(draft, "earlier/")


def test_text_before_the_members_stays_as_it_was_sealed(client, draft):
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    assert buttons(client, draft) == []
    restore(client, draft, revisions(draft)[0], seen=2)

    assert Draft.objects.get().parsed == battery_content(theme="durability")


def test_many_texts_have_pages(client, draft, editor):
    for number in range(2, 22):
        save(draft.pk, content=draft.parsed, summary={"en": f"No. {number}"}, seen=number, actor=editor)

    assert len(all_words(listed(client, draft), "//tbody/tr")) == 20
    assert len(all_words(client.get(page_of(draft, "earlier/?page=2")), "//tbody/tr")) == 2


@pytest.mark.parametrize("count", [0, 4])
def test_list_takes_ten_queries(client, draft, editor, django_assert_num_queries, count):
    for number in range(2, 2 + count):
        save(draft.pk, content=draft.parsed, summary={"en": f"No. {number}"}, seen=number, actor=editor)
    listed(client, draft)

    with django_assert_num_queries(10):
        listed(client, draft)
