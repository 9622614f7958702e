"""What is not found is counted, without anybody's name and without anybody waiting."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.periods import MISSES
from portal.privacy.services.expiring import expire
from search.misses import MOST_A_DAY, count_miss, kept_text, missed_often
from search.models import Miss
from search.synonyms import MEMO
from tests.factories.accounts import city_editor, coordinator, sign_in_with_second_factor
from tests.factories.registry import VersionFactory
from tests.factories.search import TODAY, rebuild

pytestmark = pytest.mark.django_db


def counted():
    return list(Miss.objects.order_by("text").values_list("text", "language", "count"))


def test_search_that_finds_nothing_is_counted_by_day_language_and_text(client, database):
    VersionFactory()
    list(rebuild())

    for text in ("Unobtainium!", "unobtainium", "battery"):
        client.get("/en/search/", {"q": text})
    client.get("/sv/search/", {"q": "unobtainium"})

    assert counted() == [("unobtainium", "en", 2), ("unobtainium", "sv", 1)]
    assert {miss.day for miss in Miss.objects.all()} == {localdate()}


@pytest.mark.parametrize(
    "address", ["/en/search/", "/en/search/?q=", "/en/search/?q=zzz&page=2", "/en/search.json?q=zzz"]
)
def test_what_is_no_miss_is_not_counted(client, database, address):
    client.get(address)

    assert counted() == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Käytetty  LÄPPÄRI", "kaytetty lappari"),
        ("anna@example.org", ""),
        ("anna＠example.org", ""),
        ("call 0701234567", ""),
        ("call 070-123 45 67", ""),
        ("850101-1234", ""),
        ("٣٤٥٦٧٨", ""),
        ("32250000-0", "32250000 0"),
        ("CPV 32250000", "cpv 32250000"),
        ("bat-01 bat-02 bat-03", "bat 01 bat 02 bat 03"),
        ("BAT-01 and 123456", ""),
        ("12345", "12345"),
        ("???", ""),
        ("a" * 300, "a" * 100),
    ],
)
def test_text_is_folded_and_cut_and_one_that_may_name_somebody_is_not_kept(text, kept):
    assert kept_text(text) == kept


@given(st.text(max_size=300))
def test_kept_text_holds_no_address_and_is_short(text):
    kept = kept_text(text)

    assert "@" not in kept
    assert len(kept) <= 100


def test_miss_that_cannot_be_counted_fails_nothing(client, database, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_miss RENAME TO search_miss_elsewhere")

    assert client.get("/en/search/?q=zzz").status_code == 200
    assert "could not be counted" in caplog.text


def test_only_so_many_different_texts_count_in_a_day():
    Miss.objects.bulk_create(
        Miss(day=TODAY, language="en", text=f"text {number}", count=1) for number in range(MOST_A_DAY)
    )

    count_miss("one more", "en", on=TODAY)
    count_miss("text 7", "en", on=TODAY)

    assert Miss.objects.count() == MOST_A_DAY
    assert Miss.objects.get(text="text 7").count == 2


def test_text_is_shown_once_it_was_missed_twice():
    for text, days in [("once", [0]), ("twice", [0, 1]), ("thrice", [0, 0, 3])]:
        for day in days:
            count_miss(text, "en", on=TODAY - timedelta(days=day))

    assert [(row["text"], row["times"], row["last"]) for row in missed_often()] == [
        ("thrice", 3, TODAY),
        ("twice", 2, TODAY),
    ]


def test_misses_go_after_their_time():
    today = localdate()
    for days in (MISSES.days, MISSES.days + 1):
        count_miss(f"old {days}", "en", on=today - timedelta(days=days))

    assert expire()["misses deleted"] == 1
    assert [text for text, _language, _count in counted()] == [f"old {MISSES.days}"]


def test_coordinator_reads_exports_and_makes_synonyms_of_misses(client):
    for _time in range(2):
        count_miss("=kännykkä", "fi", on=TODAY)
    sign_in_with_second_factor(client, coordinator())

    page = client.get("/admin/search-misses/").content.decode()
    csv = b"".join(client.get("/admin/search-misses/?export=csv").streaming_content).decode()
    xlsx = client.get("/admin/search-misses/?export=xlsx")
    form = client.get("/admin/snippets/search/synonymgroup/add/?words=kannykka").content.decode()

    assert "/admin/snippets/search/synonymgroup/add/?words=kannykka" in page
    assert csv.splitlines()[1] == "kannykka,fi,2,2026-11-23"
    assert xlsx["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert ">\nkannykka</textarea>" in form


@pytest.mark.parametrize("make", [city_editor, lambda: coordinator(is_active=False)])
@pytest.mark.parametrize("address", ["/admin/search-misses/", "/admin/snippets/search/synonymgroup/"])
def test_nobody_else_reads_them(client, make, address):
    client.force_login(make())

    assert client.get(address).status_code in (302, 403)


def test_coordinator_makes_changes_and_deletes_synonyms_which_count_at_once(client, database):
    sign_in_with_second_factor(client, coordinator())
    client.post("/admin/snippets/search/synonymgroup/add/", {"words": "kännykkä\nphone"})
    assert MEMO.read().groups == (("kännykkä", "phone"),)

    refused = client.post("/admin/snippets/search/synonymgroup/add/", {"words": "Phone\nmobile"})
    assert "“Phone” is in another group already: kännykkä, phone." in refused.content.decode()


def test_page_of_nothing_offers_what_can_be_done(client, database):
    page = client.get("/en/search/?q=zzz").content.decode()

    assert "Texts in all five languages were searched." in page
    assert 'href="/en/join/"' in page
    client.force_login(city_editor())
    assert 'href="/en/experiences/"' in client.get("/en/search/?q=zzz").content.decode()
