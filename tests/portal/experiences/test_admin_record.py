"""The page of one record: what each audience will see, what is new, what to look at, and what can be decided."""

import pytest
from django.urls import reverse

from portal.experiences.enums import Audience, Section
from portal.experiences.services.moving import publish, retract, send_back
from tests.factories.accounts import coordinator
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    ExperienceFactory,
    LessonFactory,
    SupplierFactory,
    published,
)
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import SUPPLIER, closed, marked, traces_in
from tests.portal.experiences.moderators import (
    correction,
    moderator,
    page_of,
    publish_of,
    retract_of,
    send_back_of,
    sent,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def waiting(**facts):
    """A full record that waits, its sections marked."""
    edition = marked(state="submitted", submission=1, **facts)
    edition.submitted_at = edition.created_at
    edition.save()
    return edition


def test_page_says_where_a_record_stands(client):
    moderator(client)
    edition = sent(12, language="fi", title="Puhelimet")

    page = text_of(client.get(page_of(edition)))

    assert f"{edition.experience} Puhelimet" in page
    for sentence in ("Waiting for 12 days.", "The text is in Finnish.", "It has not been published before."):
        assert sentence in page
    assert '<h2 class="w-h1 w-mt-8" lang="fi">' in page


@pytest.mark.parametrize(
    ("audience", "hidden"),
    [
        (Audience.EVERYONE, {Section.VALUES, Section.OUTCOME}),
        (Audience.MEMBERS, {Section.OUTCOME}),
        (Audience.OWN, set()),
    ],
)
def test_record_is_read_through_the_eyes_of_each_audience(client, audience, hidden):
    moderator(client)
    edition = waiting(**closed(Section.VALUES, to=Audience.EVERYONE), **closed(Section.OUTCOME, to=Audience.MEMBERS))

    context = client.get(page_of(edition, f"?as={audience}")).context

    shown = context["page"].shown
    assert {section for section in Section if traces_in(shown, section)} == set(Section) - hidden
    assert [choice.label for choice in context["choices"] if choice.is_chosen] == [
        {"everyone": "As everyone sees it", "members": "As members see it", "own": "In full, as its authors see it"}[
            audience
        ]
    ]


def test_name_of_a_supplier_is_read_only_through_its_buyers_eyes(client):
    moderator(client)
    edition = waiting()

    shown = [str(client.get(page_of(edition, f"?as={audience}")).context["page"].shown) for audience in Audience]

    assert [SUPPLIER in each for each in shown] == [True, False, False]


@pytest.mark.parametrize("query", ["", "?as=nonsense", "?as="])
def test_widest_audience_is_shown_at_first(client, query):
    moderator(client)

    assert client.get(page_of(sent(), query)).context["audience"] == Audience.EVERYONE
    assert client.get(page_of(sent(visibility="members"), query)).context["audience"] == Audience.MEMBERS


def test_record_for_members_shows_nothing_to_everyone(client):
    moderator(client)

    response = client.get(page_of(sent(visibility="members"), "?as=everyone"))

    assert response.context["page"] is None
    assert "Nothing of this record is shown to everyone: it is for members of the network." in text_of(response)


def test_table_says_who_sees_what(client):
    moderator(client)

    rows = client.get(page_of(sent(visibility="members", values_visibility="own"))).context["rows"]

    assert [(row.section, *row.cells) for row in rows][:2] == [
        ("The tender", "Shown", "Shown", "Not shown"),
        ("Values", "Shown", "Not shown", "Not shown"),
    ]


def test_what_is_new_in_a_correction_is_marked(client):
    moderator(client)

    response = client.get(page_of(correction(EditionFactory(summary="We bought 800."), summary="We bought 900.")))

    [part] = response.context["changes"]
    assert (part.label, response.context["before"].number) == ("The tender", 1)
    assert '<del><span class="ds-sr-only">removed: </span>800</del>' in text_of(response)
    assert "It corrects what is published now." in text_of(response)


def test_correction_that_changes_nothing_says_so(client):
    moderator(client)

    assert "Nothing differs." in text_of(client.get(page_of(correction())))


def test_first_edition_has_nothing_to_be_compared_with(client):
    moderator(client)

    page = text_of(client.get(page_of(sent())))

    assert ("What is new" in page, "Checks" in page) == (False, True)


def test_texts_are_text_whatever_they_contain(client):
    moderator(client)
    script = "<script>alert(1)</script>"
    edition = correction(title=script, summary=f"{script} Contact: Anna Svensson {script}")

    page = client.get(page_of(edition)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_hints_stand_in_their_place_and_language(client):
    moderator(client)
    edition = sent(language="sv", summary="Det gick bra. Kontakt: Anna Svensson.")

    response = client.get(page_of(edition))

    [found] = response.context["hints"]
    assert (found.where, found.hint.found) == ("The tender: Summary", "Anna Svensson")
    assert '<p lang="sv">Det gick bra. Kontakt: <mark>Anna Svensson</mark>.</p>' in text_of(response)
    assert "1 place may hold personal data" in text_of(response)


def test_published_record_has_neither_checks_nor_differences(client):
    moderator(client)
    experience = published(EditionFactory(summary="Contact: Anna Svensson."))

    context = client.get(page_of(experience)).context

    assert [name for name in ("checks", "hints", "changes", "before") if context.get(name)] == []
    assert context["page"].shown.title == "Phones for the city"


@pytest.mark.parametrize(
    ("make", "addresses"),
    [
        (sent, (publish_of, send_back_of)),
        (correction, (publish_of, send_back_of, retract_of)),
        (published, (retract_of,)),
    ],
)
def test_buttons_are_those_that_are_possible(client, make, addresses):
    moderator(client)
    row = make()

    page = client.get(page_of(row)).content.decode()

    every = (publish_of, send_back_of, retract_of)
    assert [f'"{address(row)}"' in page for address in every] == [address in addresses for address in every]


@pytest.mark.parametrize("end", ["sent back", "retracted"])
def test_record_that_ended_offers_nothing_and_keeps_its_log(client, end):
    user = moderator(client)
    edition = sent()
    if end == "sent back":
        send_back(edition.experience_id, reason="Which <year>?", seen=1, actor=user)
    else:
        publish(edition.experience_id, seen=edition.submission, actor=user)
        retract(edition.experience_id, reason="Which <year>?", actor=user)

    response = client.get(page_of(edition))

    assert (response.context["may_retract"], response.context["edition"] is None) == (False, end == "sent back")
    assert not any(address(edition) in text_of(response) for address in (publish_of, send_back_of, retract_of))
    event = response.context["events"][0]
    assert (event.by, event.step.reason) == (str(user), "Which <year>?")
    assert "Which &lt;year&gt;?" in text_of(response)


def test_log_is_told_newest_first_with_those_who_acted(client):
    user = moderator(client)
    edition = correction()
    publish(edition.experience_id, seen=edition.submission, actor=user)

    events = client.get(page_of(edition)).context["events"]

    assert [(event.label, event.by) for event in events] == [
        ("The record was published", str(user)),
        ("The record was sent to the coordinators", str(edition.submitted_by)),
        ("A correction was begun", str(edition.submitted_by)),
        ("The record was published", "The portal"),
    ]


def test_documents_are_listed_with_downloads_once_they_are_checked(client):
    moderator(client)
    edition = sent(language="sv")
    clean = ExperienceDocumentFactory(edition=edition, title="Bilaga")
    ExperienceDocumentFactory(edition=edition, title="Prices", language="en", verdict="waiting")

    page = text_of(client.get(page_of(edition)))

    address = reverse("experiences-admin:document", args=[edition.experience_id, clean.pk])
    assert f'<a href="{address}" lang="sv">Bilaga</a>' in page
    assert '<span lang="en">Prices</span>' in page


def test_case_from_public_sources_can_be_read_and_retracted_but_not_as_its_authors(client):
    moderator(client)
    experience = ExperienceFactory(organisation=None, buyer="City of Example")
    edition = EditionFactory(experience=experience, source_title="Yearbook")
    published(edition)
    edition.experience.editions.update(submission=0)

    context = client.get(page_of(experience, "?as=own")).context

    assert (context["audience"], context["may_retract"], context["documents"]) == (Audience.EVERYONE, True, [])
    assert [choice.label for choice in context["choices"]] == ["As everyone sees it", "As members see it"]


def test_fictional_member_is_labelled(client):
    moderator(client)
    edition = sent(experience=ExperienceFactory(organisation=OrganisationFactory(is_fictional=True)))

    assert "Fictional" in text_of(client.get(page_of(edition)))


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_forty_six_queries_for_one_and_three_of_everything(client, django_assert_num_queries, count):
    moderator(client)
    edition = EditionFactory()
    for number in range(count):
        CitationFactory(edition=edition, version=VersionFactory(criterion__code=f"BAT-0{number}"))
        SupplierFactory(edition=edition)
        LessonFactory(edition=edition, topic=["wording", "price", "proof"][number])
        ExperienceDocumentFactory(edition=edition)
    edition = correction(edition, summary="Contact: Anna Svensson.")
    coordinator()
    client.get(page_of(edition))

    with django_assert_num_queries(46):
        client.get(page_of(edition))
