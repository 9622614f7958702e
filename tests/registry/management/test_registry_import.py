"""What the operator sees of an import."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from registry.models import CriterionVersion
from tests.factories.sources import LANGUAGES, criterion, stricter, withdrawal, write

pytestmark = pytest.mark.django_db

SEPTEMBER = "2026-09-07"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(path, *options: str, stderr: StringIO | None = None, **settings) -> list[str]:
    """The lines that the command writes."""
    out = StringIO()
    call_command(
        "registry_import", str(path), *options, stdout=out, stderr=stderr or StringIO(), no_color=True, **settings
    )
    return out.getvalue().splitlines()


@pytest.fixture
def february(tmp_path):
    return write(tmp_path / "2026-02", criterion(languages=LANGUAGES), criterion("BAT-02", languages=LANGUAGES))


@pytest.fixture
def autumn(tmp_path):
    documents = stricter(languages=LANGUAGES), criterion("LAB-01", languages=LANGUAGES), withdrawal("BAT-02")
    return write(tmp_path / "2026-09", *documents, effective_on=SEPTEMBER)


def test_import_tells_what_it_sealed(february):
    assert run(february) == [
        "BAT-01@1.0.0 (new) sealed",
        "BAT-02@1.0.0 (new) sealed",
        "smartphones@1.0.0 sealed",
        "2 versions, 8 translations, 1 releases sealed; 0 unchanged",
    ]


def test_import_tells_the_step_and_what_it_means_for_bids(february, autumn):
    run(february)

    assert run(autumn) == [
        "BAT-01@2.0.0 (major) sealed",
        "    major: Level 1, stricter: 800 → 900 cycles",
        "LAB-01@1.0.0 (new) sealed",
        "BAT-02@1.0.0 withdrawn",
        "smartphones@2.0.0 sealed",
        "2 versions, 8 translations, 1 releases sealed; 0 unchanged",
    ]


def test_dry_run_tells_the_same_as_something_to_come(february, autumn):
    run(february)

    assert run(autumn, "--dry-run") == [
        "BAT-01@2.0.0 (major) would be sealed",
        "    major: Level 1, stricter: 800 → 900 cycles",
        "LAB-01@1.0.0 (new) would be sealed",
        "BAT-02@1.0.0 would be withdrawn",
        "smartphones@2.0.0 would be sealed",
        "2 versions, 8 translations, 1 releases would be sealed; 0 unchanged",
    ]
    assert CriterionVersion.objects.count() == 2


def test_raised_step_is_told_as_it_was_taken(february, tmp_path):
    run(february)
    document = criterion(languages=LANGUAGES, change={"at_least": "minor"})
    document["texts"]["en"]["purpose"] = "A phone is as old as its battery."

    lines = run(write(tmp_path / "2026-09", document, effective_on=SEPTEMBER))

    assert lines[0] == "BAT-01@1.1.0 (minor) sealed"
    assert lines[1].startswith("    patch: ")


def test_second_import_has_nothing_to_seal(february):
    run(february)

    assert run(february) == ["nothing to seal; 2 unchanged"]


def test_warnings_come_first(tmp_path):
    document = criterion(languages=LANGUAGES)
    del document["texts"]["da"]["purpose"]

    lines = run(write(tmp_path, document))

    assert lines[0] == "warning: BAT-01.yaml: texts.da: not yet translated: purpose."


def test_faults_end_the_command_with_all_of_them(tmp_path):
    """A CommandError is a non-zero exit."""
    write(tmp_path, criterion(theme="batteries"), criterion("BAT-02", kind="rule"))

    with pytest.raises(CommandError) as refusal:
        run(tmp_path)

    first, *faults = str(refusal.value).splitlines()
    assert first == "Nothing was sealed. 2 faults to mend:"
    assert [fault.split(" is unknown")[0] for fault in faults] == [
        "BAT-01.yaml: theme: 'batteries'",
        "BAT-02.yaml: kind: 'rule'",
    ]
    assert (refusal.value.returncode, CriterionVersion.objects.count()) == (1, 0)


def test_one_fault_is_one_fault(tmp_path):
    with pytest.raises(CommandError, match=r"^Nothing was sealed\. 1 fault to mend:\n.*nowhere: is no folder"):
        run(tmp_path / "nowhere")


def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(february):
    terminal = Terminal()

    run(february, stderr=terminal)

    steps = terminal.getvalue().split("\r\x1b[K")  # each step wipes the one before
    assert [step.split() for step in steps[1:-1]] == [
        ["1", "BAT-01.yaml"],
        ["2", "BAT-02.yaml"],
        ["3", "BAT-01.yaml"],
        ["4", "BAT-02.yaml"],
    ]
    assert steps[-1] == ""


def test_progress_stays_out_of_a_log_unless_it_is_asked_for(february):
    quiet, loud = StringIO(), StringIO()

    run(february, stderr=quiet)
    run(february, stderr=loud, verbosity=2)

    assert quiet.getvalue() == ""
    assert loud.getvalue().splitlines()[0] == "    1 BAT-01.yaml"


def test_faults_are_in_english_as_the_format_is_whatever_language_is_active(tmp_path):
    document = criterion()
    document["legal_floor"][0]["value"] = "många"
    folder = write(tmp_path / "2026-02", document)

    with override("sv"), pytest.raises(CommandError) as error:
        run(folder)

    assert "“många” is not a number. Write it in digits." in str(error.value)
