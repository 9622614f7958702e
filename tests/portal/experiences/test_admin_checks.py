"""What the checks of a record say, and what they leave to people."""

import pytest

from portal.experiences.admin.checks import (
    checks_of,
    cites_withdrawn,
    has_documents,
    has_hints,
    hints_of,
    known_names,
    names_suppliers,
    shares_more,
    tells_few_bids,
)
from portal.experiences.comparing import Widened
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SupplierFactory,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory

pytestmark = pytest.mark.django_db


def sentences(checks):
    return [(check.is_fine, check.sentence) for check in checks]


def test_hints_are_counted_and_never_said_to_be_all():
    assert sentences([has_hints(0), has_hints(1), has_hints(2)]) == [
        (True, "Nothing in the texts looks like personal data. Names inside a sentence are not found."),
        (False, "1 place may hold personal data; it is listed under “Hints”."),
        (False, "2 places may hold personal data; they are listed under “Hints”."),
    ]


def test_hints_come_from_every_text_of_the_authors():
    edition = EditionFactory(summary="Contact: Anna Svensson", again_text="a@b.example", contact_role="Bo Ek, buyer")
    LessonFactory(edition=edition, text="Call 070-123 45 67")
    CitationFactory(edition=edition, version=VersionFactory(criterion__code="BAT-01"), relaxed="Mr. Smith asked")
    ExperienceDocumentFactory(edition=edition, title="CV by Maija Virtanen")

    found = [(each.where, each.hint.found) for each in hints_of(edition, [])]

    assert found == [
        ("The tender: Summary", "Anna Svensson"),
        ("Criteria that were used: BAT-01@1.0.0/L1: What was relaxed", "Smith"),
        ("What happened: Why", "a@b.example"),
        ("Lessons: Wording of the criteria: Lesson", "070-123 45 67"),
        ("Contact: Whom to ask, by role", "Bo Ek"),
        ("Documents: CV by Maija Virtanen: Title", "Maija Virtanen"),
    ]


def test_hint_shows_the_words_around_it():
    words = "word " * 20
    edition = EditionFactory(summary=f"{words}\n\nContact: Anna Svensson, {words}")

    [found] = hints_of(edition, [])

    assert found.before == "…ord word word word word word Contact: "
    assert found.after == ", word word word word word word word wor…"


def test_members_and_suppliers_are_known_names():
    OrganisationFactory(name="Nya Ekby", own_name="Nya Ekby kommun")
    edition = EditionFactory(summary="Written by Nya Ekby, checked by Sol Mobil, by Anna Svensson.")
    SupplierFactory(edition=edition, name="Sol Mobil AB")

    assert [each.hint.found for each in hints_of(edition, known_names(edition))] == ["Anna Svensson"]


def test_what_more_people_see_is_said_one_by_one():
    assert sentences(shares_more([Widened("Values", "Members of the network", "Everyone")])) == [
        (False, "More people will see this than before: Values. Before: Members of the network. Now: Everyone.")
    ]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, [(True, "Suppliers are not named: others read “Supplier A”.")]),
        (
            {"suppliers_anonymous": False},
            [(False, "Suppliers are named. Who may see it: Everyone. Named: One AB, Two AB.")],
        ),
        ({"suppliers_anonymous": False, "outcome_visibility": "own"}, []),
    ],
    ids=str,
)
def test_names_of_suppliers_are_noticed(facts, says):
    edition = EditionFactory(outcome_visibility=facts.pop("outcome_visibility", "everyone"), **facts)
    for name in ("One AB", "Two AB"):
        SupplierFactory(edition=edition, name=name)

    assert sentences(names_suppliers(edition)) == says


def test_record_without_suppliers_says_nothing_of_them():
    assert sentences(names_suppliers(EditionFactory(suppliers_anonymous=False))) == []


@pytest.mark.parametrize(
    "text",
    [
        "We got two bids.",
        "Only one valid bid came in.",
        "A single bidder met it.",
        "Det kom bara ett anbud.",
        "Två giltiga anbud kom in.",
        "2 anbud",
        "Vi fikk kun ett tilbud.",
        "Der kom to tilbud.",
        "Saimme yhden tarjouksen.",
        "Kaksi tarjousta tuli.",
    ],
)
def test_text_that_tells_of_few_bids_is_noticed(text):
    [check] = tells_few_bids(EditionFactory(bids=None, summary=text))

    assert (check.is_fine, "a text seems to tell it" in check.sentence) == (False, True)
    assert check.sentence.endswith("(The tender: Summary).")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("We got two bids.", {"bids": 3}),
        ("We got two bids.", {"visibility": "members"}),
        ("We got twelve bids, 12 bids and 22 bids.", {}),
        ("Ett anbud ska innehålla priset.", {}),
        ("Two bidders' days were held.", {"bids": 7}),
    ],
)
def test_text_that_gives_nothing_away_is_not(text, facts):
    assert sentences(tells_few_bids(EditionFactory(summary=text, **facts))) == []


def test_withdrawn_versions_are_named():
    edition = EditionFactory()
    version = VersionFactory(criterion__code="BAT-01")
    CitationFactory(edition=edition, version=version, cited_as="withdrawn")
    CitationFactory(edition=edition, cited_as="superseded")

    assert sentences(cites_withdrawn(edition)) == [
        (False, "Withdrawn versions are cited, as a past tender may have had them: BAT-01@1.0.0/L1.")
    ]


def test_documents_that_go_to_others_are_to_be_opened():
    edition = EditionFactory(values_visibility="own")
    ExperienceDocumentFactory(edition=edition, section="values")
    assert sentences(has_documents(edition)) == []

    ExperienceDocumentFactory(edition=edition, section="tender", verdict="waiting")

    assert sentences(has_documents(edition)) == [
        (False, "A document is still being checked for viruses. Nobody can open it before that."),
        (
            False,
            "1 document goes to others as it is. Open it and look for names of people and suppliers.",
        ),
    ]


def test_plain_record_has_one_check_that_is_fine():
    checks = checks_of(EditionFactory(), widened=[], hints=[])

    assert [check.is_fine for check in checks] == [True]
