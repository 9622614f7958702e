"""Translations are compiled without gettext's programs, and only those that changed."""

import gettext
import os

import pytest
from django.core.management import CommandError, call_command

from portal.core.catalogues import compile_all

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Basket"
msgstr "Korg"

msgctxt "verb"
msgid "Copy"
msgstr "Kopiera"

#, python-format
msgid "%(count)s version"
msgid_plural "%(count)s versions"
msgstr[0] "%(count)s version"
msgstr[1] "%(count)s versioner"

#, fuzzy
msgid "Statement"
msgstr "Gissning"
"""


@pytest.fixture
def source(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "sv" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    return source


def test_compiled_catalogue_reads_as_gettexts_own(source):
    written = compile_all()

    with written[0].open("rb") as file:
        swedish = gettext.GNUTranslations(file)
    assert written == [source.with_suffix(".mo")]
    assert swedish.gettext("Basket") == "Korg"
    assert swedish.pgettext("verb", "Copy") == "Kopiera"
    assert swedish.ngettext("%(count)s version", "%(count)s versions", 2) == "%(count)s versioner"


def test_guess_that_nobody_confirmed_is_left_out(source):
    compile_all()

    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Statement") == "Statement"


def test_catalogue_is_compiled_again_only_when_it_changed(source):
    first = compile_all()
    unchanged = compile_all()
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))

    assert (len(first), len(unchanged), len(compile_all())) == (1, 0, 1)


def test_command_says_how_many_catalogues_it_compiled(source, capsys):
    call_command("compile_messages")
    call_command("compile_messages")

    assert capsys.readouterr().out == "1 catalogues compiled\n0 catalogues compiled\n"


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("no keyword at all", "misformatted keyword on 23"),
        (
            '#, python-format\nmsgid "%(number)s phones"\nmsgstr "%(antal)s telefoner"',
            "unknown named placeholder 'antal'",
        ),
    ],
)
def test_broken_catalogue_is_refused_and_the_old_one_kept(source, broken, fault):
    compiled = source.with_suffix(".mo")
    compile_all()
    before = compiled.read_bytes()
    source.write_text(f"{CATALOGUE}\n{broken}\n")
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))

    with pytest.raises(CommandError, match=fault):
        call_command("compile_messages")

    assert compiled.read_bytes() == before
