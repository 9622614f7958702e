"""Before a record is sent: all answers on one page with hints, and the page as its readers are going to see it."""

import pytest

from portal.experiences.enums import Audience, Section, Usage, Verification
from portal.experiences.services.moving import correct
from tests.factories.accounts import coordinator, sign_in_with_second_factor
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    LessonFactory,
    SubmittedFactory,
    SupplierFactory,
    published,
)
from tests.portal.experiences.authors import author_of, own, words_in
from tests.portal.experiences.marked import closed, marked, traces_in, traces_of

pytestmark = pytest.mark.django_db


def signed_in(client, thing):
    client.force_login(author_of(thing))
    return client


def part_of(response, task):
    """The answers of one part as the page shows them: label and text."""
    part = next(part for part in response.context["parts"] if part.task == task)
    return {checked.answer.label: checked.answer.text for checked in part.answers}


def people_in(response):
    return [hint.found for part in response.context["parts"] for row in part.answers for hint in row.people]


def test_all_answers_stand_in_words_with_the_way_to_change_each(client):
    edition = EditionFactory(title="Phones", nuts="SE224", duration=24, cpv=["32250000-0", "30200000-1"], year=2026)

    response = signed_in(client, edition).get(own(edition, "check/"))
    said = part_of(response, "tender")

    assert {label: said[label] for label in ("Title of the tender", "How far is the tender?", "Country", "Year")} == {
        "Title of the tender": "Phones",
        "How far is the tender?": "Awarded",
        "Country": "Sweden",
        "Year": "2026",
    }
    assert (said["CPV codes"], said["TED notice number"]) == ("32250000-0, 30200000-1", "")
    assert f'href="{own(edition, "task/tender/")}?from=check#id_title"' in words_in(response)


def test_empty_parts_lead_to_their_pages(client):
    edition = EditionFactory()

    html = words_in(signed_in(client, edition).get(own(edition, "check/")))

    assert html.count(">Nothing here yet</span>") == 2  # criteria and documents
    assert f'href="{own(edition, "task/criteria/")}?from=check"' in html


def test_use_of_a_criterion_is_told_in_words(client):
    edition = EditionFactory(language="sv")
    row = CitationFactory(
        edition=edition,
        version__criterion__code="BAT-01",
        values={"cycles": "1200"},
        usage=Usage.ADAPTED,
        change="Tre år.",
        verification=Verification.SAMPLE,
        bidders_met=2,
    )

    said = part_of(signed_in(client, edition).get(own(edition, "check/")), "criteria")

    assert said == {
        f"{row}": "Adapted\ncycles = 1200\nBy testing a sample\nBidders that met it: 2",
        f"{row}: What was changed": "Tre år.",
    }


def test_documents_stand_under_what_they_belong_to(client):
    edition = EditionFactory()
    ExperienceDocumentFactory(edition=edition, section=Section.OUTCOME, name="award.pdf")

    said = part_of(signed_in(client, edition).get(own(edition, "check/")), "documents")

    assert said == {"What happened": "award.pdf"}


def test_lessons_suppliers_and_readers_stand_there_too(client):
    edition = EditionFactory(currency="SEK", awarded_value=2_000_000, suppliers_anonymous=True)
    LessonFactory(edition=edition, topic="wording", text="Be short.")
    SupplierFactory(edition=edition, name="Example AB", is_winner=True)

    response = signed_in(client, edition).get(own(edition, "check/"))

    assert part_of(response, "lessons")["Wording of the criteria"] == "Be short."
    assert part_of(response, "outcome")["Suppliers"] == "Example AB (won a contract)"
    assert part_of(response, "outcome")["Awarded value"] == "SEK\u00a02,000,000"
    assert part_of(response, "sharing")["Do not name suppliers"] == "Yes"


def test_people_in_texts_are_pointed_out_and_names_of_companies_are_not(client):
    edition = EditionFactory(
        language="en",
        summary="Contact Sven Svensson, 070-123 45 67, sven@city.example.",
        again_text="Ask Nora Nordlund AB.",
    )
    SupplierFactory(edition=edition, name="Nora Nordlund AB")

    response = signed_in(client, edition).get(own(edition, "check/"))

    assert people_in(response) == ["Sven Svensson", "070-123 45 67", "sven@city.example"]
    assert "Look for people in your texts" in words_in(response)
    assert "May be a phone number: “070-123 45 67”" in words_in(response)


def test_texts_without_people_are_not_pointed_at(client):
    edition = EditionFactory(summary="We bought phones.")

    response = signed_in(client, edition).get(own(edition, "check/"))

    assert people_in(response) == []
    assert "Look for people in your texts" not in words_in(response)


def test_slip_in_a_cpv_code_is_pointed_out(client):
    edition = EditionFactory(cpv=["32250000-1"])

    html = words_in(signed_in(client, edition).get(own(edition, "check/")))

    assert "The last digit of 32250000-1 would be 0. Compare the code with your notice." in html


def test_incomplete_record_is_told_what_is_missing_instead_of_a_button(client):
    edition = EditionFactory(year=None)
    CitationFactory(edition=edition, usage=Usage.ADAPTED)

    html = words_in(signed_in(client, edition).get(own(edition, "check/")))

    assert f'<a href="{own(edition, "task/tender/")}?from=check">Describe the tender</a>: the year' in html
    assert "Say which criteria you used</a>: what was changed in" in html
    assert "Send to the coordinators" not in html


def test_complete_record_has_the_button(client):
    edition = EditionFactory()

    html = words_in(signed_in(client, edition).get(own(edition, "check/")))

    assert f'action="{own(edition, "send/")}"' in html
    assert "Send to the coordinators</button>" in html


@pytest.mark.parametrize("make", [SubmittedFactory, lambda: published().current], ids=["sent", "published"])
def test_answers_that_cannot_be_changed_are_not_checked(client, make):
    edition = make()

    response = signed_in(client, edition).get(own(edition, "check/"))

    assert (response.status_code, response["Location"]) == (302, own(edition))


@pytest.mark.parametrize("count", [1, 3])
def test_check_takes_the_same_queries_however_much_it_says(client, django_assert_num_queries, count):
    edition = EditionFactory()
    CitationFactory.create_batch(count, edition=edition)
    ExperienceDocumentFactory.create_batch(count, edition=edition)
    signed_in(client, edition).get(own(edition, "check/"))

    with django_assert_num_queries(15):
        assert client.get(own(edition, "check/")).status_code == 200


# The preview


def previewed(client, edition, audience):
    response = client.get(own(edition, "preview/"), {"as": audience})
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("closed_to", [Audience.EVERYONE, Audience.MEMBERS])
@pytest.mark.parametrize("section", [Section.VALUES, Section.OUTCOME, Section.LESSONS, Section.CONTACT])
def test_preview_shows_each_audience_what_it_is_going_to_see(client, section, closed_to):
    edition = marked(visibility=Audience.EVERYONE, **closed(section, to=closed_to))
    signed_in(client, edition)

    found = {audience: set(traces_in(previewed(client, edition, audience).content, section)) for audience in Audience}

    hidden_from = [audience for audience in Audience if audience.width >= closed_to.width]
    assert {audience for audience in Audience if found[audience] == set()} == set(hidden_from)
    assert found[Audience.OWN] == traces_of(section)


def test_preview_replaces_names_of_suppliers_for_others(client):
    edition = EditionFactory(language="en", bids=4, summary="Example Phones won.", suppliers_anonymous=True)
    SupplierFactory(edition=edition, name="Example Phones AB")
    signed_in(client, edition)

    named = {audience: "Example Phones" in words_in(previewed(client, edition, audience)) for audience in Audience}

    assert named == {Audience.OWN: True, Audience.MEMBERS: False, Audience.EVERYONE: False}


def test_preview_opens_as_the_widest_audience_of_the_record(client):
    edition = EditionFactory(visibility=Audience.MEMBERS)

    html = words_in(signed_in(client, edition).get(own(edition, "preview/")))

    assert "Preview: this is what members see" in html
    assert '<a href="?as=everyone">As everyone sees it</a>' in html


def test_preview_says_that_an_audience_sees_nothing(client):
    edition = EditionFactory(title="For members", visibility=Audience.MEMBERS)

    html = words_in(previewed(signed_in(client, edition), edition, Audience.EVERYONE))

    assert "They see nothing of this record" in html
    assert '<h1 lang="en">For members</h1>' not in html


def test_there_is_no_other_audience(client):
    edition = EditionFactory()

    assert signed_in(client, edition).get(own(edition, "preview/"), {"as": "suppliers"}).status_code == 404


def test_preview_of_a_correction_shows_the_correction(client):
    experience = published(EditionFactory(title="Old"))
    edition = correct(experience.pk, actor=author_of(experience))
    edition.title = "Mended"
    edition.save()

    html = words_in(previewed(signed_in(client, experience), edition, Audience.EVERYONE))

    assert '<h1 lang="en">Mended</h1>' in html


def test_coordinator_previews_what_was_sent_and_nothing_before(client):
    draft, sent = EditionFactory(), SubmittedFactory()
    sign_in_with_second_factor(client, coordinator())

    assert client.get(own(draft, "preview/")).status_code == 404
    html = words_in(client.get(own(sent, "preview/")))
    assert "Preview: this is what everyone sees" in html
    assert f'href="{own(sent)}"' not in html
