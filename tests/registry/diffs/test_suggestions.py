"""What earlier translations offer: the newest words whose source stayed the same, else the newest to start from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.diffs.suggestions import blocks_of, newest_revision, sources_of, suggestions
from registry.models import Criterion, CriterionVersion, VersionTranslation
from registry.sealed.canonical import canonical
from registry.sealed.numbers import VersionNumber
from tests.factories.registry import battery_content

BLOCKS = ("title", "purpose", "guidance")
SOURCES = st.sampled_from(["A battery.", "A good battery.", "A battery that lasts."])
# of one version: its sources by block, and the revisions of its translation, of which each has some blocks
VERSIONS = st.lists(
    st.tuples(
        st.fixed_dictionaries(dict.fromkeys(BLOCKS, SOURCES)),
        st.lists(st.dictionaries(st.sampled_from(BLOCKS), st.text("abc", min_size=1)), max_size=2),
    ),
    min_size=1,
    max_size=5,
)


def version_of(number, sources, revisions=(), *, language="sv", texts=None):
    """A version that is in no database, with its translations."""
    version = CriterionVersion(
        pk=number + 1,
        criterion=Criterion(code="BAT-01"),
        **VersionNumber(1, number, 0)._asdict(),
        content=canonical(battery_content(texts=texts or {"en": dict(sources)}).as_dict()),
    )
    rows = [
        VersionTranslation(version=version, language=language, revision=place, content=canonical(blocks))
        for place, blocks in enumerate(revisions, start=1)
    ]
    version._prefetched_objects_cache = {"translations": rows}
    return version


def line_of(described):
    return [version_of(number, *each) for number, each in enumerate(described)]


@given(VERSIONS)
def test_what_holds_has_the_same_source(described):
    *earlier, version = line_of(described)

    for block, offer in suggestions(version, "sv", earlier).items():
        is_same = sources_of(offer.origin.version, block) == sources_of(version, block)
        assert offer.holds is is_same
        assert offer.text == offer.origin.blocks[block]


@given(VERSIONS)
def test_block_is_offered_where_an_earlier_version_has_it_translated(described):
    *earlier, version = line_of(described)
    translated = {block for each in earlier if (row := newest_revision(each, "sv")) for block in row.blocks}

    assert suggestions(version, "sv", earlier).keys() == translated


@given(VERSIONS)
def test_no_newer_words_that_hold_are_passed_over(described):
    *earlier, version = line_of(described)

    for block, offer in suggestions(version, "sv", earlier).items():
        newer = [each for each in earlier if each.number > offer.origin.version.number]
        rows = [row for each in newer if (row := newest_revision(each, "sv")) and block in row.blocks]
        still = [row for row in rows if sources_of(row.version, block) == sources_of(version, block)]
        assert still == []
        assert rows == [] or offer.holds


@given(VERSIONS)
def test_order_of_the_earlier_versions_does_not_matter(described):
    *earlier, version = line_of(described)

    assert suggestions(version, "sv", earlier) == suggestions(version, "sv", reversed(earlier))


@given(VERSIONS)
def test_nothing_is_offered_from_another_language(described):
    *earlier, version = line_of(described)

    assert suggestions(version, "fi", earlier) == {}


@given(VERSIONS)
def test_first_version_is_offered_nothing(described):
    assert suggestions(line_of(described)[0], "sv", []) == {}


def test_words_that_held_before_a_detour_are_found_again():
    first = version_of(0, {"title": "A battery."}, [{"title": "Ett batteri."}])
    second = version_of(1, {"title": "Two batteries."}, [{"title": "Två batterier."}])
    third = version_of(2, {"title": "A battery."})

    offer = suggestions(third, "sv", [first, second])["title"]

    assert (offer.text, str(offer.origin), offer.holds) == ("Ett batteri.", "BAT-01@1.0.0/sv.r1", True)


def test_changed_source_comes_with_what_it_was():
    first = version_of(0, {"title": "A battery."}, [{"title": "Fel."}, {"title": "Ett batteri."}])

    offer = suggestions(version_of(1, {"title": "A good battery."}), "sv", [first])["title"]

    assert (offer.text, offer.source, offer.holds) == ("Ett batteri.", "A battery.", False)
    assert str(offer.origin) == "BAT-01@1.0.0/sv.r2"


def test_every_authoritative_text_of_a_block_has_to_stay():
    first = version_of(0, {}, [{"title": "Akku"}], language="fi", texts={"en": {"title": "A"}, "sv": {"title": "B"}})
    same = version_of(1, {}, texts={"en": {"title": "A"}, "sv": {"title": "B"}})
    other = version_of(1, {}, texts={"en": {"title": "A"}, "sv": {"title": "C"}})

    offers = [suggestions(version, "fi", [first])["title"].holds for version in (same, other)]

    assert offers == [True, False]


def test_block_that_is_gone_is_not_offered():
    first = version_of(0, {"title": "A", "guidance": "B"}, [{"title": "A", "guidance": "B"}])

    assert list(suggestions(version_of(1, {"title": "A"}), "sv", [first])) == ["title"]


def test_blocks_stand_as_they_are_read():
    version = version_of(0, battery_content().texts["en"])

    assert blocks_of(version) == [
        *("title", "subject_matter", "purpose", "requirement.1", "requirement.2", "parameter.cycles"),
        *("parameter.share", "proof.eprel", "proof.label", "follow_up", "legal_floor.ecodesign", "guidance"),
    ]


@pytest.mark.parametrize(("revisions", "number"), [([], None), ([{}], 1), ([{}, {}, {}], 3)])
def test_newest_revision_is_the_last(revisions, number):
    newest = newest_revision(version_of(0, {"title": "A"}, revisions), "sv")

    assert (newest and newest.revision) == number
