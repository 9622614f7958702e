"""Saving on the way, by a script: what it is told, in which case, and that it never overwrites anybody's text."""

import re

import pytest

from portal.experiences.models import Edition
from portal.experiences.services.moving import submit
from portal.experiences.services.writing import seen_mark
from portal.experiences.tasks import Task
from tests.factories.experiences import EditionFactory
from tests.portal.experiences.authors import author_of, say, task_of, typed_into, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory(title="Phones", language="en")


@pytest.fixture
def author(client, edition):
    user = author_of(edition)
    client.force_login(user)
    return user


def now(edition):
    return Edition.objects.get(pk=edition.pk)


def autosave(client, edition, task, sent):
    """What the script sends, and the answer that it reads."""
    response = client.post(task_of(edition, task), {**sent, "do": "autosave"}, headers={"accept": "application/json"})
    assert response["Content-Type"] == "application/json"
    return response.status_code, response.json()


def test_text_is_saved_and_the_mark_follows(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Telephones")

    status, answer = autosave(client, edition, Task.TENDER, sent)

    assert (status, sorted(answer)) == (200, ["saved", "seen"])
    assert re.fullmatch(r"Saved at [0-2]\d:[0-5]\d\.", answer["saved"])
    assert answer["seen"] == seen_mark(now(edition), Task.TENDER) != sent["seen"]
    assert now(edition).title == "Telephones"


@pytest.mark.parametrize(
    ("task", "first", "second"),
    [
        (Task.TENDER, {"title": "One"}, {"title": "Two"}),
        (Task.OUTCOME, {"awarded_value": "1200000", "currency": "EUR"}, {"bids": "4"}),
        (Task.OUTCOME, {"supplier_0_name": "Example AB"}, {"supplier_1_name": "Other Oy"}),
        (Task.LESSONS, {"wording": "One."}, {"proof": "Two."}),
        (Task.SHARING, {"visibility": "members"}, {"contact_role": "Buyer"}),
    ],
)
def test_one_tab_saves_again_and_again_and_meets_no_conflict_with_itself(client, edition, author, task, first, second):
    sent = typed_into(client, task_of(edition, task), **first)

    status, answer = autosave(client, edition, task, sent)
    sent |= second | {"seen": answer["seen"]}
    again, _answer = autosave(client, edition, task, sent)

    assert (status, again) == (200, 200)
    assert client.post(task_of(edition, task), {**sent, "seen": _answer["seen"], "do": "save"}).status_code == 302


def test_mark_of_a_page_that_is_opened_is_the_mark_that_the_script_was_told(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.OUTCOME), estimated_value="1,5 mn", currency="SEK", bids="3")

    _status, answer = autosave(client, edition, Task.OUTCOME, sent)

    assert client.get(task_of(edition, Task.OUTCOME)).context["form"]["seen"].value() == answer["seen"]


def test_what_cannot_be_stored_holds_nothing_else_up(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Telephones", lots="some", nuts="FI1B1")

    status, answer = autosave(client, edition, Task.TENDER, sent)

    kept = now(edition)
    assert (status, kept.title, kept.lots, kept.nuts, kept.country) == (200, "Telephones", None, "", "SE")
    assert answer["saved"].endswith("apart from what cannot be stored: “Save” says why.")


def test_fault_that_only_the_whole_record_shows_is_told(client, edition, author):
    say(edition, Task.TENDER, author, country="", nuts="SE224")
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Telephones", country="FI", nuts="!")

    status, answer = autosave(client, edition, Task.TENDER, sent)

    assert (status, answer) == (422, {"problem": "SE224 is no region of Finland: its codes begin with FI."})
    assert now(edition).title == "Phones"


def test_row_that_cannot_be_stored_leaves_the_stored_rows(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.OUTCOME), supplier_0_name="Example AB", supplier_1_name="Other Oy")
    _status, answer = autosave(client, edition, Task.OUTCOME, sent)

    sent |= {"seen": answer["seen"], "supplier_0_name": "x" * 201, "bids": "4"}
    status, _answer = autosave(client, edition, Task.OUTCOME, sent)

    assert (status, now(edition).bids) == (200, 4)
    assert [row.name for row in edition.suppliers.all()] == ["Example AB", "Other Oy"]


def test_lesson_that_is_too_long_leaves_the_stored_one(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.LESSONS), wording="Short.")
    _status, answer = autosave(client, edition, Task.LESSONS, sent)

    sent |= {"seen": answer["seen"], "wording": "x" * 6001, "proof": "Ask."}
    status, _answer = autosave(client, edition, Task.LESSONS, sent)

    assert status == 200
    assert dict(edition.lessons.values_list("topic", "text")) == {"wording": "Short.", "proof": "Ask."}


def test_text_of_a_colleague_is_not_replaced(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Mine")
    say(edition, Task.TENDER, author_of(edition), title="Theirs")

    status, answer = autosave(client, edition, Task.TENDER, sent)

    assert (status, answer["compare"], now(edition).title) == (409, "Compare both texts", "Theirs")
    assert "was changed meanwhile, in another window or by a colleague" in answer["problem"]
    shown = client.post(task_of(edition, Task.TENDER), {**sent, "do": "save"})  # what the button sends
    assert (shown.status_code, shown.context["form"]["title"].value()) == (409, "Mine")


def test_record_that_was_sent_meanwhile_is_not_changed(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Mine")
    submit(edition.experience_id, actor=author_of(edition))

    status, answer = autosave(client, edition, Task.TENDER, sent)

    assert (status, list(answer), now(edition).title) == (409, ["problem"], "Phones")


def test_whoever_was_removed_saves_nothing(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Mine")
    author.memberships.all().delete()

    response = client.post(task_of(edition, Task.TENDER), {**sent, "do": "autosave"})

    assert (response.status_code, now(edition).title) == (404, "Phones")


def test_whoever_has_signed_out_is_led_to_sign_in(client, edition, author):
    sent = typed_into(client, task_of(edition, Task.TENDER), title="Mine")
    client.logout()

    response = client.post(task_of(edition, Task.TENDER), {**sent, "do": "autosave"})

    assert (response.status_code, now(edition).title) == (302, "Phones")


def test_page_has_the_sentences_of_the_script_and_a_place_for_them(client, edition, author):
    html = words_in(client.get(task_of(edition, Task.TENDER)))

    assert re.findall(r"data-(offline|failed|gone)=\"[A-Z][^\"]+\.\"", html) == ["offline", "failed", "gone"]
    assert '<p class="hint save-status" role="status" data-autosave-status></p>' in html


@pytest.mark.parametrize("count", [1, 3])
def test_saving_takes_the_same_queries_however_much_is_written(
    client, edition, author, django_assert_num_queries, count
):
    sent = typed_into(client, task_of(edition, Task.LESSONS), wording="One.")
    sent |= dict.fromkeys(["proof", "price", "users"][:count], "Another.")

    with django_assert_num_queries(17):
        autosave(client, edition, Task.LESSONS, sent)
