"""The list of one's own records, and beginning one: who gets in, what is asked, what is shown."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings

from portal.experiences.enums import Audience, State
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.moving import correct, retract, send_back
from portal.experiences.views.area_list import PAGE_SIZE
from portal.members.enums import OrganisationKind
from tests.factories.accounts import (
    MembershipFactory,
    UserFactory,
    city_editor,
    coordinator,
    sign_in_with_second_factor,
)
from tests.factories.experiences import EditionFactory, SubmittedFactory, published
from tests.factories.members import OrganisationFactory
from tests.portal.experiences.authors import AREA, author_of, own, words_in

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", slug="example", country="FI", nuts="FI1B1")


def lines_of(response):
    return [(line.name, line.state, line.hint) for line in response.context["lines"]]


def names_of(response):
    return [line.name for line in response.context["lines"]]


@pytest.mark.parametrize("path", [AREA, f"{AREA}new/"])
def test_visitor_is_led_to_sign_in_and_back(client, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")


def test_list_shows_records_of_all_ones_organisations_and_no_others(client, organisation):
    author = MembershipFactory(organisation=organisation).user
    other = MembershipFactory(user=author).organisation
    EditionFactory(experience__organisation=organisation, title="One of ours")
    EditionFactory(experience__organisation=other, title="Also one of ours")
    EditionFactory(title="A stranger's")
    client.force_login(author)

    response = client.get(AREA)

    assert names_of(response) == ["Also one of ours", "One of ours"]
    assert "City of Example. Last changed on" in words_in(response)


def test_organisation_is_not_repeated_to_whoever_has_one(client):
    edition = EditionFactory(experience__organisation__name="City of Example")
    client.force_login(author_of(edition))

    assert '<span class="hint">Last changed on' in words_in(client.get(AREA))


def test_coordinator_sees_no_records_of_others_here(client):
    sent = SubmittedFactory(title="A stranger's")
    sign_in_with_second_factor(client, coordinator())

    assert names_of(client.get(AREA)) == []
    assert client.get(own(sent)).status_code == 404


@time_machine.travel(TODAY, tick=False)
def test_list_says_where_each_record_stands(client, organisation):
    author, reviewer = MembershipFactory(organisation=organisation).user, coordinator()
    of_ours = {"experience__organisation": organisation}
    EditionFactory(title="Draft", **of_ours)
    SubmittedFactory(title="Sent", **of_ours)
    send_back(SubmittedFactory(title="Back", **of_ours).experience_id, reason="Why?", seen=1, actor=reviewer)
    published(EditionFactory(title="Public", bids=4, **of_ours))
    published(EditionFactory(title="Quick", **of_ours))
    gone = published(EditionFactory(title="Gone", **of_ours))
    retract(gone.pk, reason="Wrong.", actor=city_editor(organisation))
    corrected = published(EditionFactory(title="Mended", **of_ours))
    correct(corrected.pk, actor=author)
    client.force_login(author)

    lines = {name: (state, hint) for name, state, hint in lines_of(client.get(AREA))}

    assert lines == {
        "Draft": ("Draft", "Last changed on 4 May 2026."),
        "Sent": ("With the coordinators", "Sent on 4 May 2026."),
        "Back": ("Sent back", "The coordinators ask for changes. Open the record to read which."),
        "Public": ("Published", "Published on 4 May 2026."),
        "Quick": ("Published", "Published on 4 May 2026. The tender has ended: say what happened."),
        "Gone": ("Taken back", "Taken back on 4 May 2026."),
        "Mended": ("Draft", "A correction that readers do not see yet, last changed on 4 May 2026."),
    }


def test_what_was_changed_last_comes_first(client, organisation):
    first, second = EditionFactory.create_batch(2, experience__organisation=organisation)
    for edition, title in ((second, "Second"), (first, "First")):
        edition.title = title
        edition.save()
    client.force_login(author_of(first))

    assert names_of(client.get(AREA)) == ["First", "Second"]


def test_record_without_a_title_is_called_by_its_reference(client):
    edition = EditionFactory(title="")
    client.force_login(author_of(edition))

    assert names_of(client.get(AREA)) == [edition.experience.reference]


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("draft", {"Draft", "Old"}),
        ("submitted", {"Sent"}),
        ("published", {"Public"}),
        ("returned", {"Back"}),
        ("old_draft", {"Old"}),
        ("untold", {"Public"}),
        ("nonsense", set()),
    ],
)
def test_records_are_chosen_by_what_they_wait_for(client, organisation, show, expected):
    of_ours = {"experience__organisation": organisation}
    EditionFactory(title="Draft", **of_ours)
    SubmittedFactory(title="Sent", **of_ours)
    EditionFactory(title="Back", state=State.RETURNED, **of_ours)
    published(EditionFactory(title="Public", **of_ours))
    old = EditionFactory(title="Old", **of_ours)
    Edition.objects.filter(pk=old.pk).update(changed_at=old.changed_at - timedelta(days=31))
    client.force_login(author_of(old))

    assert set(names_of(client.get(AREA, {"show": show}))) == expected


def test_records_are_chosen_by_organisation(client, organisation):
    author = author_of(EditionFactory(title="Ours", experience__organisation=organisation))
    other = MembershipFactory(user=author, organisation__slug="other").organisation
    EditionFactory(title="Theirs", experience__organisation=other)
    client.force_login(author)

    response = client.get(AREA, {"organisation": "other"})

    assert names_of(response) == ["Theirs"]
    assert '<option value="other" selected>' in words_in(response)
    assert names_of(client.get(AREA, {"organisation": "nowhere"})) == []


def test_choice_that_finds_nothing_says_so_and_leads_out(client):
    client.force_login(author_of(EditionFactory()))

    html = words_in(client.get(AREA, {"show": "returned"}))

    assert "No record is like that" in html
    assert f'<a href="{AREA}">Show all records</a>' in html


def test_long_list_has_pages_that_keep_the_choice(client, organisation):
    EditionFactory.create_batch(PAGE_SIZE + 1, experience__organisation=organisation)
    client.force_login(MembershipFactory(organisation=organisation).user)

    first = client.get(AREA, {"show": "draft"})

    assert len(names_of(first)) == PAGE_SIZE
    assert 'href="?show=draft&amp;page=2"' in words_in(first)
    assert len(names_of(client.get(AREA, {"show": "draft", "page": "2"}))) == 1


def test_short_list_has_no_filters(client):
    client.force_login(author_of(EditionFactory()))

    assert "<select" not in words_in(client.get(AREA))


@pytest.mark.parametrize(
    ("kind", "heading", "can_begin"),
    [
        (OrganisationKind.PUBLIC_BUYER, "There is no record yet", True),
        (OrganisationKind.SUPPORTER, "You work for no public buyer here", False),
    ],
)
def test_empty_list_says_what_to_do(client, kind, heading, can_begin):
    client.force_login(MembershipFactory(organisation__kind=kind).user)

    html = words_in(client.get(AREA))

    assert heading in html
    assert ('href="/en/me/tenders/new/"' in html) is can_begin


def test_whoever_is_removed_sees_nothing_at_once(client):
    edition = EditionFactory()
    author = author_of(edition)
    client.force_login(author)
    before = (len(names_of(client.get(AREA))), client.get(own(edition)).status_code)

    author.memberships.all().delete()

    assert before == (1, 200)
    assert (len(names_of(client.get(AREA))), client.get(own(edition)).status_code) == (0, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_six_queries(client, organisation, django_assert_num_queries, count):
    for edition in EditionFactory.create_batch(count, experience__organisation=organisation):
        correct(published(edition).pk, actor=author_of(edition))
    client.force_login(MembershipFactory(organisation=organisation).user)
    client.get(AREA)

    with django_assert_num_queries(6):
        assert len(names_of(client.get(AREA))) == count


# Beginning a record


def test_new_record_has_what_was_asked_and_the_place_of_its_organisation(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).user)

    response = client.post(f"{AREA}new/", {"title": " Puhelimet ", "language": "fi"})

    edition = Edition.objects.get()
    assert response["Location"] == own(edition)
    assert (edition.title, edition.language, edition.country, edition.nuts) == ("Puhelimet", "fi", "FI", "FI1B1")
    assert (edition.state, edition.visibility) == (State.DRAFT, Audience.MEMBERS)


def test_language_is_asked_and_never_guessed(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).user)

    offered = client.get("/sv/me/tenders/new/")
    refused = client.post(f"{AREA}new/", {"title": "Phones", "language": ""})

    assert offered.context["form"]["language"].value() is None
    assert refused.context["form"].errors == {"language": ["Choose the language in which you write."]}
    assert 'value="Phones"' in words_in(refused)
    assert TenderExperience.objects.count() == 0


def test_title_is_asked(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).user)

    response = client.post(f"{AREA}new/", {"title": " \u200b ", "language": "sv"})

    assert response.context["form"].errors == {"title": ["Write what the tender is called. You can change it later."]}


def test_whoever_works_for_several_is_asked_for_whom(client, organisation):
    author = MembershipFactory(organisation=organisation).user
    MembershipFactory(user=author, organisation__slug="other")
    MembershipFactory(user=author, organisation__kind=OrganisationKind.SUPPORTER, organisation__slug="supporter")
    client.force_login(author)

    form = client.get(f"{AREA}new/?organisation=other").context["form"]
    refused = client.post(f"{AREA}new/", {"title": "Phones", "language": "en"})
    client.post(f"{AREA}new/", {"title": "Phones", "language": "en", "organisation": "other"})

    assert [slug for slug, _name in form.fields["organisation"].choices] == ["other", "example"]
    assert form["organisation"].value() == "other"
    assert refused.context["form"].errors == {"organisation": ["Choose the organisation whose tender it is."]}
    assert TenderExperience.objects.get().organisation.slug == "other"


def test_organisation_of_others_cannot_be_chosen(client, organisation):
    author = MembershipFactory(organisation=organisation).user
    MembershipFactory(user=author)
    OrganisationFactory(slug="elsewhere")
    client.force_login(author)

    response = client.post(f"{AREA}new/", {"title": "Phones", "language": "en", "organisation": "elsewhere"})

    assert list(response.context["form"].errors) == ["organisation"]
    assert TenderExperience.objects.count() == 0


@pytest.mark.parametrize(
    "make_user",
    [UserFactory, lambda: MembershipFactory(organisation__kind=OrganisationKind.SUPPORTER).user],
    ids=["nobody's", "supporter's"],
)
def test_whoever_buys_for_nobody_begins_nothing(client, make_user):
    client.force_login(make_user())

    shown = client.get(f"{AREA}new/").status_code
    sent = client.post(f"{AREA}new/", {"title": "Phones", "language": "en"}).status_code

    assert (shown, sent, TenderExperience.objects.count()) == (404, 404, 0)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_pages_answer_in_every_language(client, language):
    edition = EditionFactory(language="fi")
    client.force_login(author_of(edition))
    rests = ["", "new/", *(own(edition, rest).removeprefix(AREA) for rest in ("", "check/", "preview/", "discard/"))]
    rests += [own(edition, f"task/{task}/").removeprefix(AREA) for task in ("tender", "outcome", "lessons", "sharing")]

    pages = {rest: words_in(client.get(f"/{language}/me/tenders/{rest}")) for rest in rests}

    assert [rest for rest, html in pages.items() if f'<html lang="{language}">' not in html] == []
    assert [rest for rest, html in pages.items() if html.count("<h1") != 1] == []
    titles = [html.split("<title>")[1].split("</title>")[0] for html in pages.values()]
    assert len(set(titles)) == len(titles)


def test_members_pages_lead_to_the_records(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).user)
    link = '<a href="/en/me/tenders/?organisation=example">Tender experiences</a>'

    assert link in words_in(client.get("/en/me/"))
    assert link in words_in(client.get("/en/me/organisations/example/"))


def test_pages_of_supporters_lead_to_no_records(client):
    organisation = OrganisationFactory(kind=OrganisationKind.SUPPORTER, slug="example")
    client.force_login(MembershipFactory(organisation=organisation).user)

    assert "/me/tenders/" not in words_in(client.get("/en/me/"))
    assert "/me/tenders/" not in words_in(client.get("/en/me/organisations/example/"))
