"""Proposing a change of a criterion in force, or a new criterion, for one's own city."""

import pytest

from portal.members.models import Organisation
from registry.models import CriterionVersion, Draft
from registry.services.drafting import start_from
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.drafts import in_consultation, in_vote, secretary
from tests.factories.experiences import FeedbackFactory
from tests.factories.members import OrganisationFactory
from tests.factories.registry import RegisterFactory, TranslationFactory, VersionFactory
from tests.registry.views.drafting.writers import START, page_of
from tests.registry.views.pages import all_words, form_of, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return OrganisationFactory(name="Aarhus")


@pytest.fixture
def editor(client, city):
    user = city_editor(city)
    client.force_login(user)
    return user


@pytest.fixture
def base():
    return VersionFactory(criterion__code="BAT-01")


def offered(client):
    return all_words(client.get(START), "//select[@id='criterion']/option")


def about(client, code="bat-01"):
    return client.get(START, {"criterion": code})


def says(response):
    return all_words(response, "//main//p")


def test_criteria_in_force_that_nobody_drafts_are_offered(client, editor, base):
    VersionFactory(criterion__code="BAT-02", published=None)
    start_from(VersionFactory(criterion__code="BAT-03"), proposed_by=OrganisationFactory(), actor=secretary())

    assert offered(client) == ["BAT-01 Battery that lasts"]


def test_titles_are_in_the_language_of_the_reader(client, editor, base):
    TranslationFactory(version=base, language="sv")

    page = parsed(client.get(START.replace("/en/", "/sv/")))

    assert page.xpath("//select[@id='criterion']/option/@lang") == ["sv"]


def test_chosen_criterion_is_named_with_its_version(client, editor, base):
    page = about(client)

    assert all_words(page, "//p[@class='lead']") == ["BAT-01 Battery that lasts"]
    assert parsed(page).xpath("//input[@name='base']/@value") == [str(base.pk)]


def test_open_points_are_reasons_to_take_up(client, editor, base):
    FeedbackFactory(version=base, text="Which cycles are meant?")
    FeedbackFactory(text="About another criterion.")

    page = about(client)

    assert all_words(page, "//section[@aria-labelledby='points']//li/div") == ["Which cycles are meant?"]


def test_draft_starts_with_the_text_of_that_version(client, city, editor, base):
    answer = client.post(START, {**form_of(about(client)), "do": "next"})

    draft = Draft.objects.get()
    assert answer["Location"] == page_of(draft)
    assert (draft.base_version, draft.proposed_by, list(draft.proposers.all())) == (base, city, [editor])
    assert draft.parsed == base.parsed


def test_colleague_without_a_role_proposes_too(client, city, base):
    client.force_login(MembershipFactory(organisation=city).user)

    client.post(START, {**form_of(about(client)), "do": "next"})

    assert Draft.objects.get().proposed_by == city


def test_one_proposes_for_an_own_public_buyer_only(client, editor, base):
    other, office = OrganisationFactory(), OrganisationFactory(kind="supporter", legal_type="")
    MembershipFactory(user=editor, organisation=office)

    answers = [client.post(START, {"do": "next", "base": base.pk, "proposed_by": each.pk}) for each in (other, office)]

    assert [answer.context["form"].has_error("proposed_by", "invalid_choice") for answer in answers] == [True, True]
    assert Draft.objects.count() == 0


def test_whoever_works_for_several_cities_chooses(client, editor, base):
    second = MembershipFactory(user=editor, organisation__name="Bergen").organisation

    sent = form_of(about(client)) | {"proposed_by": second.pk, "do": "next"}
    client.post(START, sent)

    assert Draft.objects.get().proposed_by == second


def test_draft_that_somebody_started_meanwhile_is_named(client, editor, base):
    sent = form_of(about(client))
    start_from(base, proposed_by=OrganisationFactory(), actor=secretary())

    answer = client.post(START, {**sent, "do": "next"})

    assert answer.status_code == 200
    assert len(all_words(answer, "//*[@role='alert']//li")) == 1
    assert Draft.objects.count() == 1


def test_version_that_was_followed_meanwhile_is_refused(client, editor, base):
    sent = form_of(about(client))
    VersionFactory(criterion=base.criterion, number="1.1.0", base_version=base)

    answer = client.post(START, {**sent, "do": "next"})

    head = CriterionVersion.objects.get(minor=1)
    assert all_words(answer, "//*[@role='alert']//li") == [
        f"{base} starts from a text that {head} has followed. Abandon it and start again from {head}."
    ]
    assert Draft.objects.count() == 0


def test_own_draft_of_a_criterion_is_led_to(client, city, editor, base):
    draft = start_from(base, proposed_by=city, actor=editor)

    page = about(client)

    assert page_of(draft) in parsed(page).xpath("//main//a/@href")


def test_draft_of_another_city_is_not_led_to(client, editor, base):
    draft = start_from(base, proposed_by=OrganisationFactory(), actor=secretary())

    page = about(client)

    assert page_of(draft) not in parsed(page).xpath("//main//a/@href")
    assert says(page)[1].startswith("Somebody is drafting a change of this criterion already.")


def test_consultation_of_another_city_is_led_to(client, editor, base):
    draft = start_from(base, proposed_by=OrganisationFactory(), actor=secretary())
    Draft.objects.update(content={**draft.content, "theme": "durability"}, summary={"en": "Moved."})
    candidate = in_consultation(Draft.objects.get())

    page = about(client)

    address = f"/en/criterion/bat-01/{candidate.version.number}/consultation/"
    assert address in parsed(page).xpath("//main//a/@href")
    assert says(page)[1].startswith("A change of this criterion is in consultation.")


def test_vote_on_a_draft_of_another_city_is_led_to(client, editor, base):
    draft = start_from(base, proposed_by=OrganisationFactory(), actor=secretary())
    Draft.objects.update(content={**draft.content, "theme": "durability"}, summary={"en": "Moved."})
    in_vote(Draft.objects.get())

    assert says(about(client))[1].startswith("A change of this criterion is being voted on.")


def test_criterion_that_is_not_in_force_cannot_be_changed(client, editor):
    VersionFactory(criterion__code="BAT-01", published=None)

    assert says(about(client))[1] == "No version of this criterion is in force, so there is nothing to change."


@pytest.mark.parametrize("code", ["", "bat-99", "<script>", "'"])
def test_code_that_names_nothing_leads_to_the_choice(client, editor, base, code):
    page = about(client, code)

    assert all_words(page, "//select[@id='criterion']/option") == ["BAT-01 Battery that lasts"]


def test_new_code_starts_with_a_title(client, city, editor):
    register = RegisterFactory(authoritative_languages=["en", "sv"])
    facts = {"register": register.pk, "kind": "award", "theme": "climate", "title": "Less carbon"}

    answer = client.post(START, {"do": "new", "code": "CLI-09", "proposed_by": city.pk, **facts})

    draft = Draft.objects.get()
    assert answer["Location"] == page_of(draft)
    assert (draft.code, draft.kind, draft.parsed.theme) == ("CLI-09", "award", "climate")
    assert draft.parsed.texts == {"en": {"title": "Less carbon"}, "sv": {}}
    assert client.get(page_of(draft)).status_code == 200


def test_code_that_is_none_is_said_at_its_field_and_nothing_is_lost(client, city, editor):
    facts = {"register": RegisterFactory().pk, "kind": "award", "theme": "climate", "title": "Less carbon"}

    answer = client.post(START, {"do": "new", "code": "cli-09", "proposed_by": city.pk, **facts})

    assert all_words(answer, "//*[@id='id_code_error']") == ["Write two to five capitals, a hyphen and two digits."]
    assert parsed(answer).xpath("//*[@id='id_title']/@value") == ["Less carbon"]


def test_code_that_has_a_version_is_refused(client, city, editor, base):
    facts = {"register": base.criterion.register_id, "kind": "award", "theme": "climate", "title": "Less carbon"}

    answer = client.post(START, {"do": "new", "code": "BAT-01", "proposed_by": city.pk, **facts})

    assert len(all_words(answer, "//*[@role='alert']//li")) == 1
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"do": "next"}, {"do": "next", "base": "x"}, {"do": "new"}, {"do": "other"}])
def test_request_that_lacks_the_fields_starts_nothing(client, editor, base, sent):
    answer = client.post(START, sent)

    assert answer.status_code == 200
    assert len(all_words(answer, "//*[@role='alert']")) == 1
    assert Draft.objects.count() == 0


def test_every_criterion_that_is_drafted_already_leaves_an_empty_choice(client, editor):
    assert "Somebody is drafting a change of every criterion in force." in says(client.get(START))
    assert Organisation.objects.public_buyers().count() == 1


@pytest.mark.parametrize("count", [1, 4])
def test_choice_takes_eight_queries(client, editor, django_assert_num_queries, count):
    for number in range(count):
        VersionFactory(criterion__code=f"BAT-0{number + 1}")
    client.get(START)

    with django_assert_num_queries(8):
        client.get(START)


def test_only_register_is_taken_without_asking(client, city, editor):
    register = RegisterFactory()
    page = client.get(START)
    sent = form_of(page, "//section[@aria-labelledby='new']//form")

    client.post(START, {**sent, "do": "new", "code": "CLI-09", "title": "Less carbon"})

    assert all_words(page, "//label[@for='id_register']") == []
    assert Draft.objects.get().register == register


def test_several_registers_are_a_choice(client, editor):
    RegisterFactory(code="first"), RegisterFactory(code="second")

    assert all_words(client.get(START), "//select[@name='register']/option") == ["first", "second"]
