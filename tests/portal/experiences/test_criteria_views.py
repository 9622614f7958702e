"""The page of criteria: what each button does, and that none loses what was typed."""

import pytest
from django.http import QueryDict

from portal.experiences.enums import State
from portal.experiences.models import Citation, Edition
from portal.experiences.services import criteria
from portal.experiences.services.moving import submit
from portal.experiences.tasks import Cited, Task, said
from registry.takeaway.basket import Basket, BasketItem, share
from registry.views.basket_session import CURRENT
from tests.factories.accounts import UserFactory, city_editor, coordinator
from tests.factories.experiences import CitationFactory, EditionFactory, SubmittedFactory
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import VersionFactory
from tests.portal.experiences.authors import author_of, own, say, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


@pytest.fixture
def edition():
    return EditionFactory(title="Phones", language="sv")


@pytest.fixture
def author(client, edition):
    author = author_of(edition)
    client.force_login(author)
    return author


def page_of(edition):
    return own(edition, "task/criteria/")


def cited(edition):
    return said(Edition.objects.get(pk=edition.pk), Task.CRITERIA)["criteria"]


def typed(client, edition, do, **changes):
    """What the page sends, once these fields were typed into."""
    form = client.get(page_of(edition)).context["form"]
    data = QueryDict(mutable=True)
    data["do"], data["seen"] = do, form["seen"].value()
    for row in form.rows:
        data.appendlist("row", row.key)
        for field in row:
            data[field.html_name] = "" if field.value() is None else str(field.value())
    for name, value in changes.items():
        data[name] = value
    return data


def press(client, edition, do, *, follow=True, data=None, **changes):
    data = typed(client, edition, do, **changes) if data is None else data
    return client.post(page_of(edition), data.urlencode(), "application/x-www-form-urlencoded", follow=follow)


def key(version, level=1):
    return f"{version.pk}-{level}"


def with_basket(client, *items):
    session = client.session
    session[CURRENT] = Basket(items=items).as_dict()
    session.save()


def test_pasted_citations_are_added_and_what_is_not_understood_stays_in_the_field(client, edition, author, version):
    response = press(
        client, edition, "paste", pasted="BAT-01@1.2.0/L2\nand a line\nBAT-77@1.0.0\nBAT-01@1.2.0, level 1"
    )

    assert [(row.version_id, row.level) for row in cited(edition)] == [(version.pk, 2), (version.pk, 1)]
    page = words_in(response)
    assert "2 criteria were added." in page
    assert "These could not be added:" in page
    assert "BAT-77@1.0.0 cannot be cited: there is no such version." in page
    assert response.context["form"]["pasted"].value() == "and a line\nBAT-77@1.0.0"


def test_link_to_a_basket_brings_its_values(client, edition, author, version):
    shared = share(Basket(items=(BasketItem(code="BAT-01", number="1.2.0", level=2, values={"cycles": "1200"}),)))

    press(client, edition, "paste", pasted=f"https://elsewhere.example/sv/b/{shared.key}/")

    assert cited(edition) == [Cited(version.pk, 2, {"cycles": "1200"})]


def test_own_basket_is_offered_and_added(client, edition, author, version):
    with_basket(client, BasketItem(code="BAT-01", number="1.2.0", level=2))

    offered = words_in(client.get(page_of(edition)))
    response = press(client, edition, "basket")

    assert "Add 1 criterion from your basket" in offered
    assert "1 criterion was added." in words_in(response)
    assert cited(edition) == [Cited(version.pk, 2)]


def test_empty_basket_is_not_offered(client, edition, author):
    assert "from your basket" not in words_in(client.get(page_of(edition)))


@pytest.mark.parametrize(("pasted", "text"), [("", "Nothing was pasted."), ("BAT-01@1.2.0/L1", "in the list already.")])
def test_adding_nothing_says_so(client, edition, author, version, pasted, text):
    CitationFactory(edition=edition, version=version)

    response = press(client, edition, "paste", pasted=pasted)

    assert text in words_in(response)
    assert len(cited(edition)) == 1


@pytest.mark.parametrize("do", ["save", "continue", "find"])
def test_what_was_pasted_is_read_by_every_button(client, edition, author, version, do):
    press(client, edition, do, pasted="BAT-01@1.2.0/L2")

    assert cited(edition) == [Cited(version.pk, 2)]


@pytest.mark.parametrize("do", ["save", "continue", "paste", "basket", "find", "up:{}", "down:{}", "undo", "", "other"])
def test_every_button_saves_what_was_typed(client, edition, author, version, do):
    CitationFactory(edition=edition, version=version)

    press(client, edition, do.format(key(version)), **{f"{key(version)}-relaxed": "The day"})

    assert [row.relaxed for row in cited(edition)] == ["The day"]


def test_saving_goes_on_to_the_record_or_stays(client, edition, author, version):
    CitationFactory(edition=edition, version=version)

    assert press(client, edition, "continue").redirect_chain == [(own(edition), 302)]
    assert press(client, edition, "save").redirect_chain == [(page_of(edition), 302)]


@pytest.mark.parametrize(
    ("do", "levels"),
    [("down:{}-1", [2, 1]), ("up:{}-2", [2, 1]), ("up:{}-1", [1, 2]), ("down:{}-2", [1, 2]), ("up:0-1", [1, 2])],
)
def test_row_moves_among_the_others(client, edition, author, version, do, levels):
    for position, level in enumerate((1, 2)):
        CitationFactory(edition=edition, version=version, level=level, position=position)

    press(client, edition, do.format(version.pk))

    assert [row.level for row in cited(edition)] == levels


def test_moved_row_is_open_afterwards(client, edition, author, version):
    CitationFactory(edition=edition, version=version)

    response = press(client, edition, f"up:{key(version)}", follow=False)

    assert response["Location"] == f"{page_of(edition)}?open={key(version)}#row-{key(version)}"
    opened = words_in(client.get(response["Location"]))
    assert f'id="row-{key(version)}" open>' in opened


def test_removed_row_comes_back_to_its_place_with_all_that_was_said(client, edition, author, version):
    rows = [Cited(version.pk, 1, relaxed="The day"), Cited(version.pk, 2)]
    say(edition, Task.CRITERIA, author, criteria=rows)

    removed = press(client, edition, f"remove:{key(version)}", **{f"{key(version)}-relaxed": "The hour"})
    between = cited(edition)
    press(client, edition, "undo")

    assert "A criterion was removed." in words_in(removed)
    assert between == [Cited(version.pk, 2)]
    assert cited(edition) == [Cited(version.pk, 1, relaxed="The hour"), Cited(version.pk, 2)]
    assert "A criterion was removed." not in words_in(client.get(page_of(edition)))


def test_removed_row_that_was_added_again_comes_back_once(client, edition, author, version):
    CitationFactory(edition=edition, version=version)
    press(client, edition, f"remove:{key(version)}")
    press(client, edition, "paste", pasted="BAT-01@1.2.0/L1")

    press(client, edition, "undo")

    assert cited(edition) == [Cited(version.pk, 1)]


def test_removal_is_forgotten_when_its_writer_goes_on(client, edition, author, version):
    CitationFactory(edition=edition, version=version)
    press(client, edition, f"remove:{key(version)}")

    press(client, edition, "continue")

    assert "A criterion was removed." not in words_in(client.get(page_of(edition)))


def test_removal_in_one_record_is_not_offered_in_another(client, edition, author, version):
    CitationFactory(edition=edition, version=version)
    other = EditionFactory(experience__organisation=edition.experience.organisation)
    press(client, edition, f"remove:{key(version)}")

    assert "A criterion was removed." not in words_in(client.get(page_of(other)))


def test_fault_opens_its_row_and_keeps_what_was_typed(client, edition, author, version):
    CitationFactory(edition=edition, version=version)
    k = key(version)

    response = press(client, edition, "continue", **{f"{k}-bidders_met": "many", f"{k}-change": "New"})

    page = words_in(response)
    assert response.status_code == 200
    assert f'id="row-{k}" open>' in page
    assert f'<a href="#id_{k}-bidders_met">How many bidders met it?' in page
    assert response.context["form"].rows[0]["change"].value() == "New"
    assert cited(edition) == [Cited(version.pk, 1)]


def test_unusual_value_says_what_becomes_of_it(client, edition, author, version):
    CitationFactory(edition=edition, version=version, level=2)
    k = key(version, 2)

    page = words_in(press(client, edition, "save", **{f"{k}-value.cycles": "9000"}))

    assert cited(edition) == [Cited(version.pk, 2, {"cycles": "9000"}, usage="adapted")]
    assert "A value lies outside what the version allows." in page
    assert "Say what was changed" in page


def test_old_versions_are_marked_with_what_is_newer(client, edition, author, version):
    followed_by(version, "2.0.0")
    gone = withdrawn(VersionFactory(criterion__code="CLI-01"))
    CitationFactory(edition=edition, version=version)
    CitationFactory(edition=edition, version=gone)

    page = words_in(client.get(page_of(edition)))

    assert '<a href="/en/criterion/bat-01/2.0.0/">Version 2.0.0</a> is in force now.' in page
    assert "It is withdrawn now. Your record keeps it." in page


def test_second_tab_sees_both_texts_and_keeps_its_own(client, edition, author, version):
    CitationFactory(edition=edition, version=version)
    k = key(version)
    mine = typed(client, edition, "save", **{f"{k}-relaxed": "Mine", "pasted": "BAT-01@1.2.0/L2"})
    press(client, edition, "save", **{f"{k}-relaxed": "Theirs"})

    response = press(client, edition, "save", data=mine)

    page = words_in(response)
    assert response.status_code == 409
    assert "What was relaxed: Theirs" in page
    assert "What was relaxed: Mine" in page
    form = response.context["form"]
    assert (form.rows[0]["relaxed"].value(), form["pasted"].value()) == ("Mine", "BAT-01@1.2.0/L2")
    assert [row.relaxed for row in cited(edition)] == ["Theirs"]


def test_old_page_removes_nothing(client, edition, author, version):
    CitationFactory(edition=edition, version=version)
    old = typed(client, edition, f"remove:{key(version)}")
    press(client, edition, "save", **{f"{key(version)}-relaxed": "Theirs"})

    response = press(client, edition, "", data=old)

    assert response.status_code == 409
    assert [row.relaxed for row in cited(edition)] == ["Theirs"]
    assert response.context["removed"] is None


def test_script_saves_on_the_way_and_reads_nothing_that_was_pasted(client, edition, author, version):
    CitationFactory(edition=edition, version=version)

    response = press(client, edition, "autosave", **{f"{key(version)}-relaxed": "The day", "pasted": "BAT-01@1.2.0/L2"})

    assert response.json()["saved"].startswith("Saved at ")
    assert cited(edition) == [Cited(version.pk, 1, relaxed="The day")]
    assert response.json()["seen"] == client.get(page_of(edition)).context["form"]["seen"].value()


def test_full_record_takes_no_more_and_keeps_what_was_pasted(client, edition, author, version, monkeypatch):
    monkeypatch.setattr(criteria, "MOST_CRITERIA", 1)

    response = press(client, edition, "paste", pasted="BAT-01@1.2.0/L1 BAT-01@1.2.0/L2")

    assert "holds as many criteria as it can (1)." in words_in(response)
    assert response.context["form"]["pasted"].value() == "BAT-01@1.2.0/L1 BAT-01@1.2.0/L2"
    assert cited(edition) == []


def test_more_criteria_are_saved_at_once_than_django_would_take_fields(client, edition, author):
    criterion = VersionFactory(criterion__code="BAT-01").criterion
    others = [VersionFactory(criterion=criterion, number=f"1.{minor}.0") for minor in range(1, 61)]
    say(edition, Task.CRITERIA, author, criteria=[Cited(each.pk, level) for each in others for level in (1, 2)])

    response = press(client, edition, "save", **{f"{key(others[50])}-relaxed": "The day"})

    assert response.status_code == 200
    assert [row.relaxed for row in cited(edition) if row.relaxed] == ["The day"]


@pytest.mark.parametrize("path", ["", "find/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_record_that_was_sent_meanwhile_is_not_changed(client, edition, author, version, path, method):
    submit(edition.experience_id, actor=author)

    data = {"do": "save", "pasted": "BAT-01@1.2.0/L1", "item": "BAT-01@1.2.0/L1"}
    response = getattr(client, method)(page_of(edition) + path, data, follow=True)

    assert "cannot be changed now" in words_in(response) or "so this step is not possible now" in words_in(response)
    assert Citation.objects.count() == 0


@pytest.mark.parametrize("path", ["", "find/"])
@pytest.mark.parametrize("who", [UserFactory, city_editor, coordinator])
def test_stranger_learns_nothing(client, who, path):
    edition = SubmittedFactory()
    client.force_login(who())

    assert client.get(page_of(edition) + path).status_code == 404
    assert client.post(page_of(edition) + path, {"item": "BAT-01@1.2.0/L1"}).status_code == 404


def test_whoever_left_the_organisation_is_out_at_once(client, edition, author):
    author.memberships.all().delete()

    assert client.get(page_of(edition)).status_code == 404


@pytest.mark.parametrize("do", ["find", "save", ""])
def test_search_saves_and_leads_to_what_is_found(client, edition, author, version, do):
    response = press(client, edition, do, find=" Bat lasts ", follow=False)

    assert response["Location"] == f"{page_of(edition)}find/?q=Bat+lasts"


def test_search_goes_on_past_a_pasted_text_that_names_nothing(client, edition, author):
    response = press(client, edition, "find", find="bat", pasted="XYZ-99@1.0.0/L1")
    assert response.redirect_chain == [(f"{page_of(edition)}find/?q=bat", 302)]
    assert "XYZ-99@1.0.0 cannot be cited: there is no such version." in words_in(response)


def test_found_version_is_added_from_its_list(client, edition, author, version):
    newer = followed_by(version, "2.0.0")
    CitationFactory(edition=edition, version=newer)
    address = f"{page_of(edition)}find/?q=bat"

    page = words_in(client.get(address))
    response = client.post(address, {"item": "BAT-01@1.2.0/L2"}, follow=True)

    assert '<optgroup label="1.2.0, superseded">' in page
    assert '<option value="BAT-01@1.2.0/L2">1.2.0, 2 Advanced</option>' in page
    assert response.redirect_chain == [(address, 302)]
    assert "BAT-01@1.2.0/L2 was added." in words_in(response)
    assert "Back to the 2 criteria of this tender" in words_in(response)
    assert cited(edition) == [Cited(newer.pk, 1), Cited(version.pk, 2)]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("BAT-01@1.2.0/L1", "BAT-01@1.2.0/L1 is in the list already."),
        ("BAT-01@1.2.0/L7", "BAT-01@1.2.0 cannot be cited: it has no level 7."),
        ("BAT-09@1.2.0/L1", "BAT-09@1.2.0 cannot be cited: there is no such version."),
    ],
)
def test_item_that_cannot_be_added_says_why(client, edition, author, version, item, text):
    CitationFactory(edition=edition, version=version)

    response = client.post(f"{page_of(edition)}find/?q=bat", {"item": item}, follow=True)

    assert text in words_in(response)
    assert cited(edition) == [Cited(version.pk, 1)]


@pytest.mark.parametrize(("query", "text"), [("?q=zzz", "No criterion was found"), ("", "Search by code or title")])
def test_search_without_a_hit_helps_on(client, edition, author, version, query, text):
    assert text in words_in(client.get(f"{page_of(edition)}find/{query}"))


def test_returned_record_is_written_again(client, version):
    edition = EditionFactory(state=State.RETURNED)
    client.force_login(author_of(edition))

    press(client, edition, "paste", pasted="BAT-01@1.2.0/L1")

    assert cited(edition) == [Cited(version.pk, 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(client, edition, author, django_assert_num_queries, count):
    for _ in range(count):
        CitationFactory(edition=edition)

    with django_assert_num_queries(9):
        client.get(page_of(edition))
