"""What stands beside the form: number, remarks, what sealing would refuse, translations, tenders."""

from dataclasses import replace

import pytest
from django.template import Context, Template

from portal.experiences.templatetags.draft_citations import tenders_citing
from registry.diffs.drafted import beside_each_other
from registry.drafts.unsealed import as_version, without_gaps
from registry.enums import Bump
from registry.models import CriterionVersion
from registry.sealed.content import Parameter
from registry.takeaway.reading import read_version
from registry.templatetags.adapting import adapted_by
from registry.writing.beside import beside
from tests.factories.adaptations import (
    AdaptationDraftFactory,
    changes,
    cycles,
    published_adaptation,
    smartphones,
    without,
)
from tests.factories.drafts import DraftFactory
from tests.factories.experiences import CitationFactory, published
from tests.factories.registry import RegisterFactory, TranslationFactory, VersionFactory, battery_content
from tests.registry.checks.test_content import first_level

pytestmark = pytest.mark.django_db

TEXTS = battery_content().texts["en"]


def seen(draft, content=None, summary=None, at_least=Bump.PATCH):
    if draft.base_version_id:
        draft.base_version = CriterionVersion.objects.with_translations().get(pk=draft.base_version_id)
    return beside(draft, content or draft.parsed, "en", summary=summary or {"en": "Why."}, at_least=at_least)


def gap_of(found, language):
    return next((gap.lacking, gap.blocks) for gap in found.gaps if gap.name == language)


@pytest.mark.parametrize(
    ("content", "at_least", "number"),
    [
        (battery_content(theme="climate"), Bump.PATCH, "1.0.1"),
        (battery_content(theme="climate"), Bump.MINOR, "1.1.0"),
        (battery_content(levels=first_level(cycles="900")), Bump.PATCH, "2.0.0"),
    ],
)
def test_number_is_that_of_the_next_version(content, at_least, number):
    assert str(seen(DraftFactory(), content, at_least=at_least).number) == number


def test_new_code_begins_at_one():
    draft = DraftFactory(base_version=None, criterion=None, register=RegisterFactory(), code="NEW-01", kind="award")
    found = seen(draft)

    assert (str(found.number), found.compared) == ("1.0.0", None)
    assert gap_of(found, "Swedish") == (len(TEXTS), len(TEXTS))


def test_remark_says_where_it_is_in_words():
    content = battery_content(blocks={"requirement.1": "It should last {cycles} cycles and {share} %."})
    remarks = seen(DraftFactory(), content).remarks

    assert [(remark.where, remark.is_to_mend) for remark in remarks] == [("Requirement, level 1 Baseline", True)]


def test_remark_names_the_language_where_there_are_several():
    content = battery_content()
    swedish = {**TEXTS, "requirement.1": "Den bör hålla {cycles} cykler och {share} %."}
    draft = DraftFactory()
    draft.register.authoritative_languages = ["en", "sv"]

    remarks = seen(draft, replace(content, texts={"en": TEXTS, "sv": swedish})).remarks

    assert [remark.where for remark in remarks] == ["Requirement, level 1 Baseline, Swedish"]


def test_remark_about_all_means_of_proof_has_a_name_too():
    remarks = seen(DraftFactory(), battery_content(proof=())).remarks

    assert [remark.where for remark in remarks] == ["Means of proof"]


def test_what_sealing_would_refuse_is_listed():
    blocks = {block: text for block, text in TEXTS.items() if block != "purpose"}

    faults = seen(DraftFactory(), replace(battery_content(), texts={"en": blocks})).faults

    assert faults == ["texts.en: purpose is missing: the authoritative text is complete."]
    assert seen(DraftFactory()).faults == []


def test_translation_holds_where_nothing_changed():
    draft = DraftFactory()
    TranslationFactory(version=draft.base_version, language="sv", blocks=TEXTS)

    found = seen(draft, battery_content(blocks={"purpose": "Less waste."}))

    assert gap_of(found, "Swedish") == (1, len(TEXTS))
    assert gap_of(found, "Danish") == (len(TEXTS), len(TEXTS))
    assert gap_of(seen(draft, battery_content()), "Swedish") == (0, len(TEXTS))


def test_block_that_was_never_translated_stays_a_gap():
    draft = DraftFactory()
    TranslationFactory(version=draft.base_version, language="sv", blocks={"title": "Batteri"})

    assert gap_of(seen(draft, battery_content()), "Swedish") == (len(TEXTS) - 1, len(TEXTS))


def test_tenders_that_cite_the_base_are_counted():
    citation = CitationFactory()
    published(citation.edition)
    CitationFactory(version=citation.version)  # not published

    assert tenders_citing(citation.version) == 1
    page = Template("{% load draft_citations %}{% tenders_citing version as n %}{{ n }}")
    assert page.render(Context({"version": citation.version})) == "1"


@pytest.mark.parametrize("count", [1, 3])
def test_cities_that_use_it_otherwise_stand_beside_the_form(django_assert_num_queries, count):
    release = smartphones()
    version = release.members.get(criterion__code="BAT-01").version
    for _number in range(count):
        draft = AdaptationDraftFactory.create(release=release, overrides=changes(cycles("1200")).as_dict())
        published_adaptation(draft)
    alike = AdaptationDraftFactory.create(release=release, overrides=changes(without("LAB-01")).as_dict())
    published_adaptation(alike)

    with django_assert_num_queries(1):
        found = [
            (row.version, row.get_relation_display(), bool(row.adaptation.get_absolute_url()))
            for row in adapted_by(version)
        ]

    assert found == [(version, "stricter", True)] * count


def test_criterion_that_nobody_adapted_has_no_list_of_cities():
    assert adapted_by(VersionFactory()) == []


SHARE = {"share": battery_content().parameters["share"]}
CHOICE = Parameter(code="cycles", type="choice", stricter="up", options=("few", "many"))
LOOSE = Parameter(code="cycles", type="decimal", stricter="down", minimum="1", maximum="2")
UNFINISHED = {
    "nothing but a title": {
        "parameters": {},
        "levels": {},
        "proof": (),
        "legal_floor": (),
        "texts": {"en": {"title": "New"}},
        "stages": (),
        "applies_to": (),
        "ambitions": (),
    },
    "no text": {"levels": {}, "texts": {"en": {}}},
    "levels without values": {"levels": {1: {}, 2: {}, 3: {}}},
    "one level less": {"levels": {1: {"share": "80"}}},
    "a parameter less": {"parameters": SHARE, "levels": {1: {"share": "80"}}, "legal_floor": ()},
    "a number that is a choice now": {
        "parameters": {**SHARE, "cycles": CHOICE},
        "levels": {1: {"cycles": "few", "share": "80"}},
        "legal_floor": (),
    },
    "a number of another kind": {"parameters": {**SHARE, "cycles": LOOSE}, "levels": {1: {"cycles": "1.5"}}},
}


@pytest.mark.parametrize("changes", UNFINISHED.values(), ids=UNFINISHED)
def test_text_at_any_stage_can_be_checked_compared_and_looked_at(changes):
    draft = DraftFactory()
    content = replace(battery_content(), **changes)

    found = seen(draft, content)
    there, back = found.compared, beside_each_other(draft, content, battery_content(), "en")
    reading = read_version(as_version(draft, without_gaps(content)), "sv")

    assert len(there.changed) == len(back.changed) > 0
    assert all(str(effect.sentence) for effect in there.difference.effects)
    assert [level.level for level in reading.levels] == sorted(content.levels)
