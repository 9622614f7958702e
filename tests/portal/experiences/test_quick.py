"""From a basket to a record: what is asked, what is kept, and that two clicks are one."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from portal.core.references import ALPHABET
from portal.experiences.enums import Audience, State
from portal.experiences.errors import NotCitable
from portal.experiences.forms.quick import UsedForm
from portal.experiences.models import Citation, Edition, TenderExperience
from portal.experiences.services.moving import reference_of
from portal.experiences.services.quick import Used, log_use
from portal.experiences.tasks import Cited, Task, said
from portal.members.enums import OrganisationKind
from registry.takeaway.basket import Basket, BasketItem, share
from registry.views.basket_session import CURRENT
from tests.factories.accounts import MembershipFactory, UserFactory, coordinator
from tests.factories.history import followed_by
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content
from tests.portal.experiences.authors import AREA, words_in
from tests.races import race

pytestmark = pytest.mark.django_db
USED = f"{AREA}used/"


@pytest.fixture
def version():
    return VersionFactory(criterion__code="BAT-01", number="1.2.0")


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", country="FI", nuts="FI1B1")


@pytest.fixture
def author(organisation):
    return MembershipFactory(organisation=organisation).user


def used(*cited, **changes):
    return Used(**{"title": "Phones", "year": 2025, "stage": "awarded", "language": "sv", "cited": cited, **changes})


def basket(*keys, title="Annex 3", **values):
    """A basket of items named by their keys: "BAT-01@1.2.0/L2"."""
    items = [(key.partition("@")[0], key.partition("@")[2].partition("/L")) for key in keys]
    return Basket(
        title=title,
        items=tuple(
            BasketItem(code=code, number=number, level=int(level), values=values)
            for code, (number, _slash, level) in items
        ),
    )


def with_basket(client, chosen):
    session = client.session
    session[CURRENT] = chosen.as_dict()
    session.save()


def sent(response, **changes):
    """What the form of a page sends."""
    form = response.context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    return {**shown, "year": "2025", "stage": "awarded", "language": "sv", "title": "Phones", **changes}


def test_use_is_logged_as_a_record_for_members(organisation, author, version):
    logged = log_use(organisation, used(Cited(version.pk, 2, {"cycles": "1200"})), token="a", actor=author)

    edition = Edition.objects.get()
    assert (logged.experience, logged.is_new) == (edition.experience, True)
    assert (edition.title, edition.year, edition.stage, edition.language) == ("Phones", 2025, "awarded", "sv")
    assert (edition.country, edition.nuts, edition.state) == ("FI", "FI1B1", State.DRAFT)
    assert edition.visibility == Audience.MEMBERS
    assert said(edition, Task.CRITERIA)["criteria"] == [Cited(version.pk, 2, {"cycles": "1200"})]


def test_sending_the_same_form_twice_is_one_record(organisation, author, version):
    first = log_use(organisation, used(Cited(version.pk, 1)), token="a", actor=author)
    second = log_use(organisation, used(Cited(version.pk, 2), title="Other"), token="a", actor=author)

    assert (second.experience, second.is_new) == (first.experience, False)
    assert list(Edition.objects.values_list("title", flat=True)) == ["Phones"]


@pytest.mark.parametrize("tokens", [("a", "b"), ("", "")], ids=["two forms", "none"])
def test_other_form_is_another_record(organisation, author, version, tokens):
    for token in tokens:
        log_use(organisation, used(Cited(version.pk, 1)), token=token, actor=author)

    assert TenderExperience.objects.count() == 2


def test_same_form_for_two_organisations_is_two_records(organisation, author, version):
    other = MembershipFactory(user=author).organisation

    for each in (organisation, other):
        log_use(each, used(Cited(version.pk, 1)), token="a", actor=author)

    assert {row.organisation for row in TenderExperience.objects.all()} == {organisation, other}


@pytest.mark.django_db(transaction=True)
def test_double_click_makes_one_record(organisation, author, version):
    click = used(Cited(version.pk, 1))

    first, second = race(*[lambda: log_use(organisation, click, token="a", actor=author)] * 2)

    assert first.experience == second.experience
    assert sorted([first.is_new, second.is_new]) == [False, True]
    assert (TenderExperience.objects.count(), Citation.objects.count()) == (1, 1)


def test_stranger_logs_nothing(organisation, version):
    with pytest.raises(PermissionDenied):
        log_use(organisation, used(Cited(version.pk, 1)), token="a", actor=coordinator())

    assert TenderExperience.objects.count() == 0


def test_version_that_cannot_be_cited_leaves_no_half_record(organisation, author, version):
    candidate = VersionFactory(criterion=version.criterion, number="2.0.0-rc.1", published=None)

    with pytest.raises(NotCitable):
        log_use(organisation, used(Cited(version.pk, 1), Cited(candidate.pk, 1)), token="a", actor=author)

    assert TenderExperience.objects.count() == 0


@given(st.binary(min_size=8, max_size=40))
def test_reference_is_readable_whatever_it_is_made_of(seed):
    start, letters = reference_of(seed)[:3], reference_of(seed)[3:]

    assert (start, len(letters), set(letters) <= set(ALPHABET)) == ("TE-", 8, True)


YEARS = {"2026": 2026, " 14.3.2025 ": 2025, "2024-03-14": 2024, "March 2026": 2026, "2025/2025": 2025, "år 2000": 2000}
NO_YEARS = ["26", "1999", "2101", "soon", "2024–2026", "20260314"]


def with_year(organisation, typed):
    data = QueryDict(mutable=True)
    data.update({"title": "Phones", "year": typed, "stage": "awarded", "language": "sv", "token": "a"})
    return UsedForm([organisation], data)


@pytest.mark.parametrize("typed", YEARS)
def test_year_is_read_from_any_day(organisation, typed):
    form = with_year(organisation, typed)

    assert form.is_valid()
    assert form.cleaned_data["year"] == YEARS[typed]


@pytest.mark.parametrize("typed", NO_YEARS)
def test_text_without_one_year_is_refused(organisation, typed):
    form = with_year(organisation, typed)

    assert form.errors == {"year": [f"No year is found in “{typed}”. Write four digits, for example 2026."]}


def test_own_basket_becomes_a_record(client, author, version):
    with_basket(client, basket("BAT-01@1.2.0/L2", cycles="1200"))
    client.force_login(author)
    with_basket(client, basket("BAT-01@1.2.0/L2", cycles="1200"))

    page = client.get(USED)
    response = client.post(USED, sent(page, do="save"), follow=True)

    experience = TenderExperience.objects.get()
    assert page.context["form"]["title"].value() == "Annex 3"
    assert response.redirect_chain == [(f"{AREA}{experience.reference}/", 302)]
    assert "The tender is logged. You can add more about it at any time." in words_in(response)
    assert said(experience.editions.get(), Task.CRITERIA)["criteria"] == [Cited(version.pk, 2, {"cycles": "1200"})]


def test_shared_basket_becomes_a_record_of_all_its_criteria(client, author, version):
    newer = followed_by(version, "2.0.0")
    shared = share(basket("BAT-01@2.0.0/L1", "BAT-01@1.2.0/L2"))
    client.force_login(author)

    page = client.get(f"{USED}?basket={shared.key}")
    client.post(f"{USED}?basket={shared.key}", sent(page))

    assert [entry.item.key for entry in page.context["entries"]] == ["BAT-01@2.0.0/L1", "BAT-01@1.2.0/L2"]
    rows = Citation.objects.values_list("version", "level", "cited_as")
    assert list(rows) == [(newer.pk, 1, "in_force"), (version.pk, 2, "superseded")]


def test_old_version_is_marked_and_the_new_one_named(client, author, version):
    followed_by(version, "2.0.0")
    client.force_login(author)

    page = words_in(client.get(f"{USED}?basket={share(basket('BAT-01@1.2.0/L1')).key}"))

    assert "superseded" in page
    assert '<a href="/en/criterion/bat-01/2.0.0/">Version 2.0.0 is in force now</a>' in page


def test_record_can_be_sent_at_once(client, author, version):
    client.force_login(author)
    address = f"{USED}?basket={share(basket('BAT-01@1.2.0/L1')).key}"

    response = client.post(address, sent(client.get(address), do="send"), follow=True)

    assert Edition.objects.get().state == State.SUBMITTED
    assert "The tender is logged and was sent to the coordinators." in words_in(response)


def test_unusual_value_is_kept_as_adapted_and_has_to_be_told_before_sending(client, author, version):
    client.force_login(author)
    address = f"{USED}?basket={share(basket('BAT-01@1.2.0/L2', cycles='9000')).key}"

    page = client.get(address)
    response = client.post(address, sent(page, do="send"), follow=True)

    assert "outside what the version allows, so it counts as adapted" in words_in(page)
    row = Citation.objects.get()
    assert (row.usage, row.values, row.edition.state) == ("adapted", {"cycles": "9000"}, State.DRAFT)
    assert "The tender is logged, but not sent yet." in words_in(response)
    assert "what was changed in BAT-01@1.2.0/L2" in words_in(response)


def test_form_that_was_sent_before_leads_to_its_record(client, author, version):
    client.force_login(author)
    address = f"{USED}?basket={share(basket('BAT-01@1.2.0/L1')).key}"
    data = sent(client.get(address), do="save")

    first = client.post(address, data)
    second = client.post(address, data, follow=True)

    assert second.redirect_chain == [(first["Location"], 302)]
    assert "This tender was logged a moment ago. You can change it here." in words_in(second)


def test_faults_are_told_and_nothing_typed_is_lost(client, author, version):
    client.force_login(author)
    address = f"{USED}?basket={share(basket('BAT-01@1.2.0/L1')).key}"

    response = client.post(address, sent(client.get(address), title="Our phones", year="soon", stage="", language=""))

    assert list(response.context["form"].errors) == ["year", "stage", "language"]
    assert response.context["form"]["title"].value() == "Our phones"
    assert TenderExperience.objects.count() == 0


def test_basket_that_changed_in_another_tab_is_shown_again_first(client, author, version):
    client.force_login(author)
    with_basket(client, basket("BAT-01@1.2.0/L1"))
    data = sent(client.get(USED))
    with_basket(client, basket("BAT-01@1.2.0/L2"))

    first = client.post(USED, data)

    assert "Your basket has changed since you opened this page." in words_in(first)
    assert TenderExperience.objects.count() == 0
    client.post(USED, sent(first))
    assert Citation.objects.get().level == 2


def test_item_that_cannot_be_cited_is_named_and_left_out(client, author, version):
    VersionFactory(criterion__code="CLI-01", number="1.0.0", published=date(2099, 1, 1))
    client.force_login(author)
    address = f"{USED}?basket={share(basket('CLI-01@1.0.0/L1', 'BAT-01@1.2.0/L1')).key}"

    page = client.get(address)
    client.post(address, sent(page))

    assert "CLI-01@1.0.0 cannot be cited: it is not in force yet." in words_in(page)
    assert [str(row) for row in Citation.objects.all()] == ["BAT-01@1.2.0/L1"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_empty_basket_leads_to_the_criteria(client, author, method):
    client.force_login(author)

    data = {"title": "Phones", "year": "2025", "stage": "awarded", "language": "sv", "token": "a"}
    response = getattr(client, method)(USED, data)

    assert "There is no criterion to log" in words_in(response)
    assert 'href="/en/criteria/"' in words_in(response)
    assert TenderExperience.objects.count() == 0


def test_basket_that_does_not_exist_is_not_found(client, author):
    client.force_login(author)

    assert client.get(f"{USED}?basket={'a' * 26}").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_works_for_no_public_buyer_is_told_who_can(client, version, method):
    supporter = MembershipFactory(organisation__kind=OrganisationKind.SUPPORTER).user
    client.force_login(supporter)

    response = getattr(client, method)(USED)

    assert response.status_code == 403
    assert "Public buyers that are members of the network log their tenders." in words_in(response)


def test_visitor_signs_in_and_comes_back_with_the_basket(client, author, version):
    with_basket(client, basket("BAT-01@1.2.0/L1"))

    response = client.get(USED)
    client.force_login(author)

    assert response["Location"] == f"/accounts/login/?next={USED}"
    assert [entry.item.key for entry in client.get(USED).context["entries"]] == ["BAT-01@1.2.0/L1"]


def test_organisation_is_asked_of_whoever_has_two(client, author, organisation, version):
    other = MembershipFactory(user=author, organisation__name="City of Other").organisation
    client.force_login(author)
    address = f"{USED}?basket={share(basket('BAT-01@1.2.0/L1')).key}"

    page = client.get(address)
    unchosen = client.post(address, sent(page, organisation=""))
    client.post(address, sent(page, organisation=other.slug))

    assert list(unchosen.context["form"].errors) == ["organisation"]
    assert TenderExperience.objects.get().organisation == other


@pytest.mark.parametrize("path", ["/en/basket/", "shared"])
def test_member_of_a_buyer_finds_the_way_on_the_page_of_a_basket(client, author, version, path):
    client.force_login(author)
    with_basket(client, basket("BAT-01@1.2.0/L1"))
    shared = share(basket("BAT-01@1.2.0/L1"))

    page = words_in(client.get(shared.get_absolute_url() if path == "shared" else path))

    query = f"?basket={shared.key}" if path == "shared" else ""
    assert f'href="/en/me/tenders/used/{query}">We used these</a>' in page


def test_visitor_is_told_on_a_shared_basket_that_members_can(client, version):
    shared = share(basket("BAT-01@1.2.0/L1"))

    page = words_in(client.get(shared.get_absolute_url()))

    assert "Members of the network can log it in two minutes" in page
    assert f'<a href="/en/me/tenders/used/?basket={shared.key}" rel="nofollow">Sign in and log it</a>' in page


@pytest.mark.parametrize("who", [lambda: MembershipFactory(organisation__kind="supporter").user, UserFactory])
def test_others_who_are_signed_in_see_nothing_of_it(client, version, who):
    client.force_login(who())

    page = words_in(client.get(share(basket("BAT-01@1.2.0/L1")).get_absolute_url()))

    assert "Did you use these in a tender?" not in page


def test_shared_basket_sets_no_cookie_for_a_visitor(client, version):
    response = client.get(share(basket("BAT-01@1.2.0/L1")).get_absolute_url())

    assert response.cookies == {}


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(client, author, django_assert_num_queries, count):
    keys = [f"BAT-{number:02}@1.0.0/L1" for number in range(11, 11 + count)]
    for key in keys:
        VersionFactory(criterion__code=key.partition("@")[0], body=battery_content())
    shared = share(basket(*keys))
    client.force_login(author)

    with django_assert_num_queries(10):
        client.get(f"{USED}?basket={shared.key}")
