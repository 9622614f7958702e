"""The pages that everybody may ask for: one experience, its documents, what was retracted, what never was."""

import json
from datetime import UTC, datetime

import pytest

from portal.experiences.enums import Audience, Section, State
from portal.experiences.models import ExperienceDocument, TenderExperience
from portal.experiences.services.faces import write_faces
from portal.files.models import Verdict
from portal.members.enums import OrganisationKind
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.experiences import (
    CitationFactory,
    EditionFactory,
    ExperienceDocumentFactory,
    ExperienceFactory,
    LessonFactory,
    published,
)
from tests.factories.history import followed_by
from tests.factories.registry import VersionFactory
from tests.portal.experiences.marked import closed, marked, traces_in, traces_of
from tests.registry.views.pages import all_words, form_of, messages_of, parsed

pytestmark = pytest.mark.django_db
NOTHING = "/en/experiences/nothing-here-2026/"


def page_of(experience, language="en"):
    return f"/{language}/experiences/{experience.slug}/"


def addresses(experience):
    """The page, its JSON, and every document that the record ever had."""
    page = page_of(experience)
    documents = ExperienceDocument.objects.filter(edition__experience=experience)
    return [page, f"{page[:-1]}.json", *(f"{page}documents/{row.pk}/" for row in documents)]


def retracted(**facts):
    experience = published(**facts)
    experience.retracted_at = datetime(2026, 9, 1, 12, tzinfo=UTC)
    experience.retraction_reason = "The figures were of another tender."
    experience.save()
    write_faces(experience)
    return experience


@pytest.fixture
def member(client):
    """The client, signed in as somebody of another public buyer."""
    client.force_login(MembershipFactory().user)
    return client


def test_page_has_its_parts_in_order(client):
    experience = published(marked())

    response = client.get(page_of(experience))

    assert response.status_code == 200
    assert all_words(response, "//main//h1") == ["Tender TRACETENDER"]
    assert all_words(response, "//main//section/h2") == [
        "What was asked",
        "What happened",
        "Verification in practice",
        "What was learned",
        "Documents",
    ]
    assert all_words(response, "//main//aside//h2") == [
        "Facts",
        "Whom to ask",
        "Use the same criteria",
        "Cite",
        "History",
    ]


def test_page_shows_everything_that_is_public(client):
    response = client.get(page_of(published(marked())))

    assert set(traces_in(response.content, *Section)) == traces_of(*Section)


@pytest.mark.parametrize("section", [each for each in Section if each is not Section.TENDER])
def test_closed_section_is_on_no_page_of_a_visitor(client, section):
    experience = published(marked(**closed(section, to=Audience.EVERYONE)))

    pages = [client.get(address) for address in addresses(experience)]

    assert [traces_in(page.content, section) for page in pages] == [[]] * len(pages)
    assert [page.status_code for page in pages].count(404) == 1  # the paper of that section


def test_page_tells_visitors_what_members_see_and_how_to_sign_in(client, member):
    hidden = closed(Section.VALUES, Section.LESSONS, to=Audience.EVERYONE)
    experience = published(marked(**hidden))
    seen_by_member = client.get(page_of(experience))
    client.logout()

    response = client.get(page_of(experience))

    assert all_words(response, "//section[@aria-labelledby='more']//li") == ["Values", "Lessons"]
    [address] = parsed(response).xpath("//section[@aria-labelledby='more']//a/@href")
    at_the_door = client.get(address, follow=True)
    assert at_the_door.redirect_chain[-1][0] == f"/accounts/login/?next=%2Fen%2Fexperiences%2F{experience.slug}%2F"
    assert parsed(seen_by_member).xpath("//section[@aria-labelledby='more']") == []


def test_people_of_a_supporter_see_what_everyone_sees_and_are_not_asked_to_sign_in(client):
    client.force_login(MembershipFactory(organisation__kind=OrganisationKind.SUPPORTER).user)
    experience = published(marked(**closed(Section.LESSONS, to=Audience.EVERYONE)))

    response = client.get(page_of(experience))

    assert traces_in(response.content, Section.LESSONS) == []
    assert all_words(response, "//section[@aria-labelledby='more']//li") == ["Lessons"]
    assert parsed(response).xpath("//section[@aria-labelledby='more']//a") == []


def test_section_for_the_own_organisation_alone_is_hinted_at_to_nobody(client):
    experience = published(marked(lessons_visibility=Audience.OWN))

    response = client.get(page_of(experience))

    assert parsed(response).xpath("//section[@aria-labelledby='more']") == []


def test_asked_criterion_leads_to_the_exact_version_and_points_to_the_newer(client):
    old = VersionFactory(criterion__code="BAT-01")
    experience = published(CitationFactory(version=old, level=2).edition)
    followed_by(old, "2.0.0")

    response = client.get(page_of(experience))

    assert parsed(response).xpath("//section[@aria-labelledby='asked']//a/@href") == [
        "/en/criterion/bat-01/1.0.0/#level-2",
        "/en/criterion/bat-01/2.0.0/",
    ]
    assert all_words(response, "//p[contains(@class, 'status-strip')]") == ["A newer version is in force: BAT-01@2.0.0"]


def test_texts_are_marked_with_their_language(client):
    edition = EditionFactory(language="sv", title="Telefoner", summary="Ramavtal.", contact_role="Inköpare")
    LessonFactory(edition=edition, text="Fråga först.")

    response = client.get(page_of(published(edition)))

    tree = parsed(response)
    swedish = [" ".join(each.text_content().split()) for each in tree.xpath("//main//*[@lang='sv']")]
    assert swedish == ["Telefoner", "Ramavtal.", "Fråga först.", "Inköpare"]
    assert "Text: Swedish" in all_words(response, "//main//span[@class='ds-tag']")


def test_criteria_go_into_the_basket_with_the_values_of_the_tender(client):
    edition = EditionFactory()
    versions = [VersionFactory(criterion__code=code) for code in ("BAT-01", "BAT-02")]
    CitationFactory(edition=edition, version=versions[0], level=2, values={"cycles": "1200"})
    CitationFactory(edition=edition, version=versions[1], level=2, values={"cycles": "1300"}, position=1)
    experience = published(edition)
    page = page_of(experience, "da")

    fields = form_of(client.get(page))
    response = client.post("/da/basket/add/", {**fields, "item": ["BAT-01@1.0.0/L2", "BAT-02@1.0.0/L2"]}, follow=True)

    assert response.redirect_chain == [(page, 302)]
    assert len(messages_of(response)) == 1
    assert [(item["code"], item["level"], item["values"]) for item in client.session["basket"]["items"]] == [
        ("BAT-01", 2, {"cycles": "1200"}),
        ("BAT-02", 2, {"cycles": "1300"}),
    ]


def test_form_names_every_criterion_once(client):
    edition = EditionFactory()
    for position in range(3):
        CitationFactory(edition=edition, position=position)

    tree = parsed(client.get(page_of(published(edition))))

    assert tree.xpath("//main//form//input[@name='item']/@value") == [f"{row}" for row in edition.citations.all()]


def test_record_without_criteria_has_no_basket_and_says_so(client):
    response = client.get(page_of(published()))

    assert parsed(response).xpath("//main//form") == []
    assert all_words(response, "//section[@aria-labelledby='asked']/p") == ["The record names no criterion."]


def test_notice_and_source_lead_outside_and_nothing_is_fetched(client):
    experience = published(notice="554113-2026", source_title="A report", source_url="https://example.org/report")

    links = parsed(client.get(page_of(experience))).xpath("//main//a[@rel='external noopener']/@href")

    assert links == ["https://ted.europa.eu/en/notice/-/detail/554113-2026", "https://example.org/report"]


def test_what_is_typed_is_never_markup(client):
    edition = EditionFactory(title="<b>x</b>", summary="<script>alert(1)</script>", bids=4, again_text="<i>y</i>")

    tree = parsed(client.get(page_of(published(edition))))

    assert tree.xpath("//main//b | //main//i[not(ancestor::span[@class='level-badge'])] | //main//script") == []


@pytest.mark.parametrize(
    ("facts", "tag", "is_indexed"),
    [
        ({"experience__organisation__is_fictional": True}, "Fictional", False),
        (
            {"experience__organisation": None, "experience__buyer": "Ministry"},
            "Summarised from public sources",
            True,
        ),
    ],
)
def test_kind_of_record_is_said_on_top(client, facts, tag, is_indexed):
    response = client.get(page_of(published(**facts)))

    assert all_words(response, "//div[@class='page-head']//span[@class='ds-tag']") == ["Awarded", tag]
    assert (parsed(response).xpath("//meta[@name='robots']/@content") == []) is is_indexed


def test_record_for_members_says_so_to_members(member):
    experience = published(visibility=Audience.MEMBERS)

    response = member.get(page_of(experience))

    assert all_words(response, "//div[@class='page-head']//span[@class='ds-tag']") == ["Awarded", "Members only"]


def test_history_has_the_days_of_corrections(client):
    experience = published()
    published(EditionFactory(experience=experience, number=2))
    for number, day in ((1, 4), (2, 9)):
        experience.editions.filter(number=number).update(published_at=datetime(2026, 5, day, 12, tzinfo=UTC))

    response = client.get(page_of(experience))

    assert all_words(response, "//aside//ul/li") == ["Corrected on 9 May 2026", "Published on 4 May 2026"]


def test_correction_in_work_is_seen_by_nobody(client):
    experience = published(title="Published")
    EditionFactory(experience=experience, number=2, title="TRACE", state=State.SUBMITTED, submission=1)

    pages = [client.get(address) for address in (*addresses(experience), "/en/experiences/")]

    assert [b"TRACE" in page.content for page in pages] == [False] * len(pages)


def test_related_experiences_are_shown(client):
    version = VersionFactory()
    experience = published(CitationFactory(version=version).edition)
    published(CitationFactory(version=version, edition__title="The other").edition)

    response = client.get(page_of(experience))

    assert all_words(response, "//section[@aria-labelledby='related']//h3") == ["The other"]


HIDDEN = {
    "unknown": lambda: ExperienceFactory.build(slug="nothing-here-2026"),
    "for members": lambda: published(ExperienceDocumentFactory.create(edition__visibility=Audience.MEMBERS).edition),
    "draft": lambda: EditionFactory(experience__slug="drafted-2026").experience,
    "retracted, for members": lambda: retracted(visibility=Audience.MEMBERS),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_a_visitor_may_not_see_is_as_if_it_never_was(client, kind):
    experience = HIDDEN[kind]()
    page = page_of(experience)
    never = client.get(NOTHING)

    response = client.get(page)

    assert response.status_code == never.status_code == 404
    assert response.content.decode().replace(page[3:], NOTHING[3:]) == never.content.decode()
    assert client.get(f"{page[:-1]}.json").content == client.get(f"{NOTHING[:-1]}.json").content
    assert all_words(response, "//main//a") == ["All tender experiences"]


def test_retracted_record_leaves_a_page_without_its_content(client):
    experience = retracted(title="TRACE", experience__organisation__name="City of Lund")
    TenderExperience.objects.update(published_at=datetime(2026, 5, 4, 12, tzinfo=UTC))

    response = client.get(page_of(experience))

    assert response.status_code == 410
    assert all_words(response, "//main//dl/div/dt") == ["Buyer", "Published", "Retracted", "Reason"]
    assert all_words(response, "//main//dl/div/dd") == [
        "City of Lund",
        "4 May 2026",
        "1 September 2026",
        "The figures were of another tender.",
    ]
    assert b"TRACE" not in response.content
    assert [client.get(address).status_code for address in addresses(experience)] == [410, 410]
    assert parsed(response).xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_tombstone_of_a_record_for_members_is_for_members(member):
    assert member.get(page_of(retracted(visibility=Audience.MEMBERS))).status_code == 410


def test_tombstone_is_no_page_any_more_after_a_new_publication(client):
    experience = retracted()
    published(EditionFactory(experience=experience, number=2))

    assert client.get(page_of(experience)).status_code == 200


def test_document_is_kept_under_the_name_its_readers_know(client):
    edition = EditionFactory()
    document = ExperienceDocumentFactory(edition=edition, name="offer Example Phones AB.pdf", title="The winning offer")
    experience = published(edition)

    response = client.get(f"{page_of(experience)}documents/{document.pk}/")

    assert (response.status_code, response.content) == (200, b"%PDF-1.7\n")
    assert response.headers["Content-Disposition"] == 'attachment; filename="The winning offer.pdf"'
    assert response.headers["Cache-Control"] == "private, no-store"


def test_document_of_another_record_or_edition_is_not_found(client):
    first, second = (ExperienceDocumentFactory() for _each in range(2))
    experience = published(first.edition)
    published(second.edition)
    published(EditionFactory(experience=experience, number=2))

    answers = [client.get(f"{page_of(experience)}documents/{pk}/").status_code for pk in (first.pk, second.pk, 987654)]

    assert answers == [404, 404, 404]


def test_document_that_is_not_clean_any_more_is_not_sent(client):
    document = ExperienceDocumentFactory()
    experience = published(document.edition)
    ExperienceDocument.objects.update(verdict=Verdict.REFUSED)

    assert client.get(f"{page_of(experience)}documents/{document.pk}/").status_code == 404


@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.OWN])
@pytest.mark.parametrize("section", list(Section))
def test_document_follows_its_section(client, section, audience):
    facts = {"visibility": Audience.MEMBERS} if section is Section.TENDER else {f"{section.value}_visibility": audience}
    document = ExperienceDocumentFactory(section=section, edition=EditionFactory(**facts))
    experience = published(document.edition)
    address = f"{page_of(experience)}documents/{document.pk}/"
    answers = []
    for user in (UserFactory(), MembershipFactory().user, MembershipFactory(organisation=experience.organisation).user):
        client.force_login(user)
        answers.append(client.get(address).status_code)

    is_for_members = audience is Audience.MEMBERS or section is Section.TENDER
    assert answers == [404, 200 if is_for_members else 404, 200]


def test_json_is_what_the_page_shows(client):
    experience = published(marked())

    response = client.get(f"/en/experiences/{experience.slug}.json")

    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content)["reference"] == experience.reference
    assert set(traces_in(response.content, *Section)) == traces_of(*Section)


def test_answers_are_kept_by_no_shared_cache(client, member):
    experience = published(ExperienceDocumentFactory().edition)
    paths = [*addresses(experience)[:2], "/en/experiences/", "/en/experiences/export.csv", NOTHING]
    signed_in = [client.get(path) for path in paths]
    client.logout()
    visitor = [client.get(path) for path in paths]

    assert [answer.headers.get("Cache-Control") for answer in signed_in] == ["private, no-store"] * len(paths)
    assert ["Cookie" in answer.headers["Vary"] for answer in (*signed_in, *visitor)] == [True] * 2 * len(paths)


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_nine_queries_for_a_visitor(client, django_assert_num_queries, count):
    edition = EditionFactory()
    for position in range(count):
        cited = CitationFactory(edition=edition, position=position)
        published(CitationFactory(version=cited.version).edition)
    experience = published(edition)

    with django_assert_num_queries(9):  # the face; versions, translations, in force; editions, criteria, related, cards
        client.get(page_of(experience))
