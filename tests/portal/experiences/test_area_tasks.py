"""Writing one part of a record: lenient, liberal, and with both texts where two people write the same."""

import re
from decimal import Decimal

import pytest

from portal.experiences.enums import Audience, Stage, State, Topic
from portal.experiences.models import Edition
from portal.experiences.services.moving import discard, publish, submit
from portal.experiences.tasks import Learned, Task
from tests.factories.accounts import coordinator
from tests.factories.experiences import EditionFactory, LessonFactory, SubmittedFactory, SupplierFactory, published
from tests.portal.experiences.authors import author_of, own, say, task_of, typed_into, words_in

pytestmark = pytest.mark.django_db
WRITTEN = [Task.TENDER, Task.OUTCOME, Task.LESSONS, Task.SHARING]


@pytest.fixture
def edition():
    return EditionFactory(title="Phones", language="en")


@pytest.fixture
def author(client, edition):
    user = author_of(edition)
    client.force_login(user)
    return user


def send(client, edition, task, *, query="", do="save", **changes):
    """Open the form of a task, type, and press a button."""
    sent = typed_into(client, task_of(edition, task), **changes)
    return client.post(task_of(edition, task) + query, {**sent, "do": do})


def now(edition):
    return Edition.objects.get(pk=edition.pk)


@pytest.mark.parametrize("task", WRITTEN)
def test_saving_what_is_there_changes_nothing(client, edition, author, task):
    before = now(edition).changed_at

    response = send(client, edition, task)

    assert (response.status_code, response["Location"]) == (302, task_of(edition, task))
    assert now(edition).changed_at == before


@pytest.mark.parametrize(
    ("query", "do", "expected"),
    [
        ("", "save", "task/tender/"),
        ("", "continue", ""),
        ("?from=check", "continue", "check/"),
        ("?from=check", "save", "task/tender/?from=check"),
    ],
)
def test_button_says_where_it_leads(client, edition, author, query, do, expected):
    response = send(client, edition, Task.TENDER, query=query, do=do, title="Telephones")

    assert response["Location"] == own(edition, expected)
    assert now(edition).title == "Telephones"


def test_tender_is_kept_incomplete(client, edition, author):
    send(client, edition, Task.TENDER, title="", year="", stage="", country="")

    kept = now(edition)
    assert (kept.title, kept.year, kept.stage, kept.country) == ("", None, "", "")


def test_tender_is_typed_in_any_form(client, edition, author):
    send(
        client,
        edition,
        Task.TENDER,
        title="  Phones\u200b  for us ",
        nuts="se 224",
        cpv="32250000, 30200000-1",
        notice="https://ted.europa.eu/en/notice/-/detail/554113-2026",
        lots="2",
        duration="1.200",
        source_title="Report",
        source_url="example.org/report",
    )

    kept = now(edition)
    assert (kept.title, kept.nuts, kept.notice) == ("Phones for us", "SE224", "554113-2026")
    assert kept.cpv == ["32250000-0", "30200000-1"]
    assert (kept.lots, kept.duration, kept.source_url) == (2, 1200, "https://example.org/report")


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("year", "26", "Write a year with four digits, for example 2026."),
        ("nuts", "FI1B1", "FI1B1 is no region of Sweden: its codes begin with SE."),
        ("nuts", "Skåne", "A NUTS code is two letters and up to three digits or letters: SE224."),
        ("lots", "some", "“some” is not a whole number. Write digits only, for example 6500."),
        ("cpv", "phones", "“phones” is not a CPV code. A code has eight digits: 32250000-0."),
        ("source_url", "not an address", "This is not a web address. Write it like www.example.org."),
    ],
)
def test_what_cannot_be_stored_is_told_at_its_field_and_nothing_typed_is_lost(
    client, edition, author, field, typed, fault
):
    response = send(client, edition, Task.TENDER, summary="Written for an hour.", **{field: typed})

    form = response.context["form"]
    assert (response.status_code, form.errors) == (200, {field: [fault]})
    assert (form["summary"].value(), form[field].value()) == ("Written for an hour.", typed)
    assert now(edition).summary == ""
    assert "<title>Error: Describe the tender" in words_in(response)


def test_values_are_typed_as_people_write_them(client, edition, author):
    send(client, edition, Task.OUTCOME, estimated_value="1,2 M€", awarded_value="1 150 000,50", bids="4")

    kept = now(edition)
    assert (kept.currency, kept.estimated_value, kept.awarded_value) == (
        "EUR",
        Decimal(1_200_000),
        Decimal("1150000.50"),
    )
    assert kept.bids == 4


def test_value_in_another_currency_is_refused(client, edition, author):
    response = send(client, edition, Task.OUTCOME, currency="SEK", estimated_value="1,2 M€")

    assert list(response.context["form"].errors) == ["estimated_value"]
    assert now(edition).estimated_value is None


def test_suppliers_are_rows(client, edition, author):
    send(
        client,
        edition,
        Task.OUTCOME,
        supplier_0_name="Example Phones AB",
        supplier_1_name="Other Oy",
        supplier_1_won="on",
    )

    assert list(edition.suppliers.values_list("name", "is_winner")) == [
        ("Example Phones AB", False),
        ("Other Oy", True),
    ]


def test_more_rows_for_suppliers_are_there_after_saving(client, edition, author):
    names = {f"supplier_{place}_name": f"Company {place}" for place in range(3)}

    response = send(client, edition, Task.OUTCOME, do="suppliers", **names)

    assert response["Location"] == task_of(edition, Task.OUTCOME) + "#suppliers"
    assert len(client.get(task_of(edition, Task.OUTCOME)).context["form"].suppliers) == 5


def test_supplier_is_removed_by_its_button_and_the_rest_is_saved(client, edition, author):
    for name in ("First AB", "Second AB", "Third AB"):
        SupplierFactory(edition=edition, name=name)
    sent = typed_into(client, task_of(edition, Task.OUTCOME), bids="3")

    response = client.post(task_of(edition, Task.OUTCOME), {**sent, "remove": "1"})

    assert response["Location"] == task_of(edition, Task.OUTCOME) + "#suppliers"
    assert [row.name for row in edition.suppliers.all()] == ["First AB", "Third AB"]
    assert now(edition).bids == 3


def test_supplier_stands_once(client, edition, author):
    response = send(client, edition, Task.OUTCOME, supplier_0_name="Example AB", supplier_2_name="EXAMPLE ab")

    assert response.context["form"].errors == {"supplier_2_name": ["EXAMPLE ab is there twice. Remove one of them."]}
    assert edition.suppliers.count() == 0


def test_page_warns_that_few_bids_are_not_shown(client, edition, author):
    html = words_in(client.get(task_of(edition, Task.OUTCOME)))

    assert "With fewer than three bids, or while their number is not said" in html


def test_lessons_are_kept_by_topic_and_an_empty_one_is_none(client, edition, author):
    LessonFactory(edition=edition, topic="price", text="It was cheap.")

    send(client, edition, Task.LESSONS, wording="Be short.\r\nBe clear.", price="")

    assert list(edition.lessons.values_list("topic", "text")) == [("wording", "Be short.\nBe clear.")]


def test_lessons_are_typed_in_the_language_of_the_record(client):
    edition = EditionFactory(language="fi")
    client.force_login(author_of(edition))

    page = words_in(client.get(task_of(edition, Task.LESSONS)))

    assert len(re.findall(r'<textarea [^>]*lang="fi"', page)) == len(Topic)
    assert f'{edition.experience} <span lang="fi">Phones for the city</span>' in page


def test_choice_of_readers_is_kept(client, edition, author):
    send(
        client,
        edition,
        Task.SHARING,
        visibility="members",
        outcome_visibility="own",
        suppliers_anonymous=None,
        contact_role="Buyer of ICT",
    )

    kept = now(edition)
    assert (kept.visibility, kept.outcome_visibility) == (Audience.MEMBERS, Audience.OWN)
    assert (kept.suppliers_anonymous, kept.contact_role) == (False, "Buyer of ICT")


def test_record_cannot_be_kept_to_ones_own(client, edition, author):
    response = send(client, edition, Task.SHARING, visibility="own")

    assert list(response.context["form"].errors) == ["visibility"]


def test_page_says_what_each_audience_sees(client, edition, author):
    response = client.get(task_of(edition, Task.SHARING))

    rows = {row.section: row.cells for row in response.context["rows"]}
    assert rows["Lessons"] == ("Shown", "Shown", "Shown")
    assert rows["What happened"][2] == "Without figures and suppliers: fewer than three bids are known"


# Two people, two tabs


def test_second_tab_sees_both_texts_and_saving_once_more_replaces(client, edition, author):
    path = task_of(edition, Task.LESSONS)
    first, second = (typed_into(client, path, wording=text, do="save") for text in ("From tab one.", "From tab two."))
    client.post(path, first)

    met = client.post(path, second)

    assert met.status_code == 409
    assert [(old.text, new.text) for old, new in met.context["form"].differences] == [
        ("From tab one.", "From tab two.")
    ]
    assert met.context["form"]["wording"].value() == "From tab two."
    assert f'<a href="{path}">Keep what was saved meanwhile</a>' in words_in(met)
    assert edition.lessons.get().text == "From tab one."
    again = {**second, "seen": met.context["form"]["seen"].value()}
    assert client.post(path, again).status_code == 302
    assert edition.lessons.get().text == "From tab two."


def test_colleague_who_writes_the_same_is_no_conflict(client, edition, author):
    path = task_of(edition, Task.TENDER)
    mine = typed_into(client, path, title="The same", do="save")
    say(edition, Task.TENDER, author_of(edition), title="The same")

    assert client.post(path, mine).status_code == 302


def test_conflict_shows_only_what_differs(client, edition, author):
    path = task_of(edition, Task.TENDER)
    mine = typed_into(client, path, title="Mine", stage=Stage.AWARDED, year="2026", do="save")
    say(edition, Task.TENDER, author_of(edition), title="Theirs", stage=Stage.AWARDED, year=2024)

    met = client.post(path, mine)

    assert [(new.label, old.text, new.text) for old, new in met.context["form"].differences] == [
        ("Title of the tender", "Theirs", "Mine"),
        ("Year", "2024", "2026"),
    ]


def test_conflict_about_suppliers_and_values_is_told_in_words(client, edition, author):
    path = task_of(edition, Task.OUTCOME)
    mine = typed_into(
        client, path, currency="SEK", awarded_value="2 mn", supplier_0_name="Mine AB", supplier_0_won="on", do="save"
    )
    say(edition, Task.OUTCOME, author_of(edition), currency="SEK", awarded_value=Decimal(1_500_000))

    met = client.post(path, mine)

    assert [(new.label, old.text, new.text) for old, new in met.context["form"].differences] == [
        ("Awarded value", "SEK\u00a01,500,000", "SEK\u00a02,000,000"),
        ("Suppliers", "", "Mine AB (won a contract)"),
    ]


def test_parts_are_written_by_two_people_at_once_without_a_conflict(client, edition, author):
    mine = typed_into(client, task_of(edition, Task.TENDER), title="Mine", do="save")
    say(edition, Task.LESSONS, author_of(edition), lessons=[Learned("wording", "Theirs.")])

    assert client.post(task_of(edition, Task.TENDER), mine).status_code == 302
    assert (now(edition).title, edition.lessons.get().text) == ("Mine", "Theirs.")


def test_record_that_a_colleague_sent_meanwhile_keeps_what_was_typed_on_the_page(client, edition, author):
    mine = typed_into(client, task_of(edition, Task.TENDER), title="Still typing", do="save")
    submit(edition.experience_id, actor=author_of(edition))

    response = client.post(task_of(edition, Task.TENDER), mine)

    assert response.status_code == 409
    assert response.context["form"]["title"].value() == "Still typing"
    assert "is “With the coordinators”, so this step is not possible now" in words_in(response)
    assert now(edition).title == "Phones"


def test_correction_that_was_published_meanwhile_keeps_what_was_typed_on_the_page(client, edition, author):
    mine = typed_into(client, task_of(edition, Task.TENDER), title="Still typing", do="save")
    submit(edition.experience_id, actor=author_of(edition))
    publish(edition.experience_id, seen=1, actor=coordinator())

    response = client.post(task_of(edition, Task.TENDER), mine)

    assert (response.status_code, response.context["form"]["title"].value()) == (409, "Still typing")


def test_record_that_a_colleague_threw_away_is_not_found(client, edition, author):
    mine = typed_into(client, task_of(edition, Task.TENDER), title="Still typing", do="save")
    discard(edition.experience_id, actor=author_of(edition))

    assert client.post(task_of(edition, Task.TENDER), mine).status_code == 404


def test_colleague_who_was_removed_saves_nothing_any_more(client, edition, author):
    mine = typed_into(client, task_of(edition, Task.TENDER), title="Still mine", do="save")
    author.memberships.all().delete()

    assert client.post(task_of(edition, Task.TENDER), mine).status_code == 404
    assert now(edition).title == "Phones"


# When there is nothing to write


@pytest.mark.parametrize("task", WRITTEN)
@pytest.mark.parametrize("make", [SubmittedFactory, lambda: published().current], ids=["sent", "published"])
def test_part_that_cannot_be_changed_leads_to_the_record(client, make, task):
    edition = make()
    client.force_login(author_of(edition))

    response = client.get(task_of(edition, task), follow=True)

    assert response.redirect_chain == [(own(edition), 302)]
    assert "The record cannot be changed now. Look below at what is possible." in words_in(response)


def test_there_is_no_other_part(client, edition, author):
    assert client.get(own(edition, "task/gossip/")).status_code == 404


def test_record_that_was_sent_back_is_written_again(client, edition, author):
    Edition.objects.filter(pk=edition.pk).update(state=State.RETURNED)

    send(client, edition, Task.TENDER, title="Better")

    assert (now(edition).title, now(edition).state) == ("Better", State.RETURNED)


def test_enter_saves_and_removes_no_supplier(client, edition, author):
    SupplierFactory(edition=edition)

    html = words_in(client.get(task_of(edition, Task.OUTCOME)))

    buttons = html[html.index('id="answers"') :].split("<button ")[1:]
    assert 'name="do" value="save"' in buttons[0]
    assert sum('name="remove"' in button for button in buttons) == 1
