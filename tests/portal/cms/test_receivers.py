"""What happens to a page is in the outbox, in the transaction of the change."""

import pytest

from portal.cms.models import ContentPage
from portal.outbox.models import OutboxEvent
from tests.factories.cms import home_in, page_under

pytestmark = pytest.mark.django_db


def events():
    return [(event.name, event.label, event.object_id) for event in OutboxEvent.objects.order_by("pk")]


def test_publishing_a_page_is_recorded():
    page = page_under(home_in(), live=False)

    page.save_revision().publish()

    assert events() == [("cms.page_published", "cms.contentpage", page.pk)]


def test_saving_a_draft_is_not():
    page_under(home_in()).save_revision()

    assert events() == []


def test_unpublishing_a_page_is_recorded():
    page = page_under(home_in())

    page.unpublish()

    assert events() == [("cms.page_unpublished", "cms.contentpage", page.pk)]


def test_deleting_a_page_is_recorded_with_all_below_it():
    parent = page_under(home_in(), slug="help")
    child = page_under(parent, slug="more")
    ids = {parent.pk, child.pk}

    parent.delete()

    deleted = {(label, pk) for name, label, pk in events() if name == "cms.page_deleted"}
    assert deleted == {("cms.contentpage", pk) for pk in ids}


def test_moving_a_page_is_recorded_for_all_that_have_a_new_address():
    home = home_in()
    goal, parent = page_under(home, slug="goal"), page_under(home, slug="help")
    child = page_under(parent, slug="more")
    page_under(parent, slug="draft", live=False)

    parent.move(goal, "last-child")

    assert events() == [("cms.page_moved", "cms.contentpage", pk) for pk in (parent.pk, child.pk)]


def test_restricting_a_page_is_recorded_for_all_that_it_hides():
    parent = page_under(home_in(), slug="help")
    child = page_under(parent, slug="more")
    page_under(parent, slug="draft", live=False)

    parent.view_restrictions.create(restriction_type="login")

    assert events() == [("cms.page_restricted", "cms.contentpage", pk) for pk in (parent.pk, child.pk)]


@pytest.mark.parametrize("change", ["change", "lift"])
def test_changing_or_lifting_a_restriction_is_recorded_too(change):
    page = page_under(home_in())
    restriction = page.view_restrictions.create(restriction_type="login")
    OutboxEvent.objects.all().delete()

    if change == "lift":
        restriction.delete()
    else:
        restriction.restriction_type = "groups"
        restriction.save()

    assert events() == [("cms.page_restricted", "cms.contentpage", page.pk)]


def test_deleting_restricted_pages_is_recorded_as_that():
    parent = page_under(home_in(), slug="help")
    child = page_under(parent, slug="more")
    for page in (parent, child):
        page.view_restrictions.create(restriction_type="login")
    OutboxEvent.objects.all().delete()
    ids = {parent.pk, child.pk}

    parent.delete()

    assert set(events()) >= {("cms.page_deleted", "cms.contentpage", pk) for pk in ids}
    assert {name for name, _label, _pk in events()} <= {"cms.page_deleted", "cms.page_unpublished"}


def test_publication_that_fails_records_nothing(monkeypatch):
    page = page_under(home_in(), live=False)
    revision = page.save_revision()
    monkeypatch.setattr(ContentPage, "update_aliases", fail)  # the last step, after the event

    with pytest.raises(RuntimeError):
        revision.publish()

    page.refresh_from_db()
    assert (events(), page.live) == ([], False)


def fail(*args, **options):
    raise RuntimeError
