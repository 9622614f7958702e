"""Cases from public sources, and the experiences of a demo's fictional members."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from django.core.management import call_command

from portal.cms.demo_accounts import create_demo_accounts
from portal.core.viewer import VISITOR
from portal.experiences.completeness import lacking
from portal.experiences.enums import Audience, State
from portal.experiences.models import Citation, Edition, Face, FaceCitation, TenderExperience
from portal.experiences.services import starter, writing
from portal.experiences.services.moving import retract
from portal.experiences.services.starter import CASES, DEMO, add_cases, add_demo_experiences, read, reference
from portal.experiences.tasks import FIELDS, Task, said
from portal.letters.models import Letter
from portal.members.models import Organisation
from portal.settings.env import BASE_DIR
from registry.takeaway.citations import Citation as CitationString
from tests.factories.accounts import UserFactory, city_editor, coordinator
from tests.factories.members import OrganisationFactory

pytestmark = pytest.mark.django_db
REGISTER = BASE_DIR / "registry" / "starter"


@pytest.fixture
def _demo(settings):
    """The register and the accounts that the experiences of the demo need."""
    settings.DEBUG = True
    for release in ("2026-02", "2026-09"):
        call_command("registry_import", str(REGISTER / release), verbosity=0)
    create_demo_accounts()


def made(key):
    return TenderExperience.objects.get(reference=reference(key))


def test_cases_are_public_and_belong_to_no_member():
    cases = add_cases()

    assert [case.slug for case in cases] == [facts["key"] for facts in read(CASES)]
    assert list(TenderExperience.objects.visible_to(VISITOR).order_by("pk")) == cases
    assert {(case.organisation, case.is_fictional) for case in cases} == {(None, False)}
    assert [face.content["source_url"] != "" for face in Face.objects.visible_to(VISITOR)] == [True] * len(cases)
    assert not FaceCitation.objects.exists()


def test_case_tells_what_its_file_says_and_nothing_else():
    add_cases()

    edition = made("dfo-reuse-of-ict-equipment").current
    assert (edition.country, edition.year, edition.contract_type) == ("NO", 2022, "framework")
    assert (edition.estimated_value, edition.currency) == (Decimal(64_000_000), "NOK")
    assert (edition.duration, edition.extension, edition.bids, edition.awarded_value) == (24, 24, None, None)
    assert edition.summary.startswith("A framework agreement that takes back the used ICT equipment of 191 bodies")


@pytest.mark.parametrize("facts", read(CASES), ids=lambda facts: facts["key"])
def test_every_case_names_its_buyer_year_and_source(facts):
    wanted = ("key", "buyer", "title", "language", "country", "year", "stage", "summary", "source_title", "source_url")

    assert [name for name in wanted if not facts.get(name)] == []
    assert set(facts) - set(wanted) <= {*FIELDS[Task.TENDER], *FIELDS[Task.OUTCOME]}
    assert facts["source_url"].startswith("https://")


def test_cases_are_added_once():
    assert len(add_cases()) == len(read(CASES))
    assert add_cases() == []


def test_case_that_was_retracted_stays_so():
    case = add_cases()[0]
    retract(case.pk, reason="The source was withdrawn.", actor=coordinator())

    assert add_cases() == []
    assert not Face.objects.filter(experience=case).exists()


def test_case_that_is_missing_is_added_and_the_others_stay():
    before = add_cases()
    before[1].current = None
    before[1].save()
    before[1].delete()

    assert [case.slug for case in add_cases()] == [before[1].slug]


@pytest.mark.usefixtures("_demo")
def test_demo_has_one_record_of_each_kind():
    assert len(add_demo_experiences()) == len(read(DEMO))

    states = Edition.objects.order_by("pk").values_list("state", flat=True)
    assert sorted(states) == sorted([State.PUBLISHED] * 4 + [State.DRAFT, State.SUBMITTED])
    public = Face.objects.visible_to(VISITOR)
    assert {face.experience.organisation.name for face in public} == {"Exempelstad", "Eksempelvik"}
    assert set(made("eksempelvik-leasing").faces.values_list("audience", flat=True)) == {"own", "members"}
    assert made("exempelstad-skolor").faces.get(audience="everyone").content["outcome"] is None
    assert made("exempelstad-skolor").faces.get(audience="members").bids == 4
    few = made("eksempelvik-brannvesen").faces
    assert [few.get(audience=each).bids for each in (Audience.EVERYONE, Audience.MEMBERS)] == [None, 2]


@pytest.mark.usefixtures("_demo")
def test_every_record_of_the_demo_says_what_its_file_says_and_is_complete():
    add_demo_experiences()

    for facts in read(DEMO):
        edition = made(facts["key"]).editions.get()
        assert lacking(edition) == []
        assert [f"{row.version}/L{row.level}" for row in edition.citations.all()] == list(facts["criteria"])
        assert {row.topic: row.text for row in edition.lessons.all()} == facts.get("lessons", {})
        assert said(edition, Task.TENDER)["summary"] == facts["tender"]["summary"]
        assert edition.suppliers.count() == len(facts.get("outcome", {}).get("suppliers", []))


@pytest.mark.usefixtures("_demo")
def test_demo_belongs_to_fictional_members_and_counts_for_nothing():
    add_demo_experiences()

    assert set(TenderExperience.objects.values_list("organisation__is_fictional", flat=True)) == {True}
    assert not Face.objects.real().exists()
    assert not FaceCitation.objects.real().exists()


@pytest.mark.usefixtures("_demo")
def test_demo_is_made_once_and_what_is_deleted_comes_back():
    add_demo_experiences()
    assert add_demo_experiences() == []

    made("exempelstad-parker").delete()

    assert [each.reference for each in add_demo_experiences()] == [reference("exempelstad-parker")]


@pytest.mark.usefixtures("_demo")
def test_demo_writes_to_nobody_and_logs_its_steps():
    add_demo_experiences()

    assert not Letter.objects.exists()
    steps = made("eksempelvik-brannvesen").steps.values_list("name", "user__email")
    assert list(steps) == [("start", "other@example.org"), ("submit", "other@example.org"), ("publish", None)]


@pytest.mark.usefixtures("_demo")
def test_record_without_an_editor_to_write_it_is_left_out():
    Organisation.objects.get(slug="eksempelvik").memberships.all().delete()

    assert {each.organisation.slug for each in add_demo_experiences()} == {"exempelstad"}


def test_record_whose_criteria_are_not_in_the_register_is_left_out(settings):
    settings.DEBUG = True
    create_demo_accounts()

    assert add_demo_experiences() == []


@pytest.mark.usefixtures("_demo")
def test_record_whose_criteria_are_not_in_force_yet_is_left_out(monkeypatch, tmp_path):
    ahead = {**read(DEMO)[4], "criteria": {"BAT-01@2.0.0/L3": {}}}
    (tmp_path / "demo.yaml").write_text(yaml.safe_dump({"records": [ahead]}))
    monkeypatch.setattr(starter, "DEMO", tmp_path / "demo.yaml")
    monkeypatch.setattr(writing, "localdate", lambda: date(2026, 3, 1))

    assert add_demo_experiences() == []
    assert not TenderExperience.objects.exists()


def test_real_member_of_the_same_name_gets_no_invented_experience():
    real = OrganisationFactory(slug="exempelstad")
    city_editor(real)
    UserFactory()

    assert add_demo_experiences() == []


def test_every_criterion_of_the_demo_is_cited_with_a_level():
    cited = [CitationString.parse(text) for facts in read(DEMO) for text in facts["criteria"]]

    assert [each for each in cited if each.level is None] == []


@pytest.mark.usefixtures("_demo")
def test_values_of_the_demo_differ_from_the_level_and_are_parameters_of_the_version():
    add_demo_experiences()

    for row in Citation.objects.exclude(values={}).select_related("version__criterion"):
        usual = row.version.parsed.levels[row.level]
        assert {code: usual[code] for code in row.values if usual[code] != row.values[code]}.keys() == row.values.keys()


def test_files_have_one_list_each():
    assert [list(yaml.safe_load(path.read_text())) for path in (CASES, DEMO)] == [["cases"], ["records"]]
