"""Profile, volumes and commitments, as an editor meets them: plain forms in which nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from portal.core.ambitions import Ambition
from portal.members.enums import CommitmentStatus, OrganisationKind
from portal.members.models import Commitment, ProcurementVolume
from tests.factories.accounts import MembershipFactory, city_editor
from tests.factories.members import OrganisationFactory, VolumeFactory

pytestmark = pytest.mark.django_db
STORED = "</div> <div><dt>Stored meanwhile</dt>"
OWN = "/en/me/organisations/example/"
VOLUME = {"category": "smartphones", "year": "", "low": "6 500", "high": "7 000", "source": "A report", "as_of": ""}
PROFILE = {"own_name": "Exempelstad", "website": "example.org", "contact_email": "", "languages": ["sv"], "nuts": ""}


@pytest.fixture
def organisation():
    return OrganisationFactory(name="City of Example", slug="example")


@pytest.fixture
def editor_client(client, organisation):
    client.force_login(city_editor(organisation))
    return client


def words_of(response):
    return " ".join(response.content.decode().split())


def seen_on(client, path):
    """What the hidden field of the page holds."""
    return client.get(path).context["form"]["seen"].value()


def said_once(response):
    """The message after a change, on the page that it leads to."""
    return [str(message) for message in response.context["messages"]]


def test_page_of_an_organisation_shows_all_that_it_says(editor_client, organisation):
    organisation.website, organisation.languages = "https://example.org/", ["fi", "sv"]
    organisation.save()
    VolumeFactory(organisation=organisation, year=2025, low=6500, high=7000, as_of=date(2025, 3, 1))
    Commitment.objects.create(
        organisation=organisation, ambition=Ambition.A4, status=CommitmentStatus.UNDER_WAY, note="Since last year."
    )

    html = words_of(editor_client.get(OWN))

    assert "<h1>City of Example</h1>" in html
    assert "<dd>Svenska, Suomi</dd>" in html
    assert '<td>2025</td> <td class="number">6,500</td> <td class="number">7,000</td>' in html
    assert '<cite lang="en">A public document</cite>, 1 March 2025' in html
    assert "A4 Longer lifespan" in html
    assert "Since last year." in html


def test_page_of_a_supporter_has_no_figures(client):
    supporter = OrganisationFactory(slug="example", kind=OrganisationKind.SUPPORTER, legal_type="")
    client.force_login(city_editor(supporter))

    html = words_of(client.get(OWN))

    assert "Yearly volumes" not in html
    assert f'href="{OWN}page/"' not in html
    assert f'href="{OWN}profile/"' in html


def test_member_is_offered_no_change(client, organisation):
    VolumeFactory(organisation=organisation)
    client.force_login(MembershipFactory(organisation=organisation).user)

    html = words_of(client.get(OWN)) + words_of(client.get(f"{OWN}volumes/"))

    assert "profile/" not in html
    assert "<form method" not in html.split("</header>")[1].split("<footer>")[0]


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_an_organisation_takes_nine_queries(editor_client, django_assert_num_queries, organisation, count):
    for number in range(count):
        VolumeFactory(organisation=organisation, year=2020 + number)
        Commitment.objects.create(organisation=organisation, ambition=list(Ambition)[number], status="met")
    editor_client.get(OWN)

    with django_assert_num_queries(9):
        assert len(editor_client.get(OWN).context["volumes"]) == count


def test_profile_is_saved(editor_client, organisation):
    path = f"{OWN}profile/"

    response = editor_client.post(path, {**PROFILE, "seen": seen_on(editor_client, path)}, follow=True)

    organisation.refresh_from_db()
    assert response.redirect_chain == [(OWN, 302)]
    assert said_once(response) == ["The profile is saved."]
    assert (organisation.own_name, organisation.website, organisation.languages) == (
        "Exempelstad",
        "https://example.org",
        ["sv"],
    )


def test_faulty_profile_is_explained_and_kept(editor_client, organisation):
    path = f"{OWN}profile/"
    typed = {**PROFILE, "website": "no address", "nuts": "DK011", "seen": seen_on(editor_client, path)}

    html = words_of(editor_client.post(path, typed))

    organisation.refresh_from_db()
    assert organisation.own_name == ""
    assert '<div class="ds-error-summary" role="alert"' in html
    assert 'href="#id_website"' in html
    assert 'value="no address"' in html
    assert 'value="Exempelstad"' in html


def test_region_of_another_country_is_told_at_its_field(editor_client, organisation):
    path = f"{OWN}profile/"

    response = editor_client.post(path, {**PROFILE, "nuts": "DK011", "seen": seen_on(editor_client, path)})

    assert response.context["form"].errors == {
        "nuts": ["DK011 is no region of Sweden: its codes begin with SE."],
    }


def test_two_windows_show_both_texts_and_the_second_save_decides(editor_client, organisation):
    path = f"{OWN}profile/"
    seen = seen_on(editor_client, path)
    editor_client.post(path, {**PROFILE, "own_name": "From the first window", "seen": seen})

    conflict = editor_client.post(path, {**PROFILE, "own_name": "From the second", "seen": seen})

    organisation.refresh_from_db()
    html = words_of(conflict)
    assert organisation.own_name == "From the first window"
    assert f"<dd>From the second</dd>{STORED}<dd>From the first window</dd>" in html
    assert 'value="From the second"' in html

    again = conflict.context["form"]["seen"].value()
    editor_client.post(path, {**PROFILE, "own_name": "From the second", "seen": again})
    organisation.refresh_from_db()
    assert organisation.own_name == "From the second"


def test_volume_is_added(editor_client, organisation):
    response = editor_client.post(f"{OWN}volumes/add/", VOLUME, follow=True)

    volume = organisation.volumes.get()
    assert response.redirect_chain == [(f"{OWN}volumes/", 302)]
    assert (volume.low, volume.high, volume.year, volume.source) == (6500, 7000, None, "A report")
    assert f'<a href="{OWN}volumes/{volume.pk}/">' in words_of(response)


def test_second_volume_for_any_year_is_explained_and_kept(editor_client, organisation):
    VolumeFactory(organisation=organisation)

    response = editor_client.post(f"{OWN}volumes/add/", VOLUME)

    assert organisation.volumes.count() == 1
    assert response.context["form"].non_field_errors() == ["There is a figure for any year already: change that one."]
    assert 'value="6 500"' in words_of(response)


def test_volume_is_changed_and_removed(editor_client, organisation):
    path = f"{OWN}volumes/{VolumeFactory(organisation=organisation).pk}/"
    editor_client.post(path, {**VOLUME, "seen": seen_on(editor_client, path)})
    changed = organisation.volumes.get()

    response = editor_client.post(f"{path}remove/", {"seen": seen_on(editor_client, path)}, follow=True)

    assert changed.low == 6500
    assert said_once(response) == ["The volume is removed."]
    assert not organisation.volumes.exists()


def test_volume_that_changed_meanwhile_is_not_removed_unseen(editor_client, organisation):
    volume = VolumeFactory(organisation=organisation)
    path = f"{OWN}volumes/{volume.pk}/"
    seen = seen_on(editor_client, path)
    editor_client.post(path, {**VOLUME, "seen": seen})

    response = editor_client.post(f"{path}remove/", {"seen": seen}, follow=True)

    assert response.redirect_chain == [(path, 302)]
    assert "was changed meanwhile" in said_once(response)[-1]
    assert organisation.volumes.get().low == 6500


@pytest.mark.parametrize("page", ["", "remove/"])
def test_volume_of_another_organisation_is_not_found(editor_client, page):
    other = VolumeFactory()

    response = editor_client.post(f"{OWN}volumes/{other.pk}/{page}", VOLUME)

    assert response.status_code == 404
    assert ProcurementVolume.objects.get().low == other.low


def test_figures_are_confirmed_by_one_button(editor_client, organisation):
    VolumeFactory(organisation=organisation)
    assert "Nobody has looked at them yet." in words_of(editor_client.get(f"{OWN}volumes/"))

    response = editor_client.post(f"{OWN}volumes/hold/", follow=True)

    organisation.refresh_from_db()
    assert organisation.figures_checked_on == localdate()
    assert said_once(response) == ["Thank you. We ask again in a year."]


def test_last_year_is_offered_while_this_year_has_none(editor_client, organisation):
    this_year = localdate().year
    VolumeFactory(organisation=organisation, year=this_year - 1, low=10, high=20)
    before = words_of(editor_client.get(f"{OWN}volumes/"))

    editor_client.post(f"{OWN}volumes/last-year/")

    after = words_of(editor_client.get(f"{OWN}volumes/"))
    assert ("volumes/last-year/" in before, "volumes/last-year/" in after) == (True, False)
    assert organisation.volumes.get(year=this_year).high == 20


def test_last_year_without_figures_is_explained(editor_client, organisation):
    response = editor_client.post(f"{OWN}volumes/last-year/", follow=True)

    assert said_once(response) == [
        "City of Example has no figures of an earlier year to use again. Add a volume instead."
    ]


@pytest.mark.parametrize("page", ["volumes/last-year/", "volumes/hold/", "volumes/1/remove/"])
def test_looking_changes_nothing(editor_client, page):
    assert editor_client.get(OWN + page).status_code == 405


def test_commitments_are_saved_on_one_page(editor_client, organisation):
    path = f"{OWN}commitments/"
    until = localdate() + timedelta(days=400)
    typed = {
        "A1-status": "met",
        "A1-evidence": "example.org/plan",
        "A4-status": "planned",
        "A4-target_date": until.isoformat(),
        "A4-note": "Five years instead of three.",
        "seen": seen_on(editor_client, path),
    }

    response = editor_client.post(path, typed, follow=True)

    rows = organisation.commitments.values_list("ambition", "status", "target_date", "evidence", "note")
    assert list(rows) == [
        ("A1", "met", None, "https://example.org/plan", ""),
        ("A4", "planned", until, "", "Five years instead of three."),
    ]
    assert said_once(response) == ["The commitments are saved."]


def test_commitments_that_are_there_fill_the_page(editor_client, organisation):
    Commitment.objects.create(organisation=organisation, ambition="A9", status="under_way", note="Begun.")

    html = words_of(editor_client.get(f"{OWN}commitments/"))

    assert html.count('<option value="under_way" selected>') == 1
    assert "Begun.</textarea>" in html
    assert html.count("Not said yet</option>") == 9


def test_commitments_of_two_windows_are_not_lost(editor_client, organisation):
    path = f"{OWN}commitments/"
    seen = seen_on(editor_client, path)
    editor_client.post(path, {"A1-status": "met", "seen": seen})

    conflict = editor_client.post(path, {"A1-status": "planned", "A1-note": "Mine.", "seen": seen})

    html = words_of(conflict)
    assert f"<dd>Planned</dd>{STORED}<dd>Met</dd>" in html
    assert "Mine.</textarea>" in html
    assert organisation.commitments.get().status == "met"


def test_note_without_status_is_explained_and_kept(editor_client, organisation):
    path = f"{OWN}commitments/"

    html = words_of(editor_client.post(path, {"A2-note": "We try.", "seen": seen_on(editor_client, path)}))

    assert 'href="#id_A2-status"' in html
    assert "We try.</textarea>" in html
    assert not organisation.commitments.exists()


@pytest.mark.parametrize("page", ["profile/", "volumes/add/", "commitments/", "volumes/hold/", "volumes/last-year/"])
def test_member_cannot_post_what_only_editors_change(client, organisation, page):
    client.force_login(MembershipFactory(organisation=organisation).user)

    assert client.post(OWN + page, {**VOLUME, **PROFILE}).status_code == 404
    assert not organisation.volumes.exists()


def test_form_without_token_is_refused(organisation):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(city_editor(organisation))

    assert strict.post(f"{OWN}volumes/hold/").status_code == 403
