"""What of a criterion or a page can be found."""

from datetime import UTC, date, datetime

import pytest

from portal.experiences.enums import Audience, Stage
from portal.experiences.services.moving import retract
from registry.enums import CriterionKind, StatusKind
from search.entries import Entry, EntryKind, page_key, version_key
from search.sources import SOURCES
from tests.factories.accounts import city_editor
from tests.factories.cms import block, home_in, page_under
from tests.factories.experiences import CitationFactory, EditionFactory, published
from tests.factories.history import followed_by, happened, withdrawn
from tests.factories.registry import (
    CriteriaSetFactory,
    CriterionFactory,
    ReleaseFactory,
    TranslationFactory,
    VersionFactory,
    battery_content,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def entries_of(version, on=TODAY):
    source = SOURCES[EntryKind.CRITERION]
    return source.read(source.concerned({"registry.criterionversion": [version.pk]}), on=on)


def criteria(*versions) -> list[Entry]:
    return SOURCES[EntryKind.CRITERION].read([version_key(version.pk) for version in versions], on=TODAY)


def pages(*pages) -> list[Entry]:
    return SOURCES[EntryKind.PAGE].read([page_key(page.translation_key) for page in pages], on=TODAY)


def entry_of(version, on=TODAY) -> Entry:
    (found,) = entries_of(version, on)
    return found


def test_criterion_is_found_under_its_code_and_version():
    version = VersionFactory(number="1.2.0", criterion__code="BAT-01")

    entry = entry_of(version)

    assert (entry.key, entry.kind) == (f"criterion:{version.pk}", EntryKind.CRITERION)
    assert (entry.code, entry.version, entry.path) == ("BAT-01", "1.2.0", "/criterion/bat-01/")
    assert entry.codes == ("32250000-0",)
    assert entry.visible_to == ("everyone",)


def test_criterion_has_the_facets_people_choose_by():
    body = battery_content(theme="climate", applies_to=("new", "refurbished"), ambitions=("A4", "A6"))
    version = VersionFactory(criterion__kind=CriterionKind.AWARD, body=body)

    assert entry_of(version).facets == {
        "set": (),
        "theme": ("climate",),
        "criterion_kind": ("award",),
        "level": ("1", "2"),
        "applies_to": ("new", "refurbished"),
        "ambition": ("A4", "A6"),
    }


def test_text_begins_with_the_requirement_and_has_the_values_of_each_level():
    text = entry_of(VersionFactory()).text["en"]

    assert text.startswith("The battery shall keep at least 80 % of its capacity after 800 full charge cycles. ")
    assert "keep at least 80 % of its capacity after 1,000 full charge cycles" in text


def test_text_has_every_block_but_the_title_and_no_marks_of_lists():
    text = entry_of(VersionFactory()).text["en"]

    for words in ("made for a long", "keeps a phone in use", "in EPREL", "once a year", "five years", "from that day"):
        assert words in text
    assert "Battery that lasts" not in text
    assert "1. " not in text
    assert "{" not in text
    assert "\n" not in text


def test_text_ends_with_kind_and_theme_in_words():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"title": "Ett batteri"})

    text = entry_of(version).text

    assert text["en"].endswith(" Technical specification. Battery.")
    assert text["sv"].count(".") == 2


def test_values_are_written_in_the_way_of_the_language():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"title": "T", "requirement.2": "Efter {cycles} cykler"})

    assert entry_of(version).text["sv"].startswith("Efter 1\u00a0000 cykler")


def test_language_has_only_what_is_translated():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"title": "Ett batteri", "purpose": "Det håller."})

    entry = entry_of(version)

    assert entry.title == {"en": "Battery that lasts", "sv": "Ett batteri"}
    assert entry.text["sv"].startswith("Det håller.")


def test_language_without_a_title_is_not_found():
    version = VersionFactory()
    TranslationFactory(version=version, language="sv", blocks={"purpose": "Det håller."})

    assert set(entry_of(version).title) == {"en"}


def test_newest_revision_of_a_translation_counts():
    version = VersionFactory()
    for revision, title in ((1, "Gammalt"), (3, "Nytt"), (2, "Mellan")):
        TranslationFactory(version=version, language="sv", revision=revision, blocks={"title": title})

    assert entry_of(version).title["sv"] == "Nytt"


def test_translation_makes_the_entry_newer():
    version = VersionFactory()
    translation = TranslationFactory(version=version)

    assert entry_of(version).updated == translation.sealed_at


def test_only_the_version_in_force_is_found():
    first = VersionFactory()
    second = followed_by(first, "1.1.0", on=date(2026, 5, 4))

    assert [entry.version for entry in entries_of(second)] == ["1.1.0"]


def test_version_is_found_from_the_day_it_was_published():
    entry = entry_of(VersionFactory(published=date(2026, 2, 2)))

    assert (entry.since, entry.until) == (date(2026, 2, 2), None)


def test_version_that_is_followed_later_is_found_until_then():
    first = VersionFactory(published=date(2026, 2, 2))
    followed_by(first, "1.1.0", on=date(2027, 1, 1))

    days = {entry.version: (entry.since, entry.until) for entry in entries_of(first)}

    assert days == {"1.0.0": (date(2026, 2, 2), date(2027, 1, 1)), "1.1.0": (date(2027, 1, 1), None)}


def test_deprecated_version_is_still_found():
    version = VersionFactory()
    happened(version, StatusKind.DEPRECATED, on=date(2026, 5, 4))

    assert entry_of(version).until is None


def test_withdrawn_version_is_not_found():
    assert entries_of(withdrawn(VersionFactory())) == []


@pytest.mark.parametrize("facts", [{"published": None}, {"number": "1.0.0-rc.1"}])
def test_what_was_never_published_or_is_a_candidate_is_not_found(facts):
    assert entries_of(VersionFactory(**facts)) == []


def test_criterion_without_versions_is_not_found():
    assert SOURCES[EntryKind.CRITERION].concerned({"registry.criterion": [CriterionFactory().pk]}) == set()


def test_criterion_is_in_the_sets_whose_newest_release_has_it():
    staying, leaving = VersionFactory(), VersionFactory()
    ReleaseFactory(members=[staying, leaving])
    ReleaseFactory(number="2.0.0", members=[staying])
    ReleaseFactory(number="1.0.0", members=[leaving], criteria_set=CriteriaSetFactory(slug="laptops"))

    sets = {entry.key: entry.facets["set"] for entry in criteria(staying, leaving)}

    assert sets == {f"criterion:{staying.pk}": ("smartphones",), f"criterion:{leaving.pk}": ("laptops",)}


@pytest.mark.parametrize("count", [1, 3])
def test_criteria_are_read_in_six_queries(django_assert_num_queries, count):
    versions = [TranslationFactory().version for _ in range(count)]
    ReleaseFactory(members=versions)

    with django_assert_num_queries(6):  # versions, events, translations, releases, members, tenders
        assert len(criteria(*versions)) == count


def cited_by(version, **facts):
    """A published experience that cites a version."""
    return published(CitationFactory(version=version, edition=EditionFactory(**facts)).edition)


def test_criterion_counts_the_tenders_that_used_any_of_its_versions():
    first = VersionFactory()
    second = followed_by(first, "1.1.0", on=date(2026, 5, 4))
    for version in (first, second, second):
        cited_by(version)

    assert (entry_of(second).used, entry_of(VersionFactory()).used) == (3, 0)


def test_tender_that_cites_a_criterion_at_two_levels_counts_once():
    citation = CitationFactory()
    CitationFactory(edition=citation.edition, version=citation.version, level=2)
    published(citation.edition)

    assert entry_of(citation.version).used == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"visibility": Audience.MEMBERS},
        {"criteria_visibility": Audience.MEMBERS},
        {"stage": Stage.PLANNED},
        {"experience__organisation__is_fictional": True},
    ],
)
def test_tender_that_nobody_may_know_of_or_that_is_none_yet_is_not_counted(facts):
    version = VersionFactory()
    cited_by(version, **facts)

    assert entry_of(version).used == 0


def concerned_by(experience) -> set[str]:
    return SOURCES[EntryKind.CRITERION].concerned({"experiences.tenderexperience": [experience.pk]})


def test_tender_that_everyone_can_read_concerns_what_it_cites_and_did_before_it_was_retracted():
    version = VersionFactory()
    experience = cited_by(version)
    assert concerned_by(experience) == {version_key(version.pk)}

    retract(experience.pk, reason="Wrong tender.", actor=city_editor(experience.organisation))

    assert concerned_by(experience) == {version_key(version.pk)}


@pytest.mark.parametrize("facts", [{"visibility": Audience.MEMBERS}, {"criteria_visibility": Audience.MEMBERS}])
def test_tender_that_not_everyone_can_read_concerns_no_criterion(facts):
    assert concerned_by(cited_by(VersionFactory(), **facts)) == set()


def test_draft_of_a_tender_concerns_no_criterion():
    assert concerned_by(CitationFactory().edition.experience) == set()


def test_page_is_found_in_its_languages_under_one_key():
    english = page_under(home_in("en"), title="Background", slug="background", lead="Why we are here.")
    swedish = page_under(
        home_in("sv"), title="Bakgrund", slug="background", translation_key=english.translation_key, lead="Därför."
    )

    (entry,) = pages(english)

    assert (entry.key, entry.kind) == (f"page:{english.translation_key}", EntryKind.PAGE)
    assert entry.title == {"en": "Background", "sv": "Bakgrund"}
    assert entry.text == {"en": english.plain_text(), "sv": swedish.plain_text()}
    assert entry.path == "/background/"
    assert entry.facets == {}


def test_front_page_is_found_at_the_root():
    home = home_in("en")

    (entry,) = pages(home)

    assert entry.path == "/"


def test_blocks_of_a_page_are_found():
    page = page_under(home_in(), body=[block("heading", "Take-back"), block("text", "<p>All of <b>them</b>.</p>")])

    (entry,) = pages(page)

    assert "Take-back" in entry.text["en"]
    assert "All of them." in entry.text["en"]


def test_page_knows_when_it_was_published():
    page = page_under(home_in(), last_published_at=datetime(2026, 3, 1, tzinfo=UTC))

    (entry,) = pages(page)

    assert entry.updated == datetime(2026, 3, 1, tzinfo=UTC)


def test_draft_of_a_page_is_not_found():
    page = page_under(home_in(), live=False)

    assert pages(page) == []


def test_page_behind_a_restriction_is_not_found_and_none_below_it():
    parent = page_under(home_in(), slug="inside")
    child = page_under(parent, slug="more")
    parent.view_restrictions.create(restriction_type="login")

    assert pages(parent, child) == []
