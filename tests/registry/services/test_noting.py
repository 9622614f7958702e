"""Release notes in each language: generated, edited by a human, and never overwritten unasked."""

import pytest

from registry.errors import StaleDraft
from registry.models import ReleaseDraft, ReleaseStep
from registry.services.assembling import save_members
from registry.services.noting import generated_for, languages_for, outdated, regenerate_notes, save_note
from tests.factories.drafts import secretary
from tests.factories.history import withdrawn
from tests.factories.registry import CriterionFactory, ReleaseFactory, TranslationFactory, VersionFactory
from tests.factories.releases import chosen, noted, release_draft

pytestmark = pytest.mark.django_db


def write(draft, language="en", seen=None, actor=None, **blocks):
    seen = draft.lock_version if seen is None else seen
    return save_note(draft.pk, language, blocks, seen=seen, actor=actor or secretary())


def regenerate(draft, **facts):
    return regenerate_notes(draft.pk, seen=draft.lock_version, actor=secretary(), **facts)


def with_members(draft, *members):
    return save_members(draft.pk, chosen(*members), effective_on=None, seen=draft.lock_version, actor=secretary())


def battery(code="BAT-01"):
    return VersionFactory(criterion__code=code)


def test_languages_are_those_of_the_register_then_the_others():
    draft = release_draft()
    assert languages_for(draft) == ["en", "sv", "nb", "fi", "da"]
    draft.criteria_set.register.authoritative_languages = ["fi", "sv"]

    assert languages_for(draft) == ["fi", "sv", "en", "nb", "da"]


def test_generated_notes_name_what_comes_in_each_language():
    version = battery()
    TranslationFactory(version=version, language="sv")
    draft = release_draft(version, mandatory=[version])

    assert generated_for(draft, "en") == {"added": "- BAT-01 1.0.0, Battery that lasts: mandatory."}
    assert generated_for(draft, "sv") == {"added": "- BAT-01 1.0.0, Battery that lasts [sv]: obligatoriskt."}
    assert generated_for(draft, "fi")["added"].startswith("- BAT-01 1.0.0: ")


def test_generated_notes_tell_what_was_withdrawn_from_what_only_leaves():
    gone, left, kept = (battery(code) for code in ("BAT-01", "LAB-01", "REP-01"))
    ReleaseFactory(members=[gone, left, kept])
    withdrawn(gone)

    draft = release_draft(kept)

    assert generated_for(draft, "en") == {
        "removed": "- BAT-01 1.0.0, Battery that lasts: withdrawn.\n"
        "- LAB-01 1.0.0, Battery that lasts: no longer in the set."
    }


def test_notes_are_generated_in_every_language_and_as_they_are_then():
    draft = noted(release_draft(battery()))

    assert {language: draft.note(language) for language in draft.notes} == {
        language: generated_for(draft, language) for language in languages_for(draft)
    }
    assert [language for language in languages_for(draft) if draft.is_edited(language)] == []
    assert outdated(draft) == []


def test_note_is_what_a_human_wrote_in_its_normal_form():
    actor = secretary()

    draft = write(
        release_draft(battery()), lead="  Longer lives. ", added="* no item\r\n", editorial=" \n", actor=actor
    )

    assert draft.note("en") == {"lead": "Longer lives.", "added": "* no item"}
    assert draft.is_edited("en")
    assert actor in draft.writers.all()
    assert ReleaseStep.objects.last().name == "notes"


def test_note_without_text_is_dropped():
    draft = noted(release_draft(battery()))

    draft = write(draft, "sv")

    assert sorted(draft.notes) == ["da", "en", "fi", "nb"]


def test_same_note_is_not_saved_again():
    draft = write(release_draft(battery()), lead="Longer lives.")

    assert write(draft, lead="Longer lives.").lock_version == draft.lock_version


@pytest.mark.parametrize(("language", "block"), [("de", "lead"), ("en", "gossip")])
def test_unknown_language_or_block_is_no_note(language, block):
    draft = release_draft(battery())

    with pytest.raises(ValueError, match="a release has no notes in"):
        write(draft, language, **{block: "Text."})


def test_second_tab_gets_both_texts():
    draft = release_draft(battery())
    write(draft, lead="Theirs.")

    with pytest.raises(StaleDraft) as conflict:
        write(draft, seen=draft.lock_version, lead="Yours.")

    assert (conflict.value.yours, conflict.value.theirs) == ({"lead": "Yours."}, {"lead": "Theirs."})


def test_generating_again_leaves_alone_what_somebody_has_edited():
    first, second = battery(), battery("LAB-01")
    draft = write(noted(release_draft(first)), "sv", lead="Redigerad.")
    draft = with_members(draft, first, second)

    again, kept = regenerate(draft)

    assert kept == ["sv"]
    assert again.note("sv") == {"lead": "Redigerad."}
    assert again.note("en") == generated_for(again, "en")
    assert outdated(again) == ["sv"]


def test_edited_note_is_overwritten_where_somebody_says_so():
    draft = write(noted(release_draft(battery())), "sv", lead="Redigerad.")

    again, kept = regenerate(draft, over=["sv"])

    assert (kept, again.note("sv")) == ([], generated_for(again, "sv"))


def test_generating_again_with_nothing_new_saves_nothing():
    draft = noted(release_draft(battery()))

    again, kept = regenerate(draft)

    assert (again.lock_version, kept) == (draft.lock_version, [])


def test_generating_from_an_older_page_is_refused():
    draft = release_draft(battery())
    write(draft, lead="Meanwhile.")

    with pytest.raises(StaleDraft):
        regenerate(draft)

    assert ReleaseDraft.objects.get().note("en") == {"lead": "Meanwhile."}


def test_note_is_outdated_until_somebody_saves_it_for_the_members_as_they_are():
    first, second = battery(), battery("LAB-01")
    draft = with_members(write(release_draft(first), lead="One."), first, second)

    assert outdated(draft) == ["en"]
    assert outdated(write(draft, lead="One.")) == []


def test_criterion_without_versions_adds_nothing():
    CriterionFactory()

    assert generated_for(release_draft(), "en") == {}
