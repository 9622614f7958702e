"""What an audience sees of an edition, and what occurs nowhere in it."""

import json
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.experiences.anonymous import nameless
from portal.experiences.enums import Again, Audience, ContractType, Section
from portal.experiences.models import Supplier
from portal.experiences.showing import shown_to
from portal.experiences.shown import Shown, ShownDocument, ShownSupplier
from portal.files.models import Verdict
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SupplierFactory,
)
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import SUPPLIER, closed, marked, traces_in, traces_of

pytestmark = pytest.mark.django_db

CLOSABLE = [section for section in Section if section is not Section.TENDER]
READERS = (Audience.EVERYONE, Audience.MEMBERS)
NAME = "Example Phones AB"
texts = st.sampled_from(["", "Text", f"{NAME} won.", "Example Phones asked twice."])
amounts = st.none() | st.decimals(0, 9_000_000, places=2)
audiences = st.sampled_from(Audience)
editions = st.fixed_dictionaries(
    {
        "visibility": st.sampled_from([Audience.MEMBERS, Audience.EVERYONE]),
        **{f"{section.value}_visibility": audiences for section in CLOSABLE},
        **dict.fromkeys(("title", "summary", "challenge_text", "again_text", "contact_role"), texts),
        "contract_type": st.sampled_from(["", *ContractType]),
        "currency": st.sampled_from(["", "EUR", "SEK"]),
        "estimated_value": amounts,
        "awarded_value": amounts,
        "bids": st.none() | st.integers(0, 5),
        "again": st.sampled_from(["", *Again]),
        "suppliers_anonymous": st.booleans(),
    }
)
rows = st.fixed_dictionaries(
    {"lesson": texts, "change": texts, "bidders_met": st.none() | st.integers(0, 5), "is_named": st.booleans()}
)


def everything(shown):
    return json.dumps(shown.as_dict(), ensure_ascii=False)


def built(version, facts, more):
    edition = EditionFactory.create(**facts)
    CitationFactory(edition=edition, version=version, change=more["change"], bidders_met=more["bidders_met"])
    LessonFactory(edition=edition, text=more["lesson"])
    if more["is_named"]:
        SupplierFactory(edition=edition, name=NAME)
    ExperienceDocumentFactory(edition=edition, section=Section.OUTCOME, title=more["lesson"], sha256="a", file=None)
    return edition


@pytest.mark.parametrize("audience", READERS)
@pytest.mark.parametrize("section", CLOSABLE)
def test_nothing_of_a_closed_section_occurs_anywhere(section, audience):
    shown = shown_to(marked(**closed(section, to=audience)), audience)

    assert traces_in(everything(shown), section, words=True) == []


@pytest.mark.parametrize("audience", READERS)
def test_all_of_what_is_open_is_shown(audience):
    shown = shown_to(marked(), audience)

    assert traces_in(everything(shown), *Section, words=True) == sorted(traces_of(*Section, words=True))


def test_own_organisation_sees_even_what_nobody_else_does():
    edition = marked(visibility=Audience.MEMBERS, **closed(*CLOSABLE, to=Audience.MEMBERS))

    assert traces_in(everything(shown_to(edition, Audience.OWN)), *Section) == sorted(traces_of(*Section))


def test_section_is_never_wider_than_its_record():
    edition = marked(visibility=Audience.MEMBERS)

    assert traces_in(everything(shown_to(edition, Audience.EVERYONE)), *CLOSABLE, words=True) == []


@pytest.mark.parametrize("audience", READERS)
def test_supplier_is_a_letter_to_others_and_a_name_to_its_buyer(audience):
    edition = marked()

    assert shown_to(edition, audience).outcome.suppliers == (ShownSupplier(name="Supplier A", is_winner=True),)
    assert SUPPLIER not in everything(shown_to(edition, audience))
    assert shown_to(edition, Audience.OWN).outcome.suppliers == (ShownSupplier(name=f"{SUPPLIER} Ltd", is_winner=True),)


def test_supplier_is_named_where_its_buyer_says_so():
    shown = shown_to(marked(suppliers_anonymous=False), Audience.EVERYONE)

    assert [supplier.name for supplier in shown.outcome.suppliers] == [f"{SUPPLIER} Ltd"]
    assert shown.outcome.challenge_text == f"TRACECHALLENGE of {SUPPLIER}"


def test_supplier_is_a_letter_in_every_text_that_others_read():
    called = f"A text that names {SUPPLIER}."
    edition = marked(
        title=called, summary=called, source_title=called, challenge_text=called, again_text=called, contact_role=called
    )
    citation = edition.citations.get()
    for name in ("change", "change_reason", "verification_text", "relaxed"):
        setattr(citation, name, called)
    citation.save()
    edition.lessons.update(text=called)
    edition.documents.update(title="", name=f"{SUPPLIER}_offer.pdf")

    text = everything(shown_to(edition, Audience.MEMBERS))

    assert (SUPPLIER in text, text.count("A text that names Supplier A.")) == (False, 11)
    assert text.count("Supplier A_offer.pdf") == len(Section)


@pytest.mark.parametrize(("bids", "has_few"), [(None, False), (0, True), (1, True), (2, True)])
def test_public_sees_no_figure_of_few_bids_or_of_an_unknown_number(bids, has_few):
    edition = marked(bids=bids, estimated_value=None)

    public, members = (shown_to(edition, audience) for audience in READERS)

    assert (public.values.awarded, public.value_band, public.criteria[0].bidders_met) == ("", "", None)
    outcome = public.outcome
    assert (outcome.bids, outcome.price_outcome, outcome.price_difference, outcome.suppliers) == (None, "", "", ())
    assert (outcome.has_few_bids, members.outcome.has_few_bids) == (has_few, False)
    assert (members.values.awarded, members.value_band, members.outcome.bids) == ("2222222.00", "large", bids)


def test_public_sees_the_figures_of_three_bids():
    shown = shown_to(marked(bids=3), Audience.EVERYONE)

    assert (shown.outcome.bids, shown.values.awarded, shown.outcome.price_difference) == (3, "2222222.00", "+100")
    assert (shown.outcome.has_few_bids, shown.criteria[0].bidders_met) == (False, 6616)


def test_estimate_is_public_whatever_the_bids():
    shown = shown_to(marked(bids=1), Audience.EVERYONE)

    assert (shown.values.estimated, shown.value_band) == ("1111111.00", "large")


@pytest.mark.parametrize(
    ("estimated", "awarded", "difference"),
    [
        ("100", "96", "-4"),
        ("100", "100.4", "0"),
        ("200", "203", "+2"),
        ("0", "100", ""),
        (None, "100", ""),
        ("100", None, ""),
        ("100", "0", "-100"),
    ],
)
def test_price_difference_is_in_whole_percent(estimated, awarded, difference):
    amount = {"estimated_value": estimated and Decimal(estimated), "awarded_value": awarded and Decimal(awarded)}

    assert shown_to(marked(**amount), Audience.OWN).outcome.price_difference == difference


@pytest.mark.parametrize("verdict", [Verdict.WAITING, Verdict.REFUSED])
def test_document_is_not_given_before_it_is_found_clean(verdict):
    edition = EditionFactory()
    ExperienceDocumentFactory(edition=edition, verdict=verdict)
    clean = ExperienceDocumentFactory(edition=edition, title="Annex", language="sv")

    assert shown_to(edition, Audience.OWN).documents == (
        ShownDocument(
            pk=clean.pk, title="Annex", section="tender", content_type="application/pdf", size=9, language="sv"
        ),
    )


def test_public_is_told_which_sections_members_see_and_no_other():
    edition = marked(
        outcome_visibility=Audience.MEMBERS, lessons_visibility=Audience.OWN, contact_visibility=Audience.MEMBERS
    )

    assert shown_to(edition, Audience.EVERYONE).more_for_members == ("outcome", "contact")
    assert shown_to(edition, Audience.MEMBERS).more_for_members == ()


def test_empty_section_is_no_promise_to_members():
    edition = EditionFactory(**closed(*CLOSABLE, to=Audience.EVERYONE))

    assert shown_to(edition, Audience.EVERYONE).more_for_members == ()


def test_wider_audience_never_sees_more_than_a_narrower_one():
    """Whatever everyone sees, members see, and the buyer: but for names replaced and figures kept back."""
    version = VersionFactory()

    @given(editions, rows)
    def check(facts, more):
        with transaction.atomic():
            edition = built(version, facts, more)
            words = nameless([supplier.name for supplier in Supplier.objects.filter(edition=edition)], "en")
            faces = [shown_to(edition, audience).as_dict() for audience in (*READERS, Audience.OWN)]
            for wide, narrow in pairwise(faces):
                assert beyond(wide, narrow, words) == []
            transaction.set_rollback(True)

    check()


def beyond(wide, narrow, words, place=""):
    """Where ``wide`` tells something that ``narrow`` does not."""
    if place in {".audience", ".more_for_members", ".outcome.has_few_bids"} or wide in ("", None, (), []):
        return []
    if isinstance(wide, dict):
        return [fault for key in wide for fault in beyond(wide[key], (narrow or {}).get(key), words, f"{place}.{key}")]
    if isinstance(wide, list | tuple):
        named = {str(row.get("pk", number)): row for number, row in enumerate(narrow or ()) if isinstance(row, dict)}
        if not named:
            return [] if list(wide) == list(narrow or ()) else [place]
        return [
            fault
            for number, row in enumerate(wide)
            for fault in beyond(row, named.get(str(row.get("pk", number))), words, f"{place}.{number}")
        ]
    return [] if wide == narrow or (isinstance(narrow, str) and words(narrow) == wide) else [place]


def test_face_of_any_edition_is_read_back_as_it_was_written():
    version = VersionFactory()

    @given(editions, rows, audiences)
    def check(facts, more, audience):
        with transaction.atomic():
            shown = shown_to(built(version, facts, more), audience)
            assert Shown.from_dict(json.loads(json.dumps(shown.as_dict()))) == shown
            transaction.set_rollback(True)

    check()


def test_hidden_fields_change_nothing_of_what_others_see():
    """Two editions that differ in closed sections only are the same to those outside: nothing can be inferred."""
    version = VersionFactory()
    shut = closed(*CLOSABLE, to=Audience.MEMBERS)
    open_facts = {"title": "Phones", "summary": "", "visibility": Audience.EVERYONE, "contract_type": "", **shut}

    @given(editions, rows)
    def check(facts, more):
        with transaction.atomic():
            plain = EditionFactory.create(**open_facts, bids=None)
            full = built(version, {**facts, **open_facts}, {**more, "is_named": True})
            full.experience.reference = plain.experience.reference
            for audience in READERS:
                assert shown_to(full, audience) == shown_to(plain, audience)
            transaction.set_rollback(True)

    check()


@pytest.mark.parametrize(
    ("url", "shown"),
    [("https://example.org/example-phones-ab/contract", ""), ("https://example.org/a", "https://example.org/a")],
)
def test_address_of_the_source_that_names_a_supplier_is_not_shown(url, shown):
    edition = EditionFactory(source_url=url, suppliers_anonymous=True)
    SupplierFactory(edition=edition, name=NAME)

    assert [shown_to(edition, audience).source_url for audience in READERS] == [shown, shown]
    assert shown_to(edition, Audience.OWN).source_url == url


def test_value_of_a_parameter_names_no_supplier_and_keeps_its_number():
    edition = EditionFactory(suppliers_anonymous=True)
    CitationFactory(edition=edition, values={"years": "3", "kit": "Example Phones Basic"})
    SupplierFactory(edition=edition, name=NAME)
    SupplierFactory(edition=edition, name="3")

    criteria = shown_to(edition, Audience.EVERYONE).criteria
    assert [row.values for row in criteria] == [{"years": "3", "kit": "Supplier A Basic"}]
