"""Once members vote on a register, an import seals nothing new: texts come by a draft, a consultation and a vote."""

import pytest
from django.core.management import CommandError, call_command

from registry.models import CriterionVersion, Register
from registry.services.importing import import_folder
from registry.services.sealing import head_of
from registry.sources.faults import SourceError
from tests.factories.drafts import DraftFactory, carried, in_consultation, in_vote, published
from tests.factories.sources import criterion, stricter, withdrawal, write
from tests.registry.services.rows import everything

pytestmark = pytest.mark.django_db

SEPTEMBER = "2026-09-30"
REFUSAL = (
    "release.yaml: register.code: the members of joint-demand vote on its texts, so nothing new is imported:"
    " draft the change under Criteria in the admin, and put it to consultation and a vote."
)


def draft_of(code):
    return DraftFactory(base_version=CriterionVersion.objects.get(criterion__code=code))


@pytest.fixture
def governed(february):
    """A register that was imported, of which one text has been voted on since."""
    in_vote(draft_of("BAT-01"))
    return february


def refusal(path):
    before = everything()
    with pytest.raises(SourceError) as refused:
        import_folder(path)
    assert everything() == before
    return [str(fault) for fault in refused.value.faults]


def test_first_load_and_development_import_as_before(february, tmp_path):
    in_consultation(draft_of("BAT-01"))

    report = import_folder(write(tmp_path / "2026-09", stricter("BAT-02"), effective_on=SEPTEMBER))

    assert [str(version) for version, _ in report.sealed] == ["BAT-02@2.0.0"]


@pytest.mark.parametrize(
    "documents",
    [
        [stricter("BAT-02")],
        [criterion("LAB-01")],
        [criterion("BAT-01"), withdrawal("BAT-02")],
        [criterion("BAT-02", languages=("en", "sv", "fi"))],
        [criterion("BAT-01", languages=("en", "sv"))],
    ],
    ids=["new version", "new criterion", "withdrawal", "new translation", "new release"],
)
def test_governed_register_takes_nothing_new(governed, tmp_path, documents):
    assert refusal(write(tmp_path / "2026-09", *documents, effective_on=SEPTEMBER)) == [REFUSAL]


def test_dry_run_is_refused_alike(governed, tmp_path):
    with pytest.raises(SourceError):
        import_folder(write(tmp_path / "2026-09", stricter("BAT-02"), effective_on=SEPTEMBER), dry_run=True)


def test_what_is_sealed_already_is_imported_again_without_a_fault(governed):
    """So that whoever starts the portal anew may load the starter data anew."""
    assert import_folder(governed).is_empty


def test_older_files_are_no_fault_after_a_vote_has_gone_beyond_them(february):
    final = published(carried(draft_of("BAT-01")))

    report = import_folder(february)

    assert (report.is_empty, [warning.file for warning in report.warnings]) == (True, ["BAT-01.yaml"])
    assert head_of(final.criterion) == final


def test_other_register_is_still_open(governed, tmp_path):
    register = {"code": "laptops", "authoritative_languages": ["en"]}
    folder = write(tmp_path / "laptops", criterion("LAP-01"), register=register, set="laptops")

    assert [str(version) for version, _ in import_folder(folder).sealed] == ["LAP-01@1.0.0"]
    assert list(Register.objects.order_by("code").values_list("code", "is_governed")) == [
        ("joint-demand", True),
        ("laptops", False),
    ]


def test_command_says_how_to_propose_instead(governed, tmp_path):
    folder = write(tmp_path / "2026-09", stricter("BAT-02"), effective_on=SEPTEMBER)

    with pytest.raises(CommandError) as refused:
        call_command("registry_import", str(folder))

    assert str(refused.value) == f"Nothing was sealed. 1 fault to mend:\n{REFUSAL}"


def test_faults_of_the_files_come_first(governed, tmp_path):
    folder = write(tmp_path / "2026-09", stricter("BAT-02", kind="exclusion"), effective_on=SEPTEMBER)

    assert [fault.split(":")[0] for fault in refusal(folder)] == ["BAT-02.yaml"]


def test_events_say_which_way_a_version_came(february):
    final = published(carried(draft_of("BAT-01")))
    other = CriterionVersion.objects.get(criterion__code="BAT-02")

    assert [version.events.first().parsed_details["origin"] for version in (final, other)] == ["vote", "import"]
