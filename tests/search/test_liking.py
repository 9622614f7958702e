"""More like this: by the words of a title, of what the reader may see."""

from datetime import date, timedelta

import pytest

from portal.core.viewer import EVERYONE, VISITOR, Viewer
from search.finding import find
from search.liking import liked
from search.models import IndexedEntry
from tests.factories.registry import VersionFactory, battery_content
from tests.factories.search import TODAY, asked, entry, found, keys, rebuild

pytestmark = pytest.mark.django_db


def version(code, title):
    content = battery_content()
    content["texts"]["en"]["title"] = title
    return VersionFactory(criterion__code=code, content=content)


def test_what_shares_words_with_a_title_is_found_without_itself(backend):
    backend.index(
        [
            entry("criterion:1", "A battery that lasts"),
            entry("criterion:2", "Battery of a phone"),
            entry("criterion:3", "Warranty that lasts for the battery"),
            entry("criterion:4", "Packaging"),
        ]
    )

    assert found(backend, like="criterion:1", like_title="A battery that lasts") == ["criterion:3", "criterion:2"]


def test_title_is_read_of_what_is_found(database):
    one = VersionFactory(criterion__code="BAT-01")
    other = VersionFactory(criterion__code="BAT-02")
    list(rebuild())

    query = liked(asked(like=f"criterion:{one.pk}"))

    assert (query.like_title, query.on) == ("Battery that lasts", TODAY)
    assert keys(find(query)) == [f"criterion:{other.pk}"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"visible_to": "|members|"},
        {"hidden_from": f"|{EVERYONE}|"},
        {"since": TODAY + timedelta(days=1)},
        {"until": TODAY},
        {"is_gone": True},
    ],
)
def test_nothing_is_like_what_the_reader_may_not_see(database, hidden):
    one = VersionFactory()
    list(rebuild())
    IndexedEntry.objects.update(**hidden)

    query = liked(asked(like=f"criterion:{one.pk}"))

    assert (query.like, query.like_title) == ("", "")


def test_what_the_database_does_not_allow_any_more_has_no_title(database):
    database.index([entry("criterion:999", "Secret")])

    assert liked(asked(like="criterion:999")).like == ""


def test_member_may_ask_for_more_like_what_members_see(database):
    one = VersionFactory()
    list(rebuild())
    IndexedEntry.objects.update(visible_to="|members|")

    member = asked(like=f"criterion:{one.pk}", viewer=Viewer((EVERYONE, "members")), on=date(2026, 11, 23))

    assert liked(member).like_title == "Battery that lasts"
    assert liked(asked(like=f"criterion:{one.pk}", viewer=VISITOR)).like_title == ""


def test_page_says_like_what_and_each_hit_leads_to_more(client, backend):
    one = VersionFactory(criterion__code="BAT-01")
    other = VersionFactory(criterion__code="BAT-02")
    list(rebuild())

    page = client.get(f"/en/search/?like=criterion:{one.pk}").content.decode()

    assert "More like “Battery that lasts”" in page
    assert f'href="/en/search/?like=criterion:{other.pk}"' in page
    assert "BAT-01@" not in page
