"""Pairs of versions made ready to be tracked: whose change, of which day, in which language."""

import pytest
from django.utils.translation import override

from registry.takeaway.redline import make_redline, pairs_of
from tests.factories.history import followed_by, happened
from tests.factories.registry import TranslationFactory, VersionFactory, battery_content
from tests.registry.takeaway.exports.annexes import TODAY as ANNEX_DAY
from tests.registry.takeaway.exports.annexes import annex_of, item
from tests.registry.takeaway.redlines import TODAY, redline_of, two_versions

pytestmark = pytest.mark.django_db
FIELDS = [
    *("Subject matter", "Requirement, level 1 Baseline", "Requirement, level 2 Advanced"),
    *("Requirement, level 3 Frontrunner", "Parameter “cycles”", "Parameter “share”"),
    *("Means of proof: EPREL product information sheet", "Means of proof: Label or equivalent"),
    *("Follow-up during the contract", "Purpose", "Advice to the buyer", "Legal floor “ecodesign”"),
    *("Applies to", "CPV", "Theme", "Life-cycle stage", "Ambitions", "eForms", "Authoritative languages"),
]


def headings(criterion):
    """Each heading without its marks."""
    return [field.heading.removesuffix("</span>").rpartition(">")[2] for field in criterion.fields]


def test_criterion_has_every_field_in_reading_order():
    [criterion] = redline_of(two_versions()).criteria

    assert criterion.code == "BAT-01"
    assert criterion.title == "Battery that lasts"
    assert headings(criterion) == FIELDS


def test_title_of_one_criterion_says_between_which_versions_it_stands():
    assert redline_of(two_versions()).title == "BAT-01: What changed from 1.0.0 to 2.0.0"


def test_title_of_several_is_the_one_of_the_annex_or_a_general_one():
    pairs = [two_versions("BAT-01"), two_versions("CLI-01")]

    assert redline_of(*pairs).title == "Criteria with tracked changes"
    assert redline_of(*pairs, title="Annex 3").title == "Annex 3"
    assert [criterion.code for criterion in redline_of(*pairs).criteria] == ["BAT-01", "CLI-01"]


def test_both_sides_are_cited_with_day_and_hash():
    old, new = two_versions()

    [criterion] = redline_of((old, new)).criteria

    assert [str(side.version) for side in criterion.sides] == ["BAT-01@1.0.0", "BAT-01@2.0.0"]
    assert [side.published_on.isoformat() for side in criterion.sides] == ["2026-02-02", "2026-09-01"]
    assert [side.short_hash for side in criterion.sides] == [old.content_hash[:12], new.content_hash[:12]]


@pytest.mark.parametrize("is_back", [False, True])
def test_change_is_of_the_day_on_which_the_newer_version_was_published(is_back):
    pair = two_versions()

    [criterion] = redline_of(pair[::-1] if is_back else pair).criteria

    [purpose] = [field for field in criterion.fields if field.heading == "Purpose"]
    assert 'data-author="Joint Demand" data-date="2026-09-01T00:00:00Z"' in purpose.text


def test_candidate_has_the_day_on_which_it_was_sealed():
    final = VersionFactory(criterion__code="BAT-01")
    candidate = VersionFactory(criterion=final.criterion, number="1.1.0-rc.1", base_version=final, published=None)

    [criterion] = redline_of((final, candidate)).criteria

    assert criterion.sides[1].published_on == candidate.sealed_at.date()


def test_what_has_to_be_known_of_either_side_is_said():
    old, new = two_versions()
    happened(old, "erratum", note={"en": "Read 80 % for 8 %."})

    [criterion] = redline_of((old, new)).criteria

    assert [list(map(str, side.notes)) for side in criterion.sides] == [["Erratum: Read 80 % for 8 %."], []]


def test_text_is_in_the_language_of_the_reader_where_both_sides_are_translated():
    old, new = two_versions()
    for version in (old, new):
        TranslationFactory(version=version, language="sv")

    [criterion] = redline_of((old, new), language="sv").criteria

    assert criterion.title == "Battery that lasts [sv]"
    assert criterion.title_lang == "sv"
    assert not criterion.is_in_other_language


def test_text_without_translation_is_in_the_authoritative_language_and_that_is_said():
    [criterion] = redline_of(two_versions(), language="sv").criteria

    assert criterion.title_lang == "en"
    assert criterion.is_in_other_language
    assert {field.lang for field in criterion.fields} == {"en", ""}


def test_language_of_the_document_is_that_which_is_asked_for_whoever_reads():
    pair = two_versions()

    with override("sv"):
        redline = redline_of(pair, language="en")

    assert redline.title == "BAT-01: What changed from 1.0.0 to 2.0.0"


def test_title_that_is_another_one_goes_before_the_newer_one_comes():
    pair = two_versions(new=battery_content(blocks={"title": "Spare parts for years"}))

    [criterion] = redline_of(pair).criteria

    assert criterion.title.count('class="deletion"') == criterion.title.count('class="insertion"') == 1


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_pairs_takes_four_queries(django_assert_num_queries, count):
    pairs = [two_versions(f"BAT-0{number}") for number in range(1, count + 1)]

    with django_assert_num_queries(4):  # the versions, their translations, errata and events
        redline_of(*pairs)


def test_version_that_does_not_exist_is_a_key_error():
    with pytest.raises(KeyError):
        make_redline([(1, 2)], language="en", on=TODAY)


def test_pairs_of_an_annex_are_its_old_versions_each_once():
    pair = two_versions("BAT-01")
    VersionFactory(criterion__code="CLI-01")
    third = VersionFactory(criterion__code="TAK-01")
    newest = followed_by(followed_by(third, "1.1.0"), "1.2.0")

    annex = annex_of(item("BAT-01", 1), item("BAT-01", 2), item("CLI-01"), item("TAK-01"))

    assert ANNEX_DAY == TODAY
    assert pairs_of(annex) == [(pair[0].pk, pair[1].pk), (third.pk, newest.pk)]
