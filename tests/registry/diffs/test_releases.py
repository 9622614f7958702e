"""What changed between two releases, and the number that it needs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.releases import Member, MemberChange, compare_releases, release_bump
from registry.enums import Bump
from registry.sealed.numbers import VersionNumber
from tests.factories.registry import battery_content

OLD = battery_content()
STRICTER = battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: OLD.levels[2]})


def _member(code: str, number: str = "1.0.0", *, mandatory: bool = False, content=OLD) -> Member:
    return Member(code=code, number=VersionNumber.parse(number), content=content, mandatory=mandatory)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([_member("BAT-01")], [_member("BAT-01"), _member("BAT-02")], Bump.MINOR),
        ([_member("BAT-01")], [_member("BAT-01"), _member("BAT-02", mandatory=True)], Bump.MAJOR),
        ([_member("BAT-01"), _member("BAT-02")], [_member("BAT-01")], Bump.MAJOR),
        ([_member("BAT-01")], [_member("BAT-01", "2.0.0")], Bump.MAJOR),
        ([_member("BAT-01")], [_member("BAT-01", "1.1.0")], Bump.MINOR),
        ([_member("BAT-01")], [_member("BAT-01", "1.0.1")], Bump.PATCH),
        ([_member("BAT-01")], [_member("BAT-01", "1.0.1", mandatory=True)], Bump.MAJOR),
        ([_member("BAT-01", mandatory=True)], [_member("BAT-01")], Bump.MINOR),
        ([_member("BAT-01"), _member("BAT-02")], [_member("BAT-02"), _member("BAT-01")], Bump.PATCH),
        ([_member("BAT-01"), _member("BAT-02")], [_member("BAT-01", "1.1.0"), _member("BAT-02", "1.0.1")], Bump.MINOR),
    ],
)
def test_release_takes_the_least_step(old: list[Member], new: list[Member], expected: Bump):
    assert release_bump(old, new) is expected


def test_release_that_goes_back_is_judged_by_content():
    old = [_member("BAT-01", "2.0.0", content=OLD)]
    new = [_member("BAT-01", "1.0.0", content=STRICTER)]

    assert release_bump(old, new) is Bump.MAJOR
    assert release_bump([replace(old[0], content=STRICTER)], [replace(new[0], content=OLD)]) is Bump.MINOR


def test_release_difference_sorts_members():
    old = [_member("BAT-01"), _member("BAT-02"), _member("BAT-03"), _member("BAT-05")]
    new = [_member("BAT-04"), _member("BAT-03"), _member("BAT-01", "2.0.0", content=STRICTER)]
    new.append(_member("BAT-05", mandatory=True))

    difference = compare_releases(old, new)

    assert [member.code for member in difference.added] == ["BAT-04"]
    assert [member.code for member in difference.removed] == ["BAT-02"]
    assert [change.code for change in difference.changed] == ["BAT-01", "BAT-05"]
    assert [member.code for member in difference.unchanged] == ["BAT-03"]
    assert [change.becomes_mandatory for change in difference.changed] == [False, True]
    assert [str(effect.sentence) for effect in difference.changed[0].difference.effects] == [
        "Level 1, stricter: 800 → 1,000 cycles"
    ]


def test_release_difference_believes_a_declaration():
    old = [_member("BAT-01")]
    new = [_member("BAT-01", "1.0.1", content=battery_content(blocks={"follow_up": "The buyer looks."}))]

    believed, doubted = (compare_releases(old, new, declared=codes).changed[0] for codes in ({"BAT-01"}, ()))

    assert (believed.difference.bump, doubted.difference.bump) == (Bump.PATCH, Bump.MAJOR)


codes = st.sampled_from(["BAT-01", "BAT-02", "CLI-01"])
members = st.lists(
    st.builds(_member, codes, st.sampled_from(["1.0.0", "1.1.0", "2.0.0"]), mandatory=st.booleans()),
    unique_by=lambda member: member.code,
)


@given(members)
def test_release_and_itself_differ_nowhere(release: list[Member]):
    difference = compare_releases(release, release)

    assert (difference.is_empty, difference.bump, difference.unchanged) == (True, Bump.PATCH, tuple(release))


@given(members, members)
def test_release_difference_back_mirrors_the_way_there(old: list[Member], new: list[Member]):
    there, back = compare_releases(old, new), compare_releases(new, old)

    assert (there.added, there.removed) == (back.removed, back.added)
    swapped = [MemberChange(change.new, change.old) for change in back.changed]
    assert sorted(swapped, key=lambda change: change.code) == sorted(there.changed, key=lambda change: change.code)


@given(members, members)
def test_release_difference_accounts_for_every_member(old: list[Member], new: list[Member]):
    difference = compare_releases(old, new)
    kept = [change.new for change in difference.changed] + list(difference.unchanged)

    assert sorted(m.code for m in [*difference.added, *kept]) == sorted(m.code for m in new)
    assert len(difference.removed) + len(kept) == len(old)
