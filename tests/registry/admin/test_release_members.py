"""The members of a release in the admin: ticked, put in order, compared; nothing that was typed is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import ReleaseDraft
from registry.services.assembling import pinned_of, save_members
from tests.factories.drafts import secretary
from tests.factories.history import followed_by, withdrawn
from tests.factories.registry import (
    CriteriaSetFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)
from tests.factories.releases import RELEASED, chosen, issued, ready, release_draft
from tests.registry.admin.coordinators import at_noon, signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.releasing import SETS, form_on, page_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with at_noon(RELEASED):
        yield


def version(code, **facts):
    return VersionFactory(criterion__code=code, **facts)


def save(client, draft, **changes):
    """Save the form as the page shows it, with changes; None takes a field out."""
    sent = form_on(client, page_of(draft)) | changes
    return client.post(page_of(draft), {name: value for name, value in sent.items() if value is not None})


def members(draft):
    draft.refresh_from_db()
    return [(str(each), mandatory) for each, mandatory in pinned_of(draft)]


def test_list_of_sets_names_the_newest_release_and_offers_to_start(client):
    signed_in(client)
    ReleaseFactory(members=[version("BAT-01")])
    ReleaseFactory(members=[version("LAB-01")], number="1.1.0")

    page = client.get(SETS)

    text = page.content.decode()
    assert "smartphones@1.1.0" in text
    assert texts_of(parsed(page), "//main//form[@method='post']//button") == [
        "Start a release of Circular and fair smartphones"
    ]


def test_list_without_a_set_says_so(client):
    signed_in(client)

    assert "There is no set of criteria yet." in client.get(SETS).content.decode()


def test_release_is_started_once(client):
    signed_in(client)
    release = ReleaseFactory(members=[version("BAT-01")])

    answers = [client.post(f"{SETS}start/smartphones/") for _time in range(2)]

    draft = ReleaseDraft.objects.get()
    assert [answer["Location"] for answer in answers] == [page_of(draft), SETS]
    assert pinned_of(draft) == [(release.members.get().version, False)]
    page = client.get(SETS)
    assert "Somebody is drafting smartphones already" in page.content.decode()
    assert page_of(draft) in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_many_sets(client, count):
    signed_in(client)
    for n in range(count):
        release_draft(criteria_set=CriteriaSetFactory(slug=f"set-{n}"))
        ReleaseFactory(criteria_set=CriteriaSetFactory(slug=f"set-{n}"))

    with CaptureQueriesContext(connection) as asked:
        client.get(SETS)

    assert len([each for each in asked.captured_queries if 'FROM "registry_' in each["sql"]]) == 4


def test_page_shows_members_and_what_else_is_in_force(client):
    signed_in(client)
    battery, label = version("BAT-01"), version("LAB-01")
    TranslationFactory(version=label, language="sv")
    withdrawn(version("OLD-01"))
    version("NEW-01", published=RELEASED + timedelta(days=1))

    page = parsed(client.get(page_of(release_draft(battery))))

    assert texts_of(page, "//fieldset/p/label[input[starts-with(@name, 'taken_')]]") == ["BAT-01 Battery that lasts"]
    assert texts_of(page, "//label[input[@name='added']]") == ["LAB-01 Battery that lasts"]
    assert page.xpath("//label[input[@name='added']]/span/@lang") == ["en"]


def test_criterion_is_added_at_the_end_in_the_version_in_force(client):
    user = signed_in(client)
    battery, label = version("BAT-01"), version("LAB-01")
    newer = followed_by(label, "1.1.0")
    draft = release_draft(battery)

    answer = save(client, draft, added=[label.criterion.pk])

    assert answer["Location"] == page_of(draft)
    assert members(draft) == [("BAT-01@1.0.0", False), (str(newer), False)]
    assert said(client, draft) == ["Release of Circular and fair smartphones is saved."]
    assert user in draft.writers.all()


def test_criterion_is_taken_out(client):
    signed_in(client)
    battery, label = version("BAT-01"), version("LAB-01")
    draft = release_draft(battery, label)

    save(client, draft, **{f"taken_{battery.criterion.pk}": None})

    assert members(draft) == [("LAB-01@1.0.0", False)]


def test_version_duty_order_and_day_are_chosen(client):
    signed_in(client)
    battery, label = version("BAT-01"), version("LAB-01")
    newer = followed_by(battery, "1.1.0")
    draft = release_draft(battery, label)
    bat, lab = battery.criterion.pk, label.criterion.pk

    save(
        client,
        draft,
        **{f"version_{bat}": newer.pk, f"mandatory_{bat}": "on", f"place_{bat}": "2", f"place_{lab}": "1"},
        effective_on=(RELEASED + timedelta(days=5)).isoformat(),
    )

    assert members(draft) == [("LAB-01@1.0.0", False), ("BAT-01@1.1.0", True)]
    assert draft.effective_on == RELEASED + timedelta(days=5)


@pytest.mark.parametrize(
    ("field", "value"), [("effective_on", "soon"), ("place_{pk}", "0"), ("version_{pk}", "999999"), ("added", ["7"])]
)
def test_fault_is_said_and_nothing_is_lost(client, field, value):
    signed_in(client)
    battery = version("BAT-01")
    draft = release_draft(battery)
    name = field.format(pk=battery.criterion.pk)

    answer = save(client, draft, **{name: value, f"mandatory_{battery.criterion.pk}": "on"})

    assert answer.status_code == 200
    assert [alert[:26] for alert in alerts_of(answer)] == ["Nothing has happened yet: "]
    assert parsed(answer).xpath(f"//input[@name='mandatory_{battery.criterion.pk}']/@checked") == ["checked"]
    assert members(draft) == [("BAT-01@1.0.0", False)]


def test_second_tab_gets_both_lists_and_can_go_on(client):
    signed_in(client)
    battery, label, repair = version("BAT-01"), version("LAB-01"), version("REP-01")
    draft = release_draft(battery)
    sent = form_on(client, page_of(draft)) | {"added": [label.criterion.pk]}
    theirs = [battery, repair]
    save_members(draft.pk, chosen(*theirs), effective_on=None, seen=draft.lock_version, actor=secretary())

    answer = client.post(page_of(draft), sent)

    assert answer.status_code == 409
    page = parsed(answer)
    assert texts_of(page, "//main//section//ol/li") == ["BAT-01@1.0.0", "REP-01@1.0.0", "BAT-01@1.0.0", "LAB-01@1.0.0"]
    kept: dict[str, list] = {}
    for name, value in page.xpath("//main//form")[0].form_values():
        kept.setdefault(name, []).append(value)
    back = client.post(page_of(draft), {**kept, "do": "back"})
    assert (back.status_code, back.context["form"]["added"].value()) == (200, [str(label.criterion.pk)])
    client.post(page_of(draft), {**kept, "do": "save"})
    assert members(draft) == [("BAT-01@1.0.0", False), ("LAB-01@1.0.0", False)]


def test_difference_stands_beside_with_the_number_and_why(client):
    signed_in(client)
    battery, label, repair = version("BAT-01"), version("LAB-01"), version("REP-01")
    ReleaseFactory(members=[battery, repair])
    newer = followed_by(battery, "1.1.0", body=battery_content(applies_to=("new", "refurbished")))

    page = client.get(page_of(release_draft(newer, label)))

    removed, added, changed = texts_of(parsed(page), "//*[@id='difference-content']//li")
    assert str(page.context["number"]) == "2.0.0"
    assert removed == "REP-01@1.0.0 Battery that lastsRemoved"
    assert added == "LAB-01@1.0.0 Battery that lastsAdded"
    assert changed.startswith("BAT-01 1.0.0 → 1.1.0 Battery that lasts")
    assert changed.endswith("Now applies to: Refurbished devices")


def test_member_that_was_withdrawn_meanwhile_is_named_and_leaves_with_the_next_save(client):
    signed_in(client)
    battery, label = version("BAT-01"), version("LAB-01")
    draft = release_draft(battery, label)
    withdrawn(battery)

    page = client.get(page_of(draft))
    save(client, draft)

    assert list(map(str, page.context["gone"])) == [
        "A release cannot hold BAT-01@1.0.0: it is withdrawn. Take it out of the list of members."
    ]
    assert members(draft) == [("LAB-01@1.0.0", False)]
    assert client.get(page_of(draft)).context["gone"] == []


@pytest.mark.parametrize("count", [1, 4])
def test_page_takes_the_same_queries_however_many_members(client, count):
    signed_in(client)
    draft = release_draft(*VersionFactory.create_batch(count))

    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(draft))

    assert len([each for each in asked.captured_queries if 'FROM "registry_' in each["sql"]]) == 12


def test_published_draft_is_read_and_not_written(client):
    signed_in(client)
    battery = version("BAT-01")
    draft = ready(battery)
    sent = form_on(client, page_of(draft))
    release = issued(draft)

    page, answer = client.get(page_of(draft)), client.post(page_of(draft), sent)

    assert parsed(page).xpath("//main//form") == []
    assert release.get_absolute_url() in page.content.decode()
    assert "this step is not possible now" in alerts_of(answer)[0]


def test_log_says_who_did_what(client):
    user = signed_in(client)
    draft = release_draft(version("BAT-01"), actor=user)

    events = client.get(page_of(draft)).context["events"]

    assert [(event.label, event.by) for event in events] == [("Members saved", str(user)), ("Draft started", str(user))]
    user.delete()
    signed_in(client)
    again = client.get(page_of(draft)).context["events"]
    assert {event.by for event in again} == {"Somebody who has left"}
