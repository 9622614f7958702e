"""Searches that people keep: told of what is new, once, as long as they may see it and want to hear of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import localdate

from portal.letters.models import Letter
from portal.letters.sending import send_waiting
from portal.privacy.services.erasing import erase_person
from portal.privacy.services.exporting import export_person
from search.models import IndexedEntry, SavedSearch
from search.saved import MOST_SAVED, NothingAsked, TooManySaved, save_search, signed_link, tell_all, want_letters
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.registry import VersionFactory
from tests.factories.search import rebuild

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database")]
TODAY = localdate()


def published(code):
    version = VersionFactory(criterion__code=code)
    list(rebuild())
    return version


def save(user, encoded="q=battery", language="en"):
    return save_search(encoded, language=language, actor=user, on=TODAY)


def sent():
    """The letters that leave now."""
    mail.outbox.clear()
    send_waiting()
    return mail.outbox


def test_owner_is_told_of_what_is_new_once():
    published("BAT-01")
    user = city_editor()
    save(user)
    assert tell_all(on=TODAY) == 0

    published("BAT-02")
    assert [tell_all(on=TODAY), tell_all(on=TODAY), tell_all(on=TODAY + timedelta(days=1))] == [1, 0, 0]

    [letter] = sent()
    assert (letter.to, letter.subject) == ([user.email], "1 new result of your saved searches")
    assert "- BAT-02 Battery that lasts\n  http://127.0.0.1:8000/en/criterion/bat-02/\n" in letter.body
    assert "BAT-01" not in letter.body
    assert "http://127.0.0.1:8000/en/search/?q=battery\n" in letter.body
    assert letter.extra_headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/en/search/letters/")


def test_all_searches_of_one_person_are_one_letter():
    user = city_editor()
    for encoded in ("q=battery", "kind=criterion&theme=battery", "q=unobtainium"):
        save(user, encoded)
    published("BAT-01")

    assert tell_all(on=TODAY) == 1

    [letter] = sent()
    assert letter.subject == "2 new results of your saved searches"
    assert "unobtainium" not in letter.body


def test_what_comes_on_the_same_day_is_told_the_next():
    save(city_editor())
    published("BAT-01")
    tell_all(on=TODAY)
    published("BAT-02")

    assert [tell_all(on=TODAY), tell_all(on=TODAY + timedelta(days=1))] == [0, 1]
    assert ["BAT-01" in letter.body for letter in sent()] == [True, False]


def test_run_that_is_killed_before_it_commits_is_repeated():
    save(city_editor())
    published("BAT-01")
    with transaction.atomic():
        tell_all(on=TODAY)
        transaction.set_rollback(True)

    assert (Letter.objects.count(), tell_all(on=TODAY), len(sent())) == (0, 1, 1)


def test_letter_holds_only_what_its_reader_may_see_when_it_leaves():
    save(city_editor())
    published("BAT-01")
    tell_all(on=TODAY)
    IndexedEntry.objects.update(visible_to="|organisation:999|")

    assert sent() == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "new@example.org"}])
def test_nobody_else_gets_the_letter(change):
    user = city_editor()
    save(user)
    published("BAT-01")
    tell_all(on=TODAY)
    type(user).objects.filter(pk=user.pk).update(**change)

    assert sent() == []


def test_who_wants_no_letters_gets_none_and_keeps_the_searches():
    user = city_editor()
    save(user)
    published("BAT-01")
    want_letters(user, wanted=False)

    assert (tell_all(on=TODAY), SavedSearch.objects.count()) == (0, 1)


def test_search_for_more_like_what_is_gone_tells_nothing():
    version = published("BAT-01")
    save(city_editor(), f"like=criterion:{version.pk}")
    IndexedEntry.objects.filter(code="BAT-01").update(is_gone=True)
    published("BAT-02")
    IndexedEntry.objects.filter(code="BAT-01").update(is_gone=True)

    assert tell_all(on=TODAY) == 0


def test_some_of_the_words_are_not_news():
    save(city_editor(), "q=battery unobtainium")
    published("BAT-01")

    assert tell_all(on=TODAY) == 0


def test_search_is_saved_once_and_only_so_many():
    user = city_editor()
    assert save(user, "q=battery&page=3&x=y") == save(user)
    for number in range(MOST_SAVED - 1):
        save(user, f"q=word{number}")

    with pytest.raises(TooManySaved):
        save(user, "q=one more")
    with pytest.raises(NothingAsked):
        save(user, "page=2&x=y")


def test_command_says_how_many(capsys):
    save(city_editor())
    published("BAT-01")

    call_command("search_tell")

    assert capsys.readouterr().out == "1 letters about saved searches, 0 about questions of members\n"


def test_member_saves_from_the_page_and_deletes_in_the_own_area(client):
    client.force_login(city_editor())
    assert 'action="/en/search/save/"' in client.get("/en/search/?q=battery").content.decode()

    response = client.post("/en/search/save/", {"search": "q=battery"}, follow=True)
    [search] = SavedSearch.objects.all()
    assert response.redirect_chain == [("/en/me/searches/", 302)]
    assert 'href="/en/search/?q=battery"' in response.content.decode()

    client.post(f"/en/me/searches/{search.pk}/delete/")
    assert SavedSearch.objects.count() == 0


def test_visitor_is_offered_no_saving(client):
    response = client.get("/en/search/?q=battery")

    assert "/en/search/save/" not in response.content.decode()
    assert (response.cookies, "Cache-Control" in response.headers) == ({}, False)
    assert client.post("/en/search/save/", {"search": "q=battery"})["Location"].startswith("/accounts/login/")


def test_search_of_somebody_else_is_not_found(client):
    search = save(city_editor())
    client.force_login(UserFactory())

    assert client.post(f"/en/me/searches/{search.pk}/delete/").status_code == 404
    assert search.name not in client.get("/en/me/searches/").content.decode()


def test_page_of_somebody_signed_in_is_nobody_elses(client):
    client.force_login(city_editor())

    assert client.get("/en/search/?q=battery")["Cache-Control"] == "private, no-store"


def test_link_of_a_letter_stops_the_letters_by_a_button_only(client):
    user = city_editor()
    save(user)
    address = f"/en/search/letters/{signed_link(user)}/"

    assert client.get(address).status_code == 200
    assert SavedSearch.objects.get().is_silent is False
    assert client.post(address).status_code == 200
    assert SavedSearch.objects.get().is_silent is True
    assert client.post("/en/search/letters/forged:x/").status_code == 404


def test_owner_turns_the_letters_on_again(client):
    user = city_editor()
    save(user)
    client.force_login(user)

    for wanted, silent in [("no", True), ("yes", False)]:
        client.post("/en/me/searches/letters/", {"wanted": wanted})
        assert SavedSearch.objects.get().is_silent is silent


def test_searches_are_exported_and_go_with_the_person():
    user = UserFactory()
    save(user)

    exported = {holding["model"]: holding["rows"] for holding in export_person(user.email)["holdings"]}
    assert [(row["name"], row["parameters"]) for row in exported["search.SavedSearch"]] == [("battery", "q=battery")]

    erase_person(user.email)
    assert SavedSearch.objects.count() == 0
