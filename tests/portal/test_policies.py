"""Every address and method has a policy; what has none is refused."""

import ast
import inspect
import logging
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, resolve
from django.views.generic import RedirectView, TemplateView

from portal import policies
from portal.accounts.middleware import ADMIN
from portal.joining.enums import Task
from portal.joining.grants import APPLY
from portal.letters.services import issue_link
from portal.policies import FORM, POLICIES, READ, SHUT, TREES, WRITE, Who, policy_of
from portal.urls import urlpatterns as portal_urlpatterns
from tests.addresses import addresses
from tests.factories.accounts import city_editor, coordinator, sign_in_with_second_factor
from tests.factories.cms import home_in
from tests.factories.joining import EvidenceFactory, JoinRequestFactory
from tests.factories.members import OrganisationFactory

OURS = ("portal.", "registry.", "search.")
DEVELOPMENT_ONLY = {"styleguide/", "^media/"}  # the tests run without DEBUG
ADDED = [path("nowhere/", include(([path("", TemplateView.as_view(), name="new")], "nowhere")))]
# Rows that a visit itself makes or touches: the session, who is signed in where, rates in the cache.
OF_THE_VISIT = {"django_session", "usersessions_usersession", "django_cache", "accounts_user"}
WHEN_MISSING = {"account_emailaddress", "wagtailusers_userprofile"}  # allauth and Wagtail make them on first sight
TEXTS_OF_THE_ADMIN = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}  # the same for every installation
CHANGES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')

urlpatterns = [*ADDED, *portal_urlpatterns]  # this module is the ROOT_URLCONF of two tests


def in_tree(route):
    return [start for start in TREES if route.startswith(start)]


def rows_of(who):
    return sorted(name for name, policy in POLICIES.items() if policy.who is who)


def names_in_the_admin():
    found = {address.name for address in addresses() if address.route.startswith("admin/") and address.example}
    return sorted(found - POLICIES.keys() - TEXTS_OF_THE_ADMIN)


def example_of(name):
    [first, *_others] = [address.example for address in addresses() if address.name == name]
    return first


def test_every_address_has_a_policy():
    without = {
        f'add "{address.name}" to POLICIES in portal/policies.py  (address {address.route})'
        for address in addresses()
        if address.name not in POLICIES and not in_tree(address.route)
    }

    assert sorted(without) == []


def test_every_policy_has_an_address():
    names = {address.name for address in addresses()}
    trees = {start for address in addresses() for start in in_tree(address.route)}

    assert sorted(POLICIES.keys() - names) == []
    assert TREES.keys() - trees - DEVELOPMENT_ONLY == set()


def test_every_policy_lists_one_of_the_usual_sets_of_methods():
    assert {policy.methods for policy in (*POLICIES.values(), *TREES.values())} <= {READ, WRITE, FORM, SHUT}


def test_second_factor_is_asked_for_where_the_table_says_so():
    """The middleware of accounts goes by the beginning of the address."""
    outside = {
        address.name
        for address in addresses()
        if address.name in rows_of(Who.SECOND_FACTOR) and not address.route.startswith(ADMIN)
    }

    assert outside == set()
    assert [start for start, policy in TREES.items() if policy.who is Who.SECOND_FACTOR] == [ADMIN]


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_example_of_an_address_leads_to_its_policy(name):
    assert policy_of(resolve(example_of(name))) == POLICIES[name]


@pytest.mark.parametrize("name", rows_of(Who.SIGNED_IN))
@pytest.mark.django_db
def test_visitor_is_led_to_sign_in(client, name):
    address = example_of(name)
    can_come_back = POLICIES[name].methods >= READ

    response = client.get(address) if can_come_back else client.post(address)

    back = f"?next={address}" if can_come_back else ""
    assert (response.status_code, response.url) == (302, f"/accounts/login/{back}")


@pytest.mark.parametrize("name", sorted(POLICIES))
@pytest.mark.django_db
def test_method_that_is_not_listed_is_refused(client, name):
    listed = POLICIES[name].methods
    refused = {"get", "post", "put", "patch", "delete"} - {method.lower() for method in listed}

    answers = [getattr(client, method)(example_of(name)) for method in refused]

    assert {answer.status_code for answer in answers} == ({405} if listed else {404})
    if listed:
        assert {answer.headers["Allow"] for answer in answers} == {", ".join(sorted(listed))}


def views_of_ours():
    """Names and classes of views; Django's redirects answer every method."""
    found = {name: getattr(resolve(example_of(name)).func, "view_class", None) for name in POLICIES}
    return {name: view for name, view in found.items() if view and view.__module__.startswith(OURS)}


@pytest.mark.django_db
def test_policy_lists_the_methods_that_the_view_has():
    wrong = {
        name: f"the view has {has}"
        for name, view in views_of_ours().items()
        if not issubclass(view, RedirectView)
        and (has := {method for method in ("GET", "POST") if hasattr(view, method.lower())})
        != POLICIES[name].methods & {"GET", "POST"}
    }

    assert wrong == {}


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_address_without_policy_is_refused_and_named_in_the_log(client, caplog):
    with caplog.at_level(logging.ERROR, "portal.policies"):
        response = client.get("/nowhere/")

    assert response.status_code == 403
    messages = [record.getMessage() for record in caplog.records if record.name == "portal.policies"]
    assert messages == ["nowhere:new has no policy: add a row to portal/policies.py."]


@pytest.mark.parametrize("name", names_in_the_admin())
@pytest.mark.django_db
def test_visitor_sees_nothing_of_the_admin(client, name):
    response = client.get(example_of(name))

    assert response.status_code in (302, 403, 404)
    if response.status_code == 302:
        assert response.url.startswith("/accounts/login/")


def changed_tables(captured):
    found = [CHANGES.match(query["sql"]) for query in captured]
    return {match[1] for match in found if match} - OF_THE_VISIT - WHEN_MISSING


def sign_in_editor(client):
    sign_in_with_second_factor(client, city_editor(OrganisationFactory(slug="example")))
    return "/en/me/organisations/example/volumes/"


def sign_in_coordinator(client):
    sign_in_with_second_factor(client, coordinator())
    return "/admin/"


def follow_link(client):
    draft = JoinRequestFactory(reference="EXAMPLE", answers=False)
    EvidenceFactory(join_request=draft, pk=987654)
    token = issue_link(APPLY, draft.pk, email=draft.email, lifetime=timedelta(days=1))
    client.post(f"/en/join/link/{token}/")
    return "/en/join/EXAMPLE/evidence/987654/"


@pytest.mark.parametrize("enter", [sign_in_editor, sign_in_coordinator, follow_link])
@pytest.mark.django_db
def test_reading_changes_nothing(client, enter):
    """GET and HEAD of every address there is, by somebody who is let in at the one that is named."""
    home_in("en")
    own = enter(client)
    examples = {address.example for address in addresses()} - {""}
    examples |= {f"/en/join/EXAMPLE/task/{task}/" for task in Task}

    client.raise_request_exception = False  # Wagtail's choosers take a word for a key badly
    changed, failed = {}, []
    for example in sorted({*examples, own}):
        for method in (client.get, client.head):
            with CaptureQueriesContext(connection) as captured:
                response = method(example)
            if tables := changed_tables(captured):
                changed[example] = tables
            if response.status_code >= 500 and not example.startswith("/admin/"):
                failed.append(example)

    assert (changed, failed) == ({}, [])
    assert client.get(own).status_code == 200


def test_no_address_is_written_twice():
    """The later row would win without a word."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(policies))) if isinstance(node, ast.Call)]
    rows = [call.args for call in calls if getattr(call.func, "id", "") == "_each"]

    names = Counter(name.value for arguments in rows for name in arguments if isinstance(name, ast.Constant))

    assert set(names) == set(POLICIES)
    assert [name for name, count in names.items() if count > 1] == []
