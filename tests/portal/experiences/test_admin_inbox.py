"""The inbox of tender experiences: what it lists, in which order, and how it is narrowed down."""

import pytest

from portal.experiences.services.moving import retract, send_back, submit, take_back
from tests.factories.accounts import coordinator
from tests.factories.experiences import EditionFactory, ExperienceFactory, published
from tests.factories.members import OrganisationFactory
from tests.portal.experiences.authors import author_of
from tests.portal.experiences.moderators import correction, inbox, moderator, page_of, sent

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    return [row.title or row.reference for row in client.get(inbox(query)).context["object_list"]]


def cells_of(client, query=""):
    [row] = client.get(inbox(query)).context["table"].rows
    return [str(cell.column.get_value(cell.instance)) for cell in row.values()]


def returned(**facts):
    edition = sent(**facts)
    send_back(edition.experience_id, reason="Which year?", seen=1, actor=coordinator())
    return edition


def test_inbox_lists_what_waits_then_the_rest(client):
    moderator(client)
    published(title="published")
    sent(days=1, title="new")
    sent(days=30, title="old")
    EditionFactory(title="draft")
    correction(EditionFactory(title="before"), title="after")

    assert listed(client) == ["old", "new", "after", "published"]


def test_row_says_whose_it_is_what_it_is_and_since_when(client):
    moderator(client)
    experience = ExperienceFactory(
        reference="TE-22222222", organisation=OrganisationFactory(name="City of Example", own_name="Exempelstad")
    )
    sent(12, experience=experience, title="Telefoner", language="sv")

    response = client.get(inbox())

    assert cells_of(client) == [
        'TE-22222222 <span lang="sv">Telefoner</span>',
        "City of Example",
        "New",
        "Swedish",
        "Waiting",
        "12 days",
    ]
    assert f'href="{page_of(experience)}"' in response.content.decode()


def test_title_in_a_row_is_text(client):
    moderator(client)
    sent(title="<b>Phones</b>")

    page = client.get(inbox()).content.decode()

    assert ("<b>Phones</b>" in page, "&lt;b&gt;Phones&lt;/b&gt;" in page) == (False, True)


def test_correction_is_called_so(client):
    moderator(client)
    correction()

    assert cells_of(client)[2] == "Correction"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (returned, ["", "", "", "Sent back", ""]),
        (published, ["Phones for the city", "", "English", "Published", ""]),
    ],
    ids=["sent back", "published"],
)
def test_record_that_does_not_wait_shows_its_state_and_no_age(client, make, says):
    moderator(client)
    make()

    name, _buyer, *rest = cells_of(client)

    assert [name[name.index(">") + 1 : name.index("</")], *rest] == says


def test_taken_back_record_is_with_its_authors_without_its_title(client):
    moderator(client)
    edition = sent(title="Sent too early")
    take_back(edition.experience_id, actor=edition.submitted_by)

    assert cells_of(client)[4] == "With its authors"
    assert listed(client) == [edition.experience.reference]


def test_retracted_record_stays_in_the_list(client):
    moderator(client)
    retract(published().pk, reason="Wrong tender.", actor=coordinator())

    assert cells_of(client)[4] == "Retracted"


def test_correction_of_a_retracted_record_waits(client):
    moderator(client)
    edition = correction()
    retract(edition.experience_id, reason="Wrong tender.", actor=coordinator())
    assert cells_of(client)[4] == "Retracted"

    submit(edition.experience_id, actor=author_of(edition))
    assert cells_of(client)[4] == "Waiting"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?standing=waiting", ["norwegian"]),
        ("?standing=waiting&standing=published", ["norwegian", "swedish"]),
        ("?standing=nonsense", ["norwegian", "swedish"]),
        ("?q=grönby", ["swedish"]),
        ("?q=te-33333333", ["norwegian"]),
        ("?q=swed", ["swedish"]),
        ("?q=nobody", []),
        ("?organisation={grönby}", ["swedish"]),
        ("?organisation=0", ["norwegian", "swedish"]),
        ("?ordering=language", ["norwegian", "swedish"]),
    ],
)
def test_inbox_is_narrowed_down(client, query, names):
    moderator(client)
    grönby = OrganisationFactory(own_name="Grönby kommun")
    published(experience=ExperienceFactory(organisation=grönby), title="swedish")
    sent(experience=ExperienceFactory(reference="TE-33333333"), title="norwegian")

    assert listed(client, query.format(grönby=grönby.pk)) == names


def test_organisations_to_choose_from_are_those_with_records(client):
    moderator(client)
    organisation = sent().experience.organisation
    OrganisationFactory()

    choices = client.get(inbox()).context["filters"].form["organisation"].field.queryset

    assert list(choices) == [organisation]


def test_results_alone_are_served_for_the_search_box(client):
    moderator(client)
    sent(title="Phones", experience=ExperienceFactory(reference="TE-33333333"))

    page = client.get(inbox("results/?q=te-3")).content.decode()

    assert ("Phones" in page, "<html" in page) == (True, False)


def test_empty_inbox_says_so(client):
    moderator(client)

    assert "There are no tender experiences to display." in client.get(inbox()).content.decode()


def test_long_inbox_is_paginated(client):
    moderator(client)
    organisation = OrganisationFactory()
    for _number in range(26):
        EditionFactory(
            experience=ExperienceFactory(organisation=organisation), state="submitted", submission=1, submitted_at=None
        )

    assert [len(listed(client, query)) for query in ("", "?p=2")] == [25, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_takes_twenty_one_queries(client, django_assert_num_queries, count):
    moderator(client)
    for _number in range(count):
        sent()
        correction()
    client.get(inbox())

    with django_assert_num_queries(21):
        client.get(inbox())
