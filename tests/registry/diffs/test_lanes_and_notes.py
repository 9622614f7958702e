"""Lanes say of two releases what their comparison and their notes say, and each lane tells one story."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry.diffs.beside import releases_beside
from registry.diffs.lanes import Mark, lanes_of
from registry.diffs.notes import generated_notes
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, VersionFactory, battery_content

TODAY = date(2026, 6, 1)
STRICTER = battery_content(levels={1: {"cycles": "900", "share": "80"}, 2: {"cycles": "1000", "share": "80"}})
REFILED = battery_content(theme="climate")
CODES = ("BAT-01", "LAB-01", "REP-01")
GONE = {Mark.LEFT, Mark.WITHDRAWN}

# Of each release: which version of each criterion it holds, if any, and whether it is mandatory.
duties = st.tuples(st.sampled_from((None, 0, 1, 2)), st.booleans())
manifests = st.tuples(duties, duties, duties).filter(lambda row: any(held is not None for held, _duty in row))
histories = st.lists(manifests, min_size=1, max_size=5, unique=True)


def lines():
    """Three versions of each criterion, each from the one before."""
    found = []
    for code in CODES:
        first = VersionFactory(criterion__code=code)
        second = VersionFactory(criterion=first.criterion, base_version=first, number="2.0.0", body=STRICTER)
        third = VersionFactory(criterion=first.criterion, base_version=second, number="2.0.1", body=REFILED)
        found.append((first, second, third))
    return found


def released(history):
    """The releases of a history; one manifest may be sealed only once, so equal ones have gone."""
    versions, releases, seen = lines(), [], set()
    for row in history:
        held = [(line[place], duty) for line, (place, duty) in zip(versions, row, strict=True) if place is not None]
        if (key := tuple((version.pk, duty) for version, duty in held)) in seen:
            continue
        seen.add(key)
        members, mandatory = [version for version, _duty in held], [version for version, duty in held if duty]
        releases.append(ReleaseFactory(number=f"{len(seen)}.0.0", members=members, mandatory=mandatory))
    return releases


class Lanes(TestCase):
    @given(history=histories)
    @settings(max_examples=25)
    def test_marks_are_those_of_the_comparison_of_two_releases(self, history):
        releases = released(history)

        rows = {row.code: row.stops for row in lanes_of(CriteriaSetFactory(), "en", on=TODAY).rows}

        for place, (old, new) in enumerate(pairwise(releases), start=1):
            marks = {code: stops[place].mark for code, stops in rows.items() if stops[place]}
            difference = releases_beside(old, new, "en").difference
            assert {code for code, mark in marks.items() if mark == Mark.ADDED} == {m.code for m in difference.added}
            assert {code for code, mark in marks.items() if mark in GONE} == {m.code for m in difference.removed}
            same = {member.code for member in new_members(new)} - {m.code for m in difference.added}
            same -= {change.code for change in difference.changed}
            assert {code for code, mark in marks.items() if mark == Mark.UNCHANGED} == same

    @given(history=histories)
    @settings(max_examples=25)
    def test_notes_put_each_criterion_into_the_group_of_its_mark(self, history):
        releases = released(history)

        rows = {row.code: row.stops for row in lanes_of(CriteriaSetFactory(), "en", on=TODAY).rows}

        for place, (old, new) in enumerate(pairwise(releases), start=1):
            notes = generated_notes(releases_beside(old, new, "en"), "en")
            for code, stops in rows.items():
                if stops[place] and stops[place].mark != Mark.UNCHANGED:
                    [group] = [name for name, text in notes.items() if f"- {code} " in text]
                    mark = "left" if group == "removed" else group
                    assert stops[place].mark == mark

    @given(history=histories)
    @settings(max_examples=25)
    def test_lane_begins_with_what_is_added_and_ends_with_what_is_gone(self, history):
        released(history)

        for row in lanes_of(CriteriaSetFactory(), "en", on=TODAY).rows:
            marks = [stop and stop.mark for stop in row.stops]
            for before, after in pairwise([None, *marks]):
                is_outside = before is None or before in GONE
                assert (after in {None, Mark.ADDED}) == is_outside


def new_members(release):
    """Code and version of each member of a release."""
    return [member.version.criterion for member in release.members.select_related("version__criterion")]


@pytest.mark.django_db
def test_release_that_only_turns_the_order_changes_nothing():
    bat, rep = VersionFactory(criterion__code="BAT-01"), VersionFactory(criterion__code="REP-01")
    ReleaseFactory(number="1.0.0", members=[bat, rep])
    ReleaseFactory(number="1.0.1", members=[rep, bat])

    found = lanes_of(CriteriaSetFactory(), "en", on=TODAY)

    assert [(row.code, row.stops[1].mark) for row in found.rows] == [
        ("REP-01", Mark.UNCHANGED),
        ("BAT-01", Mark.UNCHANGED),
    ]
