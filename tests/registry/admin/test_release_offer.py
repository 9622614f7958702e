"""What a release can hold, and what a form of its members makes of what was sent."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from registry.admin.releases.forms import MembersForm, NoteForm, members_of, members_sent
from registry.admin.releases.offer import offer_for, others
from registry.services.assembling import Choice
from tests.factories.history import CHANGED_ON, followed_by, withdrawn
from tests.factories.registry import CriteriaSetFactory, RegisterFactory, TranslationFactory, VersionFactory
from tests.factories.releases import RELEASED

pytestmark = pytest.mark.django_db


def offer(language="en", on=RELEASED):
    return offer_for(CriteriaSetFactory(), on=on, language=language)


def version(code, **facts):
    return VersionFactory(criterion__code=code, **facts)


def form(offered, members, sent=None, **fields):
    """The form of these members; ``fields`` are what a browser sends, by name."""
    query = QueryDict(mutable=True)
    query.update({"seen": "1"})
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    found = MembersForm(offered, members_of(offered, members), query)
    found.is_valid()
    return found


def kept(*versions, **more):
    """What is sent of members that stay as they are."""
    sent = {}
    for each in versions:
        sent |= {f"taken_{each.criterion_id}": "on", f"version_{each.criterion_id}": str(each.pk)}
    return sent | more


def test_every_criterion_of_the_register_is_offered_by_code_with_its_finals_newest_first():
    label, battery = version("LAB-01"), version("BAT-01")
    newer = followed_by(battery, "1.1.0")
    version("OLD-01", number="1.0.0-rc.1", published=None)

    found = offer()

    assert [each.criterion.code for each in found.values()] == ["BAT-01", "LAB-01"]
    assert found[battery.criterion_id].finals == (newer, battery)
    assert found[label.criterion_id].in_force == label


def test_criterion_of_another_register_is_not_offered():
    VersionFactory(criterion__register=RegisterFactory(code="other"))

    assert offer() == {}


def test_withdrawn_version_is_not_offered():
    withdrawn(version("BAT-01"))

    assert offer() == {}


def test_choice_of_a_version_says_how_it_stands():
    battery = version("BAT-01")
    newer = followed_by(battery, "1.1.0", RELEASED + timedelta(days=1))

    [before] = offer().values()
    [after] = offer(on=RELEASED + timedelta(days=1)).values()

    assert before.choices == [(newer.pk, "1.1.0"), (battery.pk, "1.0.0 (published)")]
    assert after.choices == [(newer.pk, "1.1.0 (published)"), (battery.pk, "1.0.0 (superseded)")]
    assert (before.in_force, after.in_force) == (battery, newer)


def test_title_says_its_language():
    battery = version("BAT-01")
    TranslationFactory(version=battery, language="sv")

    [swedish], [finnish] = offer("sv").values(), offer("fi").values()

    assert (swedish.title, swedish.title.lang) == ("Battery that lasts [sv]", "sv")
    assert (finnish.title, finnish.title.lang) == ("Battery that lasts", "en")


def test_others_are_those_in_force_that_are_no_members():
    battery, label = version("BAT-01"), version("LAB-01")
    version("NEW-01", published=RELEASED + timedelta(days=1))

    assert [each.criterion for each in others(offer(), [battery.criterion_id])] == [label.criterion]


@pytest.mark.parametrize("count", [1, 5])
def test_offer_takes_three_queries(django_assert_num_queries, count):
    criteria_set = CriteriaSetFactory()
    for version_ in VersionFactory.create_batch(count):
        followed_by(version_, "1.1.0")

    with django_assert_num_queries(3):  # the finals, the newest with their texts, their translations
        assert len(offer_for(criteria_set, on=RELEASED, language="en")) == count


def test_members_stay_in_their_order_with_duty_where_nothing_is_changed():
    battery, label = version("BAT-01"), version("LAB-01")
    members = [Choice(label.pk, True), Choice(battery.pk, False)]

    found = form(offer(), members, **kept(label, battery, **{f"mandatory_{label.criterion_id}": "on"}))

    assert found.choices() == members


@pytest.mark.parametrize(
    ("places", "codes"),
    [
        (("3", "1", "2"), ["LAB-01", "REP-01", "BAT-01"]),
        (("1", "1", "1"), ["BAT-01", "LAB-01", "REP-01"]),
        (("", "7", ""), ["LAB-01", "BAT-01", "REP-01"]),
        (("2", "1", ""), ["LAB-01", "BAT-01", "REP-01"]),
    ],
    ids=["all", "the same", "one", "two"],
)
def test_places_put_members_in_order(places, codes):
    members = [version(code) for code in ("BAT-01", "LAB-01", "REP-01")]
    sent = {f"place_{each.criterion_id}": place for each, place in zip(members, places, strict=True)}

    found = form(offer(), [Choice(each.pk, False) for each in members], **kept(*members, **sent))

    by_key = {each.pk: each.criterion.code for each in members}
    assert [by_key[choice.version_id] for choice in found.choices()] == codes


def test_what_is_added_comes_last_in_the_version_in_force():
    battery, label = version("BAT-01"), version("LAB-01")
    newer = followed_by(label, "1.1.0", CHANGED_ON)

    found = form(offer(), [Choice(battery.pk, False)], **kept(battery, added=[str(label.criterion_id)]))

    assert found.choices() == [Choice(battery.pk, False), Choice(newer.pk, False)]


def test_version_of_another_criterion_is_refused():
    battery, label = version("BAT-01"), version("LAB-01")

    found = form(offer(), [Choice(battery.pk, False)], **kept(battery) | {f"version_{battery.criterion_id}": label.pk})

    assert list(found.errors) == [f"version_{battery.criterion_id}"]


def test_members_that_were_sent_are_those_of_the_page_whatever_the_draft_holds_now():
    battery, label = version("BAT-01"), version("LAB-01")
    sent = QueryDict(mutable=True)
    sent.setlist("member", [str(label.criterion_id), str(battery.criterion_id), "x", "0", "9" * 30, "²"])

    assert list(members_sent(offer(), sent)) == [label.criterion_id, battery.criterion_id]


def test_note_in_its_fields_is_what_was_typed_in_normal_form():
    sent = QueryDict("seen=3&lead=%20Longer%20lives.%0D%0A&stricter=-%20%20BAT-01")

    found = NoteForm("sv", sent)

    assert found.is_valid()
    assert {name: text for name, text in found.blocks().items() if text} == {
        "lead": "Longer lives.",
        "stricter": "- BAT-01",
    }
    assert {found.fields[name].widget.attrs["lang"] for name in found.blocks()} == {"sv"}
