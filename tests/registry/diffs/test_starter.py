"""The starter register's second release has a change of each kind, and says the same of bids in every language."""

from functools import cache

import pytest

from portal.settings.env import BASE_DIR
from registry.diffs.comparison import ContentDiff, compare
from registry.diffs.words import Mark, diff_text
from registry.sources.criteria import SourceCriterion
from registry.sources.folder import read_folder

STARTER = BASE_DIR / "registry" / "starter"


@cache
def _criteria(release: str) -> dict[str, SourceCriterion]:
    return {source.code: source for source in read_folder(STARTER / release).criteria}


def _difference(code: str) -> ContentDiff:
    old, new = _criteria("2026-02")[code], _criteria("2026-09")[code]
    return compare(old.content, new.content, same_bids_comply=bool(new.change.same_bids_comply))


@pytest.mark.parametrize(
    ("code", "step", "kind"),
    [
        ("BAT-01", "major", "stricter"),
        ("WAR-01", "major", "stricter"),
        ("REP-01", "minor", "added"),
        ("TAK-01", "minor", "added"),
        ("REP-03", "minor", "relaxed"),
        ("LAB-02", "minor", "relaxed"),
        ("DUR-02", "patch", "editorial"),
        ("ACC-01", "patch", "editorial"),
    ],
)
def test_starter_change_takes_its_step(code: str, step: str, kind: str):
    difference = _difference(code)

    assert difference.bump is not None
    assert (difference.bump.name.lower(), difference.effects[0].kind) == (step, kind)


def test_starter_changes_nothing_unseen():
    changed = {code for code, source in _criteria("2026-09").items() if code in _criteria("2026-02")}

    assert {code for code in changed if _difference(code).is_empty} == set()


@pytest.mark.parametrize("language", ["sv", "nb", "fi", "da"])
def test_starter_wording_stays_the_same_in_translation_where_it_stays_the_same_in_english(language: str):
    """Whoever compares two versions in her own language sees no change that is none."""
    moved = []
    for code, new in _criteria("2026-09").items():
        old = _criteria("2026-02").get(code)
        if old and language in old.translations and language in new.translations:
            before, after = old.translations[language], new.translations[language]
            english_before, english_after = old.content.texts["en"], new.content.texts["en"]
            for block in before.keys() & after.keys():
                lines = diff_text(before[block], after[block], language)
                if english_before.get(block) == english_after.get(block) and any(line.is_changed for line in lines):
                    moved.append(f"{code} {block}")

    assert moved == []


@pytest.mark.parametrize("language", ["en", "sv", "nb", "fi", "da"])
def test_starter_texts_lose_no_word_in_a_comparison(language: str):
    for source in _criteria("2026-02").values():
        blocks = source.content.texts.get(language) or source.translations[language]
        for text in blocks.values():
            lines = diff_text(text, "", language)
            gone = "".join(s.text for line in lines for s in line.segments if s.mark is Mark.DELETED)
            kept = [word for word in text.split() if word != "-" and not word.rstrip(".").isdigit()]

            assert all("".join(word.split()) in "".join(gone.split()) for word in kept)
