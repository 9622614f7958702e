"""Generated release notes: each member that came, went or changed once, where its gravest change belongs."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.beside import MemberRow, ReleasesCompared
from registry.diffs.meaning import EffectKind
from registry.diffs.notes import MOST_EFFECTS, generated_notes, group_of
from registry.diffs.releases import Member, MemberChange, compare_releases
from registry.models import Criterion, CriterionVersion
from registry.sealed.canonical import canonical, normal_text
from registry.sealed.content import ProofRoute
from registry.sealed.numbers import VersionNumber
from registry.sealed.texts import Text
from tests.factories.registry import battery_content

OLD = battery_content()
LABEL = ProofRoute(id="label", type="label", moment="with_tender", or_equivalent=True)
CONTENTS = {
    "stricter": battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: {"cycles": "1200", "share": "80"}}),
    "relaxed": battery_content(levels={1: {"cycles": "700", "share": "80"}, 2: {"cycles": "900", "share": "80"}}),
    "changed": battery_content(blocks={"subject_matter": "Other smartphones."}),
    "added": battery_content(applies_to=("new", "refurbished")),
    "removed": battery_content(proof=(OLD.proof[0],)),
    "editorial": battery_content(theme="durability"),
    "same": OLD,
}
CODES = [f"BAT-{n:02}" for n in range(1, 9)]


def member(code, content=OLD, number="1.0.0", mandatory=False):
    return Member(code, VersionNumber.parse(number), content, mandatory)


def row(each: Member, change=None, *, language="en", summary=None):
    version = CriterionVersion(
        criterion=Criterion(code=each.code),
        content=canonical(each.content.as_dict()),
        **each.number._asdict(),
    )
    title = Text(each.content.texts["en"]["title"], language)
    return MemberRow(version, title, each.mandatory, change, Text(summary, language) if summary else None)


def compared(old, new, **facts):
    difference = compare_releases(old, new)
    return ReleasesCompared(
        difference=difference,
        added=[row(each, **facts) for each in difference.added],
        removed=[row(each, **facts) for each in difference.removed],
        changed=[row(change.new, change, **facts) for change in difference.changed],
        unchanged=[],
    )


def notes(old, new, **facts):
    return generated_notes(compared(old, new, **facts), "en")


def named(blocks) -> dict[str, str]:
    """By code, the group in which it stands; raises if it stands in two lines."""
    found: dict[str, str] = {}
    for group, text in blocks.items():
        for code in re.findall(r"^- (\S+) ", text, re.MULTILINE):
            assert code not in found
            found[code] = group
    return found


@pytest.mark.parametrize("group", ["stricter", "relaxed", "changed", "added", "removed", "editorial"])
def test_changed_member_stands_in_the_group_of_its_gravest_change(group):
    blocks = notes([member("BAT-01")], [member("BAT-01", CONTENTS[group], "2.0.0")])

    assert list(blocks) == [group]
    assert blocks[group].startswith("- BAT-01 1.0.0 → 2.0.0, Battery that lasts: ")


def test_graver_change_decides_where_several_things_change():
    both = replace(CONTENTS["stricter"], applies_to=("new", "refurbished"), theme="durability")

    assert named(notes([member("BAT-01")], [member("BAT-01", both, "2.0.0")])) == {"BAT-01": "stricter"}


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (False, True, {"stricter": "- BAT-01 1.0.0, Battery that lasts: Now mandatory: every tender takes it."}),
        (True, False, {"relaxed": "- BAT-01 1.0.0, Battery that lasts: No longer mandatory."}),
    ],
)
def test_other_duty_is_a_change_of_the_same_version(before, after, line):
    assert notes([member("BAT-01", mandatory=before)], [member("BAT-01", mandatory=after)]) == line


def test_version_that_says_the_same_is_editorial():
    assert notes([member("BAT-01")], [member("BAT-01", OLD, "1.0.1")]) == {
        "editorial": "- BAT-01 1.0.0 → 1.0.1, Battery that lasts."
    }


def test_what_the_editors_wrote_comes_first():
    blocks = notes(
        [member("BAT-01")], [member("BAT-01", CONTENTS["editorial"], "1.0.1")], summary="Moved\nto another theme."
    )

    assert blocks["editorial"].startswith("- BAT-01 1.0.0 → 1.0.1, Battery that lasts: Moved to another theme; ")


def test_title_and_summary_in_another_language_are_left_out():
    """What is not translated is not mixed in."""
    blocks = generated_notes(compared([], [member("BAT-01")], language="sv", summary="Nytt."), "en")

    assert blocks == {"added": "- BAT-01 1.0.0."}


def test_sentences_are_in_the_language_of_the_notes():
    change = [member("BAT-01")], [member("BAT-01", CONTENTS["stricter"], "2.0.0")]

    english, swedish = notes(*change), generated_notes(compared(*change, language="sv"), "sv")

    assert "cycles" in english["stricter"]
    assert english["stricter"] != swedish["stricter"]
    assert "cykler" in swedish["stricter"]


def test_long_list_of_changes_is_cut_with_a_count():
    stricter = replace(
        CONTENTS["stricter"],
        proof=(replace(OLD.proof[0], required=True), LABEL),
        stages=("use", "repair"),
        cpv=("30213100-6",),
        applies_to=("refurbished",),
        ambitions=("A1",),
    )

    (text,) = notes([member("BAT-01")], [member("BAT-01", stricter, "2.0.0")]).values()

    sentences = text.split(": ", 1)[1].split("; ")
    assert len(sentences) == MOST_EFFECTS + 1
    assert re.fullmatch(r"and \d+ more changes?\.", sentences[-1])


members = st.dictionaries(
    st.sampled_from(CODES),
    st.tuples(st.sampled_from(sorted(CONTENTS)), st.sampled_from(["1.0.0", "1.1.0", "2.0.0"]), st.booleans()),
    max_size=len(CODES),
)


def as_members(chosen):
    return [member(code, CONTENTS[name], number, duty) for code, (name, number, duty) in chosen.items()]


@given(members, members)
def test_every_member_that_came_went_or_changed_is_named_once_and_no_other(old, new):
    difference = compare_releases(as_members(old), as_members(new))

    found = named(notes(as_members(old), as_members(new)))

    assert {code for code, group in found.items() if group == "added"} >= {each.code for each in difference.added}
    assert {code for code, group in found.items() if group == "removed"} >= {each.code for each in difference.removed}
    expected = [*difference.added, *difference.removed, *difference.changed]
    assert sorted(found) == sorted(each.code for each in expected)


@given(members, members)
def test_notes_are_in_normal_form_and_their_groups_are_known(old, new):
    blocks = notes(as_members(old), as_members(new))

    assert set(blocks) <= set(EffectKind.values)
    assert [normal_text(text) for text in blocks.values()] == list(blocks.values())
    assert all(line.startswith("- ") for text in blocks.values() for line in text.splitlines())


@given(members)
def test_release_compared_with_itself_has_no_notes(chosen):
    assert notes(as_members(chosen), as_members(chosen)) == {}


@given(st.sampled_from(sorted(CONTENTS)), st.sampled_from(sorted(CONTENTS)), st.booleans(), st.booleans())
def test_group_belongs_to_the_step_that_the_change_takes(old, new, before, after):
    """What stands under stricter, changed or withdrawn is a major step; under relaxed or added a minor one at least."""
    change = MemberChange(
        member("BAT-01", CONTENTS[old], mandatory=before), member("BAT-01", CONTENTS[new], "2.0.0", after)
    )

    group = group_of(change)

    bump = max((effect.bump for effect in change.difference.effects), default=1)
    least = max([bump, *([3] if after and not before else []), *([2] if before and not after else [])])
    assert {3: ("stricter", "changed", "removed"), 2: ("relaxed", "added"), 1: ("editorial",)}[least].count(group) == 1
