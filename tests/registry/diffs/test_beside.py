"""Two versions, and two releases, put beside each other."""

import pytest
from pytest_django import DjangoAssertNumQueries

from registry.diffs.beside import VersionsCompared, releases_beside
from registry.enums import Bump
from registry.models import Criterion, CriterionVersion
from registry.sealed.canonical import canonical
from tests.factories.registry import (
    CriterionFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)

pytestmark = pytest.mark.django_db

OLD = battery_content()
STRICTER = battery_content(levels={1: {"cycles": "1000", "share": "80"}, 2: OLD.levels[2]})
REWORDED = battery_content(blocks={"follow_up": "The buyer looks."})
DECLARATION = {"reason": "Typing error.", "declared_by": "city", "confirmed_by": "office"}


def _compared(old: CriterionVersion, new: CriterionVersion, language: str = "en") -> VersionsCompared:
    return VersionsCompared(old, new, list(old.criterion.versions.all()), language)


def _next(base: CriterionVersion, number: str, **fields: object) -> CriterionVersion:
    return VersionFactory.create(criterion=base.criterion, base_version=base, number=number, **fields)


def test_effect_leads_to_its_field_and_names_its_parameter():
    old = VersionFactory.create()
    new = _next(old, "2.0.0", body=STRICTER)
    for version in (old, new):
        TranslationFactory(version=version)

    ((kind, (row,)),) = _compared(old, new, "sv").groups

    assert (kind.label, row.anchor) == ("Stricter", "requirement.1")
    assert row.about is not None
    assert (row.about, row.about.lang) == ("full charge cycles [sv]", "sv")


def test_declaration_makes_wording_a_patch_and_is_told():
    old = VersionFactory.create()
    new = _next(old, "1.0.1", body=REWORDED, change=canonical({"same_bids_comply": DECLARATION}))

    compared = _compared(old, new)

    assert compared.difference.bump is Bump.PATCH
    assert compared.declarations == [(new, DECLARATION)]
    assert compared.meaning == "The same bids comply, with the same scores."


def test_editors_words_are_told_for_each_version_on_the_way():
    first = VersionFactory.create()
    middle = _next(
        first, "2.0.0", body=STRICTER, change=canonical({"summary": {"en": "Stricter.", "sv": "Strängare."}})
    )
    last = _next(middle, "2.1.0", change=canonical({"summary": {"en": "Looser."}}))

    summaries = _compared(first, last, "sv").summaries

    assert [(version, text, text.lang) for version, text in summaries] == [
        (middle, "Strängare.", "sv"),
        (last, "Looser.", "en"),
    ]
    assert _compared(last, first, "sv").summaries == []


def test_step_that_coordinators_raised_is_told():
    old = VersionFactory.create()
    new = _next(old, "2.0.0", body=battery_content(theme="climate"))

    assert (_compared(old, new).difference.bump, _compared(old, new).raised_to) == (Bump.PATCH, Bump.MAJOR)
    assert _compared(new, old).raised_to is None


def test_versions_with_another_between_them_were_not_raised():
    first = VersionFactory.create()
    middle = _next(first, "2.0.0", body=STRICTER)
    last = _next(middle, "2.1.0")

    assert (_compared(first, last).difference.bump, _compared(first, last).raised_to) == (None, None)


def test_way_back_is_known_as_such():
    old = VersionFactory.create()
    new = _next(old, "2.0.0", body=STRICTER)

    assert (_compared(old, new).is_back, _compared(new, old).is_back) == (False, True)


def test_releases_show_what_came_went_and_changed():
    kept, first, gone = (VersionFactory.create(criterion__code=code) for code in ("BAT-01", "BAT-02", "BAT-03"))
    later = _next(first, "2.0.0", body=STRICTER)
    come = VersionFactory.create(criterion__code="BAT-04")
    TranslationFactory(version=come, blocks={"title": "Batteri"})
    old = ReleaseFactory.create(members=[kept, first, gone])
    new = ReleaseFactory.create(number="2.0.0", members=[come, later, kept], mandatory=[come])

    compared = releases_beside(old, new, "sv")

    assert [(row.version, row.title, row.title.lang, row.mandatory) for row in compared.added] == [
        (come, "Batteri", "sv", True)
    ]
    assert [(row.version, row.title.lang) for row in compared.removed] == [(gone, "en")]
    assert [str(row.version) for row in compared.changed] == ["BAT-02@2.0.0"]
    assert compared.changed[0].meaning.startswith("Bidders must check again")
    assert [str(effect.sentence) for effect in compared.changed[0].change.difference.effects] == [
        "Level 1, stricter: 800 → 1,000 cycles"
    ]
    assert compared.unchanged == [kept]
    assert compared.difference.bump is Bump.MAJOR


def test_changed_members_come_gravest_first_with_the_editors_words():
    small, grave = VersionFactory.create(criterion__code="BAT-01"), VersionFactory.create(criterion__code="BAT-02")
    smaller = _next(small, "1.0.1", body=battery_content(theme="climate"))
    graver = _next(grave, "2.0.0", body=STRICTER, change=canonical({"summary": {"en": "Level 1 asks for more."}}))
    old = ReleaseFactory.create(members=[small, grave])
    new = ReleaseFactory.create(number="2.0.0", members=[smaller, graver])

    rows = releases_beside(old, new, "sv").changed

    assert [(row.version, row.summary) for row in rows] == [(graver, "Level 1 asks for more."), (smaller, None)]


def test_member_that_only_became_mandatory_has_no_effects():
    version = VersionFactory.create()
    old = ReleaseFactory.create(members=[version])
    new = ReleaseFactory.create(number="2.0.0", members=[version], mandatory=[version])

    (row,) = releases_beside(old, new, "en").changed

    assert (row.change.becomes_mandatory, row.first_effect, row.further_effects) == (True, None, 0)


def test_declared_wording_of_a_member_is_a_patch():
    old = VersionFactory.create()
    new = _next(old, "1.0.1", body=REWORDED, change=canonical({"same_bids_comply": DECLARATION}))
    compared = releases_beside(
        ReleaseFactory.create(members=[old]), ReleaseFactory.create(number="1.0.1", members=[new]), "en"
    )

    assert compared.difference.bump is Bump.PATCH
    assert [effect.bump for effect in compared.changed[0].change.difference.effects] == [Bump.PATCH]


def test_releases_in_another_order_differ_in_nothing_else():
    first, second = VersionFactory.create(), VersionFactory.create()
    compared = releases_beside(
        ReleaseFactory.create(members=[first, second]),
        ReleaseFactory.create(number="1.0.1", members=[second, first]),
        "en",
    )

    assert (compared.difference.is_empty, compared.meaning) == (
        True,
        "Nothing differs: the same bids comply, with the same scores.",
    )


@pytest.mark.parametrize("count", [1, 4])
def test_releases_take_five_queries(count: int, django_assert_num_queries: DjangoAssertNumQueries):
    before = [VersionFactory.create(criterion=_criterion(n)) for n in range(count)]
    after = [_next(version, "2.0.0", body=STRICTER) for version in before]
    extra = VersionFactory.create()
    old, new = (
        ReleaseFactory.create(members=[*before, extra]),
        ReleaseFactory.create(number="2.0.0", members=[*after, extra]),
    )

    with django_assert_num_queries(5):  # both pins, the versions that differ, their translations, their lines
        compared = releases_beside(old, new, "sv")
        assert [row.meaning[:7] for row in compared.changed] == ["Bidders"] * count


def _criterion(n: int) -> Criterion:
    return CriterionFactory.create(code=f"CLI-{n:02}")
