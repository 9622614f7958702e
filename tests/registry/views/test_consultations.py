"""The list of consultations and the page of one, as everybody reads them."""

import pytest
from django.utils import timezone

from registry.models import Draft, MarketAnswer
from registry.services.candidates import rework
from registry.services.voting import open_vote
from tests.factories.drafts import VOTED, CommentFactory, DraftFactory, carried, in_consultation, published, secretary
from tests.factories.members import OrganisationFactory
from tests.factories.registry import CriteriaSetFactory, ReleaseFactory, TranslationFactory
from tests.registry.views.consulted import OPENED, address, may_be_found, newcomer, stricter
from tests.registry.views.pages import all_words, parsed, words

pytestmark = pytest.mark.django_db
LIST = "/en/criteria/consultations/"
CLOSES = "Open for comments since 16 November 2026, at least until 30 November 2026."
COMMENT_LINKS = "//main//a[contains(@href, '/consultation/comment/')]"


def cards(response, section):
    return all_words(response, f"//section[@aria-labelledby='{section}']//article")


def comments(response):
    return all_words(response, "//li[starts-with(@id, 'comment-')]")


def abandon_all():
    for draft in Draft.objects.all():
        rework(draft.pk, reason="More to do.", on=OPENED, actor=secretary())


def ballot(candidate):
    OrganisationFactory()
    open_vote(candidate.draft_id, on=VOTED.replace(month=11, day=30), actor=secretary())


# The list


def test_list_without_any_says_so(client):
    page = client.get(LIST)

    assert "Nothing is open for comments now" in words(parsed(page).xpath("//main")[0])
    assert all_words(page, "//main//section/h2") == ["Open for comments (0)"]


def test_list_says_what_changes_until_when_and_how_much_was_said(client):
    version = stricter().version
    CommentFactory(candidate=version.candidate)

    [card] = cards(client.get(LIST), "open")

    assert card == f"{version} Battery that lasts {CLOSES} Level 1 asks for more cycles. 1 comment"
    assert parsed(client.get(LIST)).xpath("//article//a/@href") == [address(version)]


def test_summary_in_another_language_is_labelled(client):
    stricter()

    english, swedish, finnish = (client.get(f"/{code}/criteria/consultations/") for code in ("en", "sv", "fi"))

    assert parsed(finnish).xpath("//article//p/span[1]/@lang") == ["en"]
    assert all_words(finnish, "//article//span[@lang='en' and contains(@class, 'subtle')]") == ["(English)"]
    assert all_words(swedish, "//article//span[@lang='sv']") == ["Nivå 1 kräver fler cykler."]
    assert all_words(english, "//article//span[contains(@class, 'subtle')]") == []


def test_only_what_follows_nothing_is_called_new(client):
    in_consultation(DraftFactory(summary={}), on=OPENED)
    newcomer()

    told = ["A new criterion" in card for card in cards(client.get(LIST), "open")]

    assert sorted(told) == [False, True]


def test_votes_and_what_was_closed_stand_below(client):
    final = published(carried())
    in_consultation()
    ballot(stricter())

    page = client.get(LIST)

    assert all_words(page, "//main//section/h2") == [
        "Open for comments (1)",
        "Votes going on (1)",
        "Closed in the last 12 months (1)",
    ]
    [closed] = cards(page, "closed")
    assert closed.endswith(f"0 comments Adopted as {final}")


def test_closed_ones_come_a_page_at_a_time(client):
    for _number in range(21):
        in_consultation(on=OPENED)
    abandon_all()

    pages = [client.get(f"{LIST}?page={number}") for number in (1, 2)]

    assert [len(cards(page, "closed")) for page in pages] == [20, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_eleven_queries_however_long_it_is(client, django_assert_num_queries, count):
    for _number in range(count):
        CommentFactory(candidate=in_consultation())
    abandon_all()
    for _number in range(count):
        CommentFactory(candidate=stricter())

    # the number of closed ones; five for what goes on, five for what was closed
    with django_assert_num_queries(11):
        client.get("/sv/criteria/consultations/")


def test_list_is_found_by_search_engines_in_every_language_and_has_its_feed(client):
    page = client.get(LIST)

    assert may_be_found(page)
    assert len(parsed(page).xpath("//link[@rel='alternate'][@hreflang]")) == 5
    [feed] = parsed(page).xpath("//link[@type='application/atom+xml']/@href")
    assert client.get(feed)["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert page.cookies == {}


def test_feed_is_sent_again_only_if_a_consultation_has_changed(client):
    stricter()
    first = client.get(f"{LIST}feed/")
    asked = {"If-None-Match": first["ETag"]}

    assert client.get(f"{LIST}feed/", headers=asked).status_code == 304
    in_consultation(on=OPENED)
    assert client.get(f"{LIST}feed/", headers=asked).status_code == 200


def test_lists_of_criteria_lead_to_the_consultations(client):
    ReleaseFactory(criteria_set__slug="phones")
    one = client.get("/en/criteria/phones/")
    CriteriaSetFactory(slug="laptops")
    several = client.get("/en/criteria/")

    for page in (one, several):
        assert parsed(page).xpath(f"count(//main//a[@href='{LIST}'])") == 1


# The page of one


def test_page_shows_what_changes_and_takes_comments_on_it(client):
    version = stricter().version

    page = client.get(address(version))

    assert all_words(page, "//p[contains(@class, 'status-strip')]") == [CLOSES]
    assert all_words(page, "//section[@aria-labelledby='fields']//h3") == ["Requirement, level 1 Baseline", "Purpose"]
    assert parsed(page).xpath("count(//del)") > 1
    assert f"{address(version)}comment/?block=requirement.1" in parsed(page).xpath(f"{COMMENT_LINKS}/@href")
    assert may_be_found(page)


def test_page_of_a_new_criterion_shows_its_text(client):
    page = client.get(address(newcomer().version))

    assert "Consultation on a new criterion: nothing came before it." in words(parsed(page).xpath("//main")[0])
    assert parsed(page).xpath("count(//main//del)") == 0


def test_comments_stand_at_their_blocks_with_their_answers(client):
    candidate = stricter()
    city = OrganisationFactory(name="City of Example")
    first = CommentFactory(candidate=candidate, organisation=city, email="", block="purpose")
    CommentFactory(
        candidate=candidate, block="", name="Anna", disposition="partly", answer="So.", answered_at=timezone.now()
    )
    CommentFactory(candidate=candidate, block="title")

    page = client.get(address(candidate.version))

    # in the order of the text, the whole last
    day, asked = "23 November 2026", "Say how the capacity is measured."
    assert comments(page) == [
        f"No answer yet Somebody of the public, {day} {asked}",
        f"No answer yet City of Example, {day} {asked}",
        f"Accepted in part Anna, {day} {asked} Answer of the coordinators, {day} So.",
    ]
    assert parsed(page).xpath("//section[@id='purpose']/following-sibling::ul[1]/li/@id") == [f"comment-{first.pk}"]
    assert "3 comments, 2 without an answer yet" in words(parsed(page).xpath("//main")[0])


def test_words_of_strangers_are_words(client):
    candidate = stricter()
    CommentFactory(candidate=candidate, text="<script>alert(1)</script>", name="<b>Anna</b>")

    page = client.get(address(candidate.version))

    assert parsed(page).xpath("//li[starts-with(@id, 'comment-')]//script | //main//b") == []
    assert "<script>alert(1)</script>" in comments(page)[0]


def test_addresses_and_companies_are_never_shown(client):
    candidate = stricter()
    CommentFactory(candidate=candidate, email="anna@example.org")
    MarketAnswer.objects.create(
        candidate=candidate,
        level=1,
        readiness="today",
        company="Maker",
        email="m@maker.example",
        verified_at=timezone.now(),
    )

    for path in (address(candidate.version), f"{address(candidate.version)[:-1]}.json", LIST, f"{LIST}feed/"):
        text = client.get(path).content.decode()
        assert [word for word in ("anna@", "maker.example", "Maker") if word in text] == []


def test_suppliers_are_counted_in_a_table_of_words_and_numbers(client):
    candidate = stricter()
    MarketAnswer.objects.create(
        candidate=candidate, level=2, readiness="not", company="M", email="m@m.example", verified_at=timezone.now()
    )

    page = client.get(address(candidate.version))

    assert all_words(page, "//table//tr") == [
        "LevelWe meet this todayWe can meet this in 12 monthsWe cannot meet this",
        "1 Baseline000",
        "2 Advanced001",
    ]


def test_comment_that_was_carried_over_says_so(client):
    first = stricter()
    CommentFactory(candidate=first, block="title")
    rework(first.draft_id, reason="More to do.", on=OPENED, actor=secretary())
    second = in_consultation(Draft.objects.get(), on=OPENED)

    later, earlier = (client.get(address(each.version)) for each in (second, first))

    assert "made on 2.0.0-rc.1 and carried over" in comments(later)[0]
    assert "carried over" not in comments(earlier)[0]
    [strip] = all_words(earlier, "//p[contains(@class, 'status-strip')]")
    assert strip.endswith(f"It was reworked: go to {second.version}")


def test_closed_consultation_stays_to_be_read_and_takes_nothing_more(client):
    candidate = carried()
    CommentFactory(candidate=candidate, disposition="accepted", answer="Yes.")
    final = published(candidate)

    page = client.get(address(candidate.version))

    assert len(comments(page)) == 1
    assert parsed(page).xpath(COMMENT_LINKS) == parsed(page).xpath("//main//a[contains(@href, 'suppliers')]") == []
    [strip] = all_words(page, "//p[contains(@class, 'status-strip')]")
    assert strip == f"Adopted on 22 September 2026: its text was published as a version. Adopted as {final}"
    assert may_be_found(page)


def test_version_that_is_no_candidate_has_no_consultation(client):
    base = stricter().version.base_version

    response = client.get(address(base))

    assert response.status_code == 404
    assert base.get_absolute_url() in response.content.decode()


@pytest.mark.parametrize("path", ["bat-99/1.0.0-rc.1/consultation/", "bat-99/1.0.0-rc.1/consultation.json"])
def test_consultation_that_there_is_not_is_not_found(client, path):
    assert client.get(f"/en/criterion/{path}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_twelve_queries_however_much_was_said(client, django_assert_num_queries, count):
    first = stricter()
    TranslationFactory(version=first.version)
    for _number in range(count):
        CommentFactory(candidate=first, block="title", organisation=OrganisationFactory())
        rework(first.draft_id, reason="More to do.", on=OPENED, actor=secretary())
        candidate = in_consultation(Draft.objects.get(), on=OPENED)
        CommentFactory(candidate=candidate, block="", organisation=OrganisationFactory())

    # criterion, version, translations; candidate, events; base, its translations; line; comments; market;
    # the other candidates, their events
    with django_assert_num_queries(12):
        client.get(address(candidate.version, language="sv"))


# Where else it is told


def test_version_says_that_another_is_coming_and_the_candidate_leads_to_its_consultation(client):
    version = stricter().version

    final, candidate = (client.get(each.get_absolute_url()) for each in (version.base_version, version))

    strips = all_words(final, "//p[contains(@class, 'status-strip')]")
    assert strips[1] == (
        "A new version is in consultation, at least until 30 November 2026. See what changes, and comment"
    )
    for page in (final, candidate):
        assert parsed(page).xpath(f"count(//main//a[@href='{address(version)}'])") == 1


def test_version_says_nothing_of_a_vote_and_the_candidate_still_leads_to_what_was_said(client):
    candidate = stricter()
    ballot(candidate)
    version = candidate.version

    assert address(version) not in client.get(version.base_version.get_absolute_url()).content.decode()
    assert all_words(client.get(version.get_absolute_url()), f"//main//a[@href='{address(version)}']") == [
        "See the consultation"
    ]


def test_version_without_a_draft_says_nothing(client):
    version = DraftFactory().base_version

    assert "consultation" not in words(parsed(client.get(version.get_absolute_url())).xpath("//main")[0])
