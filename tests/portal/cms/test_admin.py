"""Who may read a page is set in the admin, and the outbox is told in the same transaction."""

import pytest
from django.db.models.signals import post_save
from django.urls import resolve, reverse
from wagtail.models import PageViewRestriction

from portal.cms.admin import page_privacy
from portal.outbox.models import OutboxEvent
from tests.factories.accounts import UserFactory, city_editor, sign_in_with_second_factor
from tests.factories.cms import home_in, page_under

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return page_under(home_in())


@pytest.fixture
def administrator(client):
    user = UserFactory.create(is_superuser=True)
    sign_in_with_second_factor(client, user)
    return user


@pytest.fixture
def failing_outbox():
    """The last step fails: the event is in the table, as yet."""
    post_save.connect(fail, sender=OutboxEvent)
    yield
    post_save.disconnect(fail, sender=OutboxEvent)


def fail(**event):
    raise RuntimeError("no event")


def address(page):
    return reverse("wagtailadmin_pages:set_privacy", args=[page.pk])


def restrictions():
    return list(PageViewRestriction.objects.values_list("page", "restriction_type"))


def events():
    return list(OutboxEvent.objects.order_by("pk").values_list("name", "object_id"))


def test_wagtails_address_leads_to_the_view_in_a_transaction(page):
    assert resolve(address(page)).func is page_privacy


def test_restriction_is_set_and_lifted_with_an_event_each(client, administrator, page):
    form = client.get(address(page))
    client.post(address(page), {"restriction_type": "login"})
    after = restrictions()
    client.post(address(page), {"restriction_type": "none"})

    assert (form.status_code, form.json()["step"]) == (200, "set_privacy")
    assert (after, restrictions()) == ([(page.pk, "login")], [])
    assert events() == [("cms.page_restricted", page.pk)] * 2


def test_restriction_whose_event_fails_is_not_set(client, administrator, page, failing_outbox):
    with pytest.raises(RuntimeError, match="no event"):
        client.post(address(page), {"restriction_type": "login"})

    assert (restrictions(), events()) == ([], [])


@pytest.mark.parametrize("wanted", ["none", "groups"])
def test_restriction_whose_event_fails_stays_as_it_was(client, administrator, page, failing_outbox, wanted):
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page, restriction_type="login")])
    group = administrator.groups.create(name="Readers")

    with pytest.raises(RuntimeError, match="no event"):
        client.post(address(page), {"restriction_type": wanted, "groups": [group.pk]})

    assert (restrictions(), events()) == ([(page.pk, "login")], [])


def test_whoever_may_not_enter_the_admin_sets_nothing(client, page):
    anonymous = client.post(address(page), {"restriction_type": "login"})
    sign_in_with_second_factor(client, city_editor())
    editor = client.post(address(page), {"restriction_type": "login"})

    assert (anonymous.status_code, editor.status_code) == (302, 403)
    assert restrictions() == []
