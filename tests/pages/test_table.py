"""The table knows every address, and each of its rows leads to a page of that name."""

import pytest
from django.urls import resolve

from portal.policies import POLICIES, READ
from tests.addresses import addresses
from tests.pages.table import MAIN, MISSING, NO_PAGES, PAGES, spoken, visits

OURS = ("portal.", "registry.", "search.")
LANGUAGES = ("en", "sv", "nb", "fi", "da")


def names_to_look_at():
    """Of all that somebody may read: outside the admin everything, in it what we wrote ourselves."""
    names = {name for name, policy in POLICIES.items() if policy.methods >= READ}
    for address in addresses():
        if address.route.startswith("admin/") and address.example:
            view = resolve(address.example).func
            made_by = getattr(view, "view_class", view).__module__
            names |= {address.name} if made_by.startswith(OURS) else set()
    return names


def test_every_address_has_a_row():
    known = {name for rows in PAGES.values() for name in rows} | NO_PAGES.keys()

    assert sorted(names_to_look_at() - known) == []


def test_no_row_is_of_an_address_that_has_gone():
    known = {name for rows in PAGES.values() for name in rows} | NO_PAGES.keys()
    names = {address.name for address in addresses()}

    assert sorted(known - names) == []


def test_no_address_is_both_a_page_and_none():
    assert sorted({name for rows in PAGES.values() for name in rows} & NO_PAGES.keys()) == []


def test_main_pages_are_in_the_table():
    assert set(MAIN) - {visit.path for visit in visits()} == set()


@pytest.mark.parametrize(("path", "wanted"), [("/en/me/", "/fi/me/"), ("/en/", "/fi/"), ("/admin/", "/admin/")])
def test_path_is_spoken_in_another_language(path, wanted):
    assert spoken(path, "fi") == wanted


@pytest.mark.django_db(transaction=True)
def test_every_row_leads_to_a_page_of_its_name(scene):
    wrong = {}
    for reader, rows in PAGES.items():
        for name, paths in rows.items():
            for path in map(scene.address, paths):
                answer = scene.clients[reader].get(path)
                is_page = answer["Content-Type"].startswith("text/html") and answer.status_code in (200, 401, 404, 410)
                if not is_page or answer.resolver_match.view_name != name:
                    wrong[path] = (answer.status_code, answer.resolver_match.view_name, answer.get("Location"))

    assert wrong == {}


@pytest.mark.django_db(transaction=True)
def test_every_page_is_there_in_every_language(scene):
    """What the switch on top leads to is the same page, and says which language it is in."""
    wrong = {}
    for visit in visits():
        client, path = scene.clients[visit.reader], scene.address(visit.path)
        expected = client.get(path)
        for language in LANGUAGES[1:]:
            scene.speak(language)
            answer = client.get(spoken(path, language))
            found = (answer.status_code, f'<html lang="{language}"'.encode() in answer.content)
            if found != (expected.status_code, True):
                wrong[spoken(path, language)] = found
        scene.speak("en")

    assert wrong == {}
    assert len(MISSING) > 3
