"""What to use now: answered for every version that is not simply in force, across whatever took its place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.enums import LineageKind, StatusKind, StepAfter
from registry.sealed.content import CriterionContent
from registry.takeaway.standing import history_of
from registry.takeaway.use_now import _reachable, heads_after, use_now
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.proposals import DAY, deprecation, replacement, taken, withdrawal
from tests.factories.registry import CriterionFactory, LineageEdgeFactory, TranslationFactory, VersionFactory

JUNE, SEPTEMBER = date(2026, 6, 1), date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01")


def heir(code, **facts):
    return VersionFactory(criterion__code=code, **facts)


def answer(version, *, on=JUNE, language="en"):
    history = history_of(version.criterion, on=on, language=language, around=version)
    standing = next(row.standing for row in history if row.version.pk == version.pk)
    return use_now(version, standing, history, on=on, language=language)


def uses(version, **asked):
    found = answer(version, **asked)
    return [str(use.version) for use in found.uses]


def test_version_in_force_needs_no_answer_and_no_query(version, django_assert_num_queries):
    history = history_of(version.criterion, on=JUNE, language="en")

    with django_assert_num_queries(0):
        assert use_now(version, history[0].standing, history, on=JUNE, language="en") is None


def test_superseded_version_is_followed_by_the_one_in_force(version):
    followed_by(followed_by(version, "1.1.0"), "2.0.0")

    [use] = answer(version).uses
    assert (str(use.version), use.is_same_criterion) == ("BAT-01@2.0.0", True)
    assert use.levels == [(1, "BAT-01@2.0.0/L1"), (2, "BAT-01@2.0.0/L2")]


def test_title_is_in_the_readers_language(version):
    TranslationFactory(version=followed_by(version, "1.1.0"), language="sv")

    assert answer(version, language="sv").uses[0].title == "Battery that lasts [sv]"


@pytest.mark.parametrize("kind", [StepAfter.REPLACEMENT, StepAfter.SPLIT, StepAfter.MERGER])
def test_lineage_leads_to_every_heir(version, kind):
    heirs = [heir("BAT-03"), heir("BAT-04")] if kind is StepAfter.SPLIT else [heir("BAT-03")]
    also = [heir("BAT-02")] if kind is StepAfter.MERGER else []
    taken(version, replacement(*heirs, kind=kind, also=also))

    for source in (version, *also):
        found = answer(source)
        assert [use.version for use in found.uses] == heirs
        assert not any(use.is_same_criterion for use in found.uses)


def test_heirs_of_heirs_are_named_where_the_heirs_are_gone(version):
    middle, last, other = heir("BAT-02"), heir("BAT-03"), heir("BAT-04")
    taken(version, replacement(middle))
    assert uses(version) == ["BAT-02@1.0.0"]
    taken(middle, replacement(last, other, kind=StepAfter.SPLIT))

    assert uses(version) == ["BAT-03@1.0.0", "BAT-04@1.0.0"]


def test_heir_in_force_ends_the_search(version):
    """BAT-02 is merely going to be replaced: it is in force, so it is the answer, and BAT-03 is not."""
    middle, last = heir("BAT-02"), heir("BAT-03")
    taken(version, replacement(middle))
    taken(middle, replacement(last, ends_as=StatusKind.DEPRECATED))

    assert uses(version) == ["BAT-02@1.0.0"]
    assert uses(middle) == ["BAT-03@1.0.0"]


def test_newest_version_of_an_heir_is_named(version):
    taken(version, replacement(first := heir("BAT-02")))
    followed_by(first, "1.1.0", JUNE)

    assert uses(version) == ["BAT-02@1.1.0"]


def test_withdrawn_version_says_what_to_use_or_why_nothing(version):
    other = heir("BAT-02")
    taken(version, withdrawal(successors=[heir("BAT-03").criterion]))
    taken(other, withdrawal())

    assert uses(version) == ["BAT-03@1.0.0"]
    nothing = answer(other)
    assert (nothing.uses, nothing.why_nothing) == ((), "The law demands it of every phone now.")


def test_withdrawn_version_whose_heir_is_gone_too_still_names_it(version):
    withdrawn(version, use_instead=CriterionFactory(code="BAT-02"))

    assert (answer(version).uses, answer(version).coming) == ((), ("BAT-02",))


def test_deprecated_version_names_what_is_better_and_may_still_be_used(version):
    taken(version, deprecation(successors=[heir("BAT-02").criterion]))

    found = answer(version)
    assert ([str(use.version) for use in found.uses], found.is_still_in_force) == (["BAT-02@1.0.0"], True)


def test_deprecated_version_names_what_is_coming(version):
    later = followed_by(version, "2.0.0", SEPTEMBER)
    taken(version, deprecation(later=later))

    assert (answer(version).uses, answer(version).coming) == ((), ("BAT-01@2.0.0",))
    assert uses(version, on=SEPTEMBER) == ["BAT-01@2.0.0"]


def test_lapsed_candidate_leads_to_the_version_in_force(version):
    candidate = VersionFactory(criterion=version.criterion, number="1.1.0-rc.1", base_version=version, published=None)
    happened(candidate, StatusKind.LAPSED)

    assert uses(candidate) == ["BAT-01@1.0.0"]


@pytest.mark.parametrize("kind", [LineageKind.RELATED, LineageKind.REQUIRES, LineageKind.CONFLICTS_WITH])
def test_other_relations_take_nobodys_place(version, kind):
    withdrawn(version)
    LineageEdgeFactory(source=version.criterion, kind=kind, target=heir("BAT-02").criterion)
    LineageEdgeFactory(source=heir("BAT-03").criterion, kind=kind, target=version.criterion)

    assert (answer(version).uses, answer(version).coming) == ((), ())


@pytest.mark.parametrize("count", [1, 3])
def test_heirs_take_two_queries_however_many(version, django_assert_num_queries, count):
    for n in range(count):
        LineageEdgeFactory(
            source=version.criterion, kind=LineageKind.SPLITS_INTO, target=heir(f"CLI-0{n + 1}").criterion
        )

    with django_assert_num_queries(2):  # the edges, what is in force
        assert len(heads_after(version.criterion, (), on=JUNE)) == count


graphs = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8)


@given(graphs, st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
@settings(max_examples=200, deadline=None)
def test_walk_reaches_what_a_step_reaches_and_ends_in_circles_too(graph, start, stop_at):
    reached = _reachable(graph, start, stop_at=stop_at)

    assert start <= reached <= _reachable(graph, start)
    assert all(graph.get(each, set()) <= reached for each in reached - stop_at)


def test_content_is_not_what_is_asked(version):
    """The answer reads the words of the heir, not of the version."""
    taken(version, replacement(heir("BAT-02"), effective_on=DAY))

    assert isinstance(answer(version).uses[0].version.parsed, CriterionContent)
