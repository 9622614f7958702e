"""What the page of an experience and its preview show: amounts, versions as they stand today, hidden parts."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.experiences.enums import Audience, CitedAs, Usage, Verification
from portal.experiences.pages import months, page_of, shown_amount, shown_difference
from portal.experiences.showing import shown_to
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SupplierFactory,
)
from tests.factories.history import withdrawn
from tests.factories.registry import PUBLISHED_ON, CriterionFactory, TranslationFactory, VersionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
NBSP = "\u00a0"


def page(edition, audience=Audience.EVERYONE, **options):
    def url(pk):
        return f"/documents/{pk}/"

    return page_of(shown_to(edition, audience), edition.experience, on=TODAY, document_url=url, **options)


def cited(edition=None, audience=Audience.EVERYONE, **facts):
    """The one row of a record that cites one version."""
    citation = CitationFactory(**({"edition": edition} if edition else {}), **facts)
    [row] = page(citation.edition, audience).cited
    return row


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", f"EUR{NBSP}1,200,000"),
        ("sv", f"1{NBSP}200{NBSP}000{NBSP}EUR"),
        ("nb", f"1{NBSP}200{NBSP}000{NBSP}EUR"),
        ("fi", f"1{NBSP}200{NBSP}000{NBSP}EUR"),
        ("da", f"1.200.000{NBSP}EUR"),
    ],
)
def test_amount_is_written_as_in_the_language_of_the_reader(language, shown):
    with override(language):
        assert shown_amount("1200000.00", "EUR") == shown


def test_amount_with_cents_has_both_digits_of_them():
    assert shown_amount("11900000.50", "SEK") == f"SEK{NBSP}11,900,000.50"


def test_amount_that_is_not_known_or_has_no_currency_is_no_fault():
    assert (shown_amount("", "EUR"), shown_amount("", ""), shown_amount("5.00", "")) == ("", "", "5")


@pytest.mark.parametrize(("percent", "shown"), [("-4", "−4%"), ("+12", "+12%"), ("0", "0%"), ("", "")])
def test_difference_has_its_sign(percent, shown):
    assert shown_difference(percent) == shown


def test_difference_has_the_space_that_the_language_asks_for():
    with override("sv"):
        assert shown_difference("-4") == f"−4{NBSP}%"


def test_months_are_counted_in_words():
    assert [months(count) for count in (None, 1, 48)] == ["", "1 month", "48 months"]


def test_page_names_the_facts_in_words():
    shown = page(
        EditionFactory(
            cpv=["32250000-0", "99999999-9"],
            notice="554113-2026",
            duration=48,
            extension=12,
            currency="SEK",
            estimated_value=Decimal(1_000_000),
            awarded_value=Decimal(900_000),
            bids=4,
            price_outcome="lower",
            challenge="questions",
            again="yes",
        )
    )

    assert (shown.country, shown.stage, shown.procedure) == ("Sweden", "Awarded", "Open procedure")
    assert shown.contract_type == "Framework agreement"
    assert shown.cpv == [("32250000-0", "Mobile telephones"), ("99999999-9", "")]
    assert shown.notice_url == "https://ted.europa.eu/en/notice/-/detail/554113-2026"
    assert (shown.duration, shown.extension) == ("48 months", "12 months")
    assert (shown.estimated, shown.awarded) == (f"SEK{NBSP}1,000,000", f"SEK{NBSP}900,000")
    assert (shown.price_outcome, shown.price_difference) == ("Lower than estimated", "−10%")
    assert (shown.challenge, shown.again) == ("Questions, answered without a change", "Yes")


def test_page_of_a_bare_record_claims_nothing():
    shown = page(EditionFactory(procedure="", contract_type="", country="", year=None, stage=""))

    assert (shown.country, shown.stage, shown.procedure, shown.contract_type) == ("", "", "", "")
    assert (shown.notice_url, shown.source_url, shown.duration, shown.estimated, shown.awarded) == ("",) * 5
    assert (shown.has_outcome, shown.findings, shown.lessons, shown.has_contact) == (False, [], [], False)


@pytest.mark.parametrize("fact", [{"bids": 0}, {"bids": 2}, {"challenge": "none"}, {"again_text": "Next year."}])
def test_anything_that_is_told_is_an_outcome(fact):
    assert page(EditionFactory(**fact), Audience.MEMBERS).has_outcome is True
    assert page(EditionFactory(**fact, outcome_visibility=Audience.OWN), Audience.MEMBERS).has_outcome is False


def test_public_outcome_of_two_bids_says_only_that_there_were_few():
    shown = page(EditionFactory(bids=2, price_outcome="lower"))

    assert (shown.has_outcome, shown.shown.outcome.has_few_bids) == (True, True)
    assert (shown.shown.outcome.bids, shown.price_outcome) == (None, "")


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://example.org/a", True), ("http://example.org/a", True), ("ftp://example.org/a", False)],
)
def test_only_a_page_of_the_web_is_linked_as_source(url, linked):
    assert page(EditionFactory(source_url=url)).source_url == (url if linked else "")


def test_case_without_a_member_is_from_public_sources():
    outside = EditionFactory(experience__organisation=None, experience__buyer="Ministry of Examples")

    assert (page(outside).buyer, page(outside).is_from_public_sources) == ("Ministry of Examples", True)
    assert page(EditionFactory()).is_from_public_sources is False


def test_language_of_the_text_is_named_where_it_is_not_the_readers():
    edition = EditionFactory(language="sv")

    assert page(edition).text_language == "Swedish"
    with override("sv"):
        assert page(edition).text_language == ""


def test_cited_version_is_the_exact_one_with_its_level_in_the_readers_language():
    version = VersionFactory(criterion__code="BAT-01", number="1.2.0")
    TranslationFactory(version=version, language="sv")

    with override("sv"):
        row = cited(version=version, level=2)

    assert (row.version, row.key) == (version, "BAT-01@1.2.0/L2")
    assert (row.title, row.title.lang) == ("Battery that lasts [sv]", "sv")


def test_title_that_is_not_translated_says_so():
    with override("fi"):
        assert cited().title.lang == "en"


def test_own_value_stands_beside_the_usual_one():
    row = cited(level=2, values={"cycles": "1200"})

    [value] = row.values
    assert (value.label, value.value, value.usual) == ("full charge cycles", "1,200 cycles", "1,000 cycles")


def test_own_value_is_sent_to_the_basket_as_the_reader_would_type_it():
    with override("da"):
        [value] = cited(level=2, values={"cycles": "1200"}).values

    assert (value.code, value.typed) == ("cycles", "1.200")


def test_value_of_a_parameter_that_the_version_does_not_have_is_left_out():
    assert cited(values={"weight": "3"}).values == ()


def test_adapted_criterion_says_what_and_why():
    row = cited(usage=Usage.ADAPTED, change="At 25 degrees.", change_reason="So it is measured.")

    assert (row.is_adapted, row.usage) == (True, "Adapted")
    assert (row.shown.change, row.shown.change_reason) == ("At 25 degrees.", "So it is measured.")
    assert cited().is_adapted is False


def test_version_in_force_needs_no_notice():
    row = cited()

    assert (row.newer, row.is_withdrawn, row.cited_when) == (None, False, "")


def test_newer_version_in_force_is_pointed_to():
    criterion = CriterionFactory()
    old = VersionFactory(criterion=criterion, number="1.0.0")
    newest = VersionFactory(criterion=criterion, number="1.10.0", base_version=old)
    VersionFactory(criterion=criterion, number="1.2.0", base_version=newest)
    VersionFactory(criterion=criterion, number="3.0.0", published=date(2027, 1, 1))

    assert cited(version=old).newer == newest
    assert cited(version=newest).newer is None


def test_withdrawn_version_is_marked():
    version = withdrawn(VersionFactory(), PUBLISHED_ON)

    row = cited(version=version, cited_as=CitedAs.WITHDRAWN)

    assert row.is_withdrawn is True
    assert row.cited_when == "This version was withdrawn already when this record was written."


@pytest.mark.parametrize("how", [each for each in CitedAs if each is not CitedAs.IN_FORCE])
def test_every_way_of_not_being_in_force_has_its_sentence(how):
    assert cited(cited_as=how).cited_when.endswith("already when this record was written.")


@pytest.mark.parametrize(
    ("bids", "met", "words"),
    [
        (5, 4, "4 of 5 bidders met it."),
        (1, 1, "1 of 1 bidder met it."),
        (None, 1, "1 bidder met it."),
        (None, 3, "3 bidders met it."),
        (5, None, ""),
        (5, 0, "0 of 5 bidders met it."),
    ],
)
def test_bidders_that_met_a_criterion_are_told_in_words(bids, met, words):
    assert cited(EditionFactory(bids=bids), Audience.MEMBERS, bidders_met=met).met == words


def test_findings_are_the_criteria_of_which_something_is_told():
    edition = EditionFactory()
    CitationFactory(edition=edition)
    CitationFactory(edition=edition, verification=Verification.SAMPLE, position=1)
    CitationFactory(edition=edition, relaxed="The label.", position=2)

    assert [row.verification for row in page(edition).findings] == ["By testing a sample", ""]


def test_lessons_have_their_topic_in_words():
    edition = EditionFactory()
    LessonFactory(edition=edition, topic="market_dialogue", text="Ask first.")

    assert page(edition).lessons == [("Dialogue with the market", "Ask first.")]


def test_document_has_its_address_kind_and_section():
    document = ExperienceDocumentFactory(title="The annex")

    [row] = page(document.edition).documents

    assert (row.url, row.kind, row.section, row.shown.title) == (
        f"/documents/{document.pk}/",
        "PDF",
        "The tender",
        "The annex",
    )


def test_contact_is_the_role_with_the_public_address_of_the_buyer():
    edition = EditionFactory(
        contact_role="Buyer of ICT",
        contact_visibility=Audience.MEMBERS,
        experience__organisation__contact_email="buying@example.org",
    )

    shown, hidden = page(edition, Audience.MEMBERS), page(edition)

    assert (shown.shown.contact, shown.contact_email, shown.has_contact) == ("Buyer of ICT", "buying@example.org", True)
    assert (hidden.shown.contact, hidden.contact_email, hidden.has_contact) == (None, "", False)
    assert hidden.more_for_members == ["Contact"]


def test_supplier_is_called_by_its_letter():
    edition = EditionFactory(bids=3)
    SupplierFactory(edition=edition, name="Example Phones AB", is_winner=True)

    assert [row.name for row in page(edition).shown.outcome.suppliers] == ["Supplier A"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_three_queries_for_what_it_cites(django_assert_num_queries, count):
    edition = EditionFactory()
    for position in range(count):
        CitationFactory(edition=edition, position=position)
    shown = shown_to(edition, Audience.EVERYONE)

    with django_assert_num_queries(3):  # the versions, their translations, what is in force
        page_of(shown, edition.experience, on=TODAY, document_url=str)


def test_page_of_a_record_that_cites_nothing_asks_for_nothing(django_assert_num_queries):
    edition = EditionFactory()
    shown = shown_to(edition, Audience.EVERYONE)

    with django_assert_num_queries(0):
        page_of(shown, edition.experience, on=TODAY, document_url=str)
