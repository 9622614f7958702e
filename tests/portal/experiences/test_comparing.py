"""What is new in an edition: nothing that changed is hidden, nothing that stayed is shown, and sharing stands out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.experiences.comparing import changes_between, widened_between
from portal.experiences.enums import Audience, Section, State, Topic
from portal.experiences.models import Edition
from portal.experiences.services.copying import copy_edition
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SupplierFactory,
)
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import marked

pytestmark = pytest.mark.django_db


def both(old=None, **changes):
    """An edition, and a copy of it with other fields."""
    old = old or EditionFactory()
    Edition.objects.filter(pk=old.pk).update(state=State.PUBLISHED)  # of two in work there is one
    new = copy_edition(old)
    Edition.objects.filter(pk=new.pk).update(**changes)
    new.refresh_from_db()
    return old, new


def told(old, new):
    """Part, heading, kind, label and HTML of every change."""
    return [
        (part.label, entry.heading, entry.kind.value, statement.label, str(statement.html))
        for part in changes_between(old, new)
        for entry in part.entries
        for statement in entry.statements
    ]


def test_copy_of_a_full_record_differs_in_nothing():
    assert changes_between(*both(marked())) == []


def test_text_is_compared_word_by_word_in_its_language():
    old, new = both(EditionFactory(summary="We bought 800 phones.", language="sv"), summary="We bought 900 phones.")

    [part] = changes_between(old, new)
    [entry] = part.entries
    [statement] = entry.statements

    assert (part.label, entry.heading, statement.label, statement.lang) == ("The tender", "", "Summary", "sv")
    assert str(statement.html) == (
        '<p>We bought <del><span class="ds-sr-only">removed: </span>800</del> '
        '<ins><span class="ds-sr-only">added: </span>900</ins> phones.</p>'
    )


def test_choice_is_shown_before_and_after_in_the_readers_words():
    [change] = told(*both(procedure="restricted"))

    assert change == (
        "The tender",
        "",
        "changed",
        "Procedure",
        (
            '<del><span class="ds-sr-only">removed: </span>Open procedure</del> '
            '<ins><span class="ds-sr-only">added: </span>Restricted procedure</ins>'
        ),
    )


def test_answer_that_came_and_one_that_went_have_one_side():
    old, new = both(EditionFactory(bids=4), bids=None, again="yes")

    assert [(label, html.count("<ins>"), html.count("<del>")) for *_rest, label, html in told(old, new)] == [
        ("Number of bids", 0, 1),
        ("Would you do it again?", 1, 0),
    ]


def test_only_white_space_is_no_difference_of_words():
    [change] = told(*both(EditionFactory(summary="One. Two."), summary="One.  Two."))

    assert change[-1] == "<p>One. Two.</p>"


def test_text_of_authors_is_escaped():
    [change] = told(*both(summary="<script>alert(1)</script>"))

    assert "<script>" not in change[-1]
    assert "&lt;" in change[-1]


def test_citations_that_came_went_and_changed_are_told_apart():
    old = EditionFactory()
    versions = {code: VersionFactory(criterion__code=code) for code in ("BAT-01", "BAT-02", "BAT-03", "BAT-04")}
    for code in ("BAT-01", "BAT-02", "BAT-03"):
        CitationFactory(edition=old, version=versions[code])
    old, new = both(old)
    new.citations.filter(version=versions["BAT-01"]).update(usage="adapted", change="Softer.")
    new.citations.filter(version=versions["BAT-02"]).delete()
    CitationFactory(edition=new, version=versions["BAT-04"], level=2)

    changes = told(old, new)

    assert list(dict.fromkeys((heading, kind) for _part, heading, kind, *_rest in changes)) == [
        ("BAT-01@1.0.0/L1", "changed"),
        ("BAT-04@1.0.0/L2", "added"),
        ("BAT-02@1.0.0/L1", "removed"),
    ]
    assert [label for _part, heading, _kind, label, _html in changes if heading.startswith("BAT-01")] == [
        "Used as it is or adapted",
        "What was changed",
    ]


def test_lessons_suppliers_and_documents_are_compared_by_row():
    old = EditionFactory()
    LessonFactory(edition=old, topic=Topic.WORDING, text="Ask first.")
    SupplierFactory(edition=old, name="Example Phones AB")
    ExperienceDocumentFactory(edition=old, title="Annex")
    old, new = both(old)
    new.lessons.update(text="Ask later.")
    new.suppliers.update(is_winner=True)
    new.documents.update(title="Annex 1", section="outcome")
    LessonFactory(edition=new, topic=Topic.PRICE, text="It was cheaper.")

    assert [(part, heading, kind, label) for part, heading, kind, label, _html in told(old, new)] == [
        ("What happened", "Supplier Example Phones AB", "changed", "Won a contract"),
        ("Lessons", "Price and competition", "added", "Lesson"),
        ("Lessons", "Wording of the criteria", "changed", "Lesson"),
        ("Documents", "Annex 1", "changed", "Title"),
        ("Documents", "Annex 1", "changed", "Belongs to"),
    ]


def test_wider_audience_of_a_section_stands_out():
    old, new = both(EditionFactory(values_visibility="members"), values_visibility="everyone", title="Other")

    assert [tuple(vars(each).values()) for each in widened_between(old, new)] == [
        ("Values", "Members of the network", "Everyone")
    ]


def test_record_that_opens_to_everyone_opens_each_part_that_was_held_by_it():
    old = EditionFactory(visibility="members", outcome_visibility="own", lessons_visibility="everyone")
    old, new = both(old, visibility="everyone")

    widened = [each.what for each in widened_between(old, new)]

    assert "What happened" not in widened
    assert {"The tender", "Lessons"} <= set(widened)


def test_narrower_audience_is_no_widening():
    assert widened_between(*both(visibility="members", values_visibility="own")) == []


def test_suppliers_that_get_their_names_back_are_a_widening():
    old, new = both(suppliers_anonymous=False, outcome_visibility="members")
    Edition.objects.filter(pk=old.pk).update(outcome_visibility="members")
    old.refresh_from_db()

    assert [tuple(vars(each).values()) for each in widened_between(old, new)] == [
        ("Names of suppliers", "Only our organisation", "Members of the network")
    ]


def test_document_that_moves_to_an_open_section_is_a_widening():
    old = EditionFactory(values_visibility="own")
    moved = ExperienceDocumentFactory(edition=old, section="values", title="Prices")
    ExperienceDocumentFactory(edition=old, section="tender", title="Call")
    old, new = both(old)
    new.documents.filter(sha256=moved.sha256).update(section="tender")
    new.documents.exclude(sha256=moved.sha256).update(section="values")

    assert [tuple(vars(each).values()) for each in widened_between(old, new)] == [
        ("Prices", "Only our organisation", "Everyone")
    ]


AUDIENCES = st.fixed_dictionaries(
    {
        "visibility": st.sampled_from([Audience.MEMBERS, Audience.EVERYONE]),
        **{f"{section.value}_visibility": st.sampled_from(Audience) for section in Section if section != "tender"},
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=AUDIENCES, after=AUDIENCES)
def test_a_section_is_widened_exactly_if_somebody_sees_it_who_did_not(before, after):
    old, new = Edition(**before), Edition(**after)
    old.pk, new.pk = 0, 0  # without rows

    widened = {each.what for each in widened_between(old, new)}

    reached = {
        section: [
            {each for each in Audience if each.width <= edition.audience_of(section).width} for edition in (old, new)
        ]
        for section in Section
    }
    assert widened == {str(section.label) for section, (was, now) in reached.items() if now - was}
