"""Several drafts are given up together: ticked, asked once, all of them or none."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from registry.enums import DraftState
from registry.errors import ReasonNeeded, StaleDraft, StepNotPossible
from registry.models import Draft, DraftStep
from registry.services.drafting import abandon_several
from tests.factories.accounts import UserFactory
from tests.factories.drafts import CONSULTED, DraftFactory, in_consultation, secretary
from tests.registry.admin.drafters import drafter, listing, registry_tables_asked, several
from tests.registry.admin.pages import alerts_of, messages_of, parsed, texts_of

pytestmark = pytest.mark.django_db
REASON = "Nobody works on them."


def mark(draft, version=None):
    return f"{draft.pk}:{version or draft.lock_version}"


def send(client, *drafts, **fields):
    return client.post(several(), {"draft": [mark(draft) for draft in drafts], "reason": REASON, **fields})


def states():
    return set(Draft.objects.values_list("state", flat=True))


def offered(client, query=""):
    boxes = parsed(client.get(several() + query)).xpath("//main//input[@name='draft']/@value")
    return [int(box.partition(":")[0]) for box in boxes]


def test_page_offers_what_nobody_has_put_to_the_members_the_oldest_first(client):
    drafter(client)
    new, old = DraftFactory.create_batch(2)
    Draft.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=400))
    in_consultation()

    assert offered(client) == [old.pk, new.pk]


def test_list_of_drafts_leads_to_it(client):
    drafter(client)

    assert several() in client.get(listing()).content.decode()


def test_page_without_drafts_says_so(client):
    drafter(client)

    assert "No draft is being written." in client.get(several()).content.decode()


def test_page_asks_once_before_it_does_anything(client):
    drafter(client)
    drafts = DraftFactory.create_batch(2)

    page = send(client, *drafts)

    assert "Nobody works on these 2 drafts any more. You cannot take this back" in page.content.decode()
    assert texts_of(parsed(page), "//main//form//li/strong") == [str(draft) for draft in drafts]
    assert parsed(page).xpath("//main//input[@name='draft']/@value") == [mark(draft) for draft in drafts]
    assert states() == {DraftState.DRAFTING}


def test_sure_abandons_all_of_them_with_the_reason_in_the_log(client):
    user = drafter(client)
    drafts = DraftFactory.create_batch(2)

    answer = send(client, *drafts, sure="1")

    assert answer["Location"] == reverse("drafts-admin:list")
    assert states() == {DraftState.ABANDONED}
    assert list(DraftStep.objects.filter(name="abandon").values_list("user", "reason")) == [(user.pk, REASON)] * 2
    assert messages_of(client.get(listing())) == ["2 drafts are abandoned."]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"draft": []}, "Tick at least one draft."),
        ({"reason": " "}, "Write a reason: the others have to understand this step."),
    ],
)
def test_what_is_missing_is_said_and_what_was_given_is_kept(client, fields, fault):
    drafter(client)
    draft = DraftFactory()

    page = client.post(several(), {"draft": [mark(draft)], "reason": REASON, **fields})

    assert fault in alerts_of(page)[0]
    assert (page.context["form"]["reason"].value(), page.context["ticked"]) == (
        fields.get("reason", REASON),
        fields.get("draft", [mark(draft)]),
    )


@pytest.mark.parametrize("forged", ["x", "1", "1:x", "999999:1"])
def test_forged_mark_abandons_nothing(client, forged):
    drafter(client)
    DraftFactory()

    page = client.post(several(), {"draft": [forged], "reason": REASON, "sure": "1"})

    assert len(alerts_of(page)) == 1
    assert states() == {DraftState.DRAFTING}


def test_draft_that_was_saved_meanwhile_keeps_all_of_them(client):
    drafter(client)
    drafts = DraftFactory.create_batch(2)
    Draft.objects.filter(pk=drafts[1].pk).update(lock_version=7)

    page = send(client, *drafts, sure="1")

    assert "was saved meanwhile" in alerts_of(page)[0]
    assert states() == {DraftState.DRAFTING}


def test_long_list_is_paginated(client):
    drafter(client)
    DraftFactory.create_batch(26)

    assert [len(offered(client, query)) for query in ("", "?p=2")] == [25, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_page_reads_the_drafts_in_two_queries(client, count):
    drafter(client)
    DraftFactory.create_batch(count)

    assert registry_tables_asked(client, several()) == ["registry_draft"] * 2  # the number, the rows


# The service


def seen(*drafts):
    return {draft.pk: draft.lock_version for draft in drafts}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"reason": ""}, ReasonNeeded),
        ({"actor": lambda: UserFactory(is_superuser=True)}, PermissionDenied),
    ],
    ids=["no reason", "no coordinator"],
)
def test_service_refuses_as_for_one(change, error):
    drafts = DraftFactory.create_batch(2)
    given = {"reason": REASON, "actor": secretary, **change}

    with pytest.raises(error):
        abandon_several(seen(*drafts), reason=given["reason"], on=CONSULTED, actor=given["actor"]())

    assert states() == {DraftState.DRAFTING}


def test_one_that_is_over_keeps_the_others():
    first, second = DraftFactory.create_batch(2)
    Draft.objects.filter(pk=second.pk).update(state=DraftState.ABANDONED)

    with pytest.raises(StepNotPossible):
        abandon_several(seen(first, second), reason=REASON, on=CONSULTED, actor=secretary())

    assert Draft.objects.get(pk=first.pk).state == DraftState.DRAFTING


def test_stale_mark_is_refused():
    draft = DraftFactory()

    with pytest.raises(StaleDraft):
        abandon_several({draft.pk: draft.lock_version + 1}, reason=REASON, on=CONSULTED, actor=secretary())
