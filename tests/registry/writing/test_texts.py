"""The texts of a draft as its pages read them: the saved one, the typed one, and the earlier ones."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from registry.enums import Bump
from registry.models import Draft
from registry.services.candidates import open_consultation
from registry.services.drafting import save
from registry.services.locking import lock_draft
from registry.writing.beside import faults_of
from registry.writing.texts import (
    both_texts,
    draft_to_write,
    is_open_to,
    kept_fields,
    older_text,
    title_of,
    words_of,
)
from tests.factories.accounts import UserFactory, city_editor
from tests.factories.drafts import CONSULTED, DraftFactory, secretary
from tests.factories.registry import RegisterFactory, TranslationFactory, battery_content

pytestmark = pytest.mark.django_db

DURABLE = battery_content(theme="durability")


@pytest.fixture
def draft():
    return DraftFactory()


def new_draft(**fields):
    code = {"base_version": None, "criterion": None, "register": RegisterFactory(), "code": "NEW-01", "kind": "award"}
    return DraftFactory(**code, **fields)


def test_draft_is_read_with_its_base_in_two_queries_and_one_of_translations(draft, django_assert_num_queries):
    TranslationFactory(version=draft.base_version, language="sv")

    with django_assert_num_queries(3):
        found = draft_to_write(draft.pk)
        assert (str(found.register), str(found.proposed_by)) == (str(draft.register), str(draft.proposed_by))
        assert [row.language for row in found.base_version.translations.all()] == ["sv"]


def test_draft_of_a_new_code_has_no_base(django_assert_num_queries):
    draft = new_draft()

    with django_assert_num_queries(1):
        assert draft_to_write(draft.pk).base_version is None


def test_draft_that_never_was_is_none():
    assert draft_to_write(987_654) is None


def test_text_is_open_while_it_is_drafted_and_nobody_else_has_locked_it(draft):
    writer, other = city_editor(draft.proposed_by), UserFactory()
    assert is_open_to(draft, writer)

    locked = lock_draft(draft.pk, actor=writer)

    assert (is_open_to(locked, writer), is_open_to(locked, other)) == (True, False)


def test_text_before_the_members_is_open_to_nobody(draft):
    open_consultation(draft.pk, on=CONSULTED, actor=secretary())

    assert not is_open_to(Draft.objects.get(), secretary())


def test_words_are_what_saving_takes(draft):
    words = words_of(draft)

    assert words == {"content": DURABLE, "summary": {"en": "Moved to another theme."}, "at_least": Bump.PATCH}
    assert save(draft.pk, **words, seen=1, actor=secretary()).lock_version == 1


def test_both_texts_are_read_and_compared_from_the_saved_one_to_mine(draft):
    mine = {"content": battery_content(theme="climate"), "summary": {"en": "Mine."}, "at_least": Bump.MAJOR}

    found = both_texts(draft, mine, "en")

    assert [field.name for field in found["compared"].changed] == ["Theme"]
    assert [side["summary"]["en"] for side in found["sides"]] == ["Moved to another theme.", "Mine."]
    assert [side["at_least"] for side in found["sides"]] == [Bump.PATCH, Bump.MAJOR]
    assert [str(side["reading"].texts.title) for side in found["sides"]] == ["Battery that lasts"] * 2


def test_unfinished_texts_can_be_read_side_by_side():
    empty = replace(DURABLE, levels={1: {}}, parameters={}, proof=(), legal_floor=(), texts={"en": {}})
    draft = new_draft(body=empty)

    found = both_texts(draft, words_of(draft), "en")

    assert [str(side["reading"].texts.title) for side in found["sides"]] == ["–", "–"]


def test_what_was_sent_is_kept_without_what_says_which_text_was_read():
    sent = QueryDict(
        "csrfmiddlewaretoken=x&do=save&change-seen=1&facts-stages=use&facts-stages=repair&texts-title_en=A"
    )

    assert kept_fields(sent) == [("facts-stages", "use"), ("facts-stages", "repair"), ("texts-title_en", "A")]


def test_older_text_has_the_words_of_then_and_the_rest_of_now(draft):
    draft.save_revision(clean=False)
    first = draft.revisions.get()
    saved = save(draft.pk, content=battery_content(theme="climate"), summary={}, seen=1, actor=secretary())

    older = older_text(saved, first.pk)

    assert (older.parsed, older.summary) == (DURABLE, {"en": "Moved to another theme."})
    assert older.lock_version == 2


@pytest.mark.parametrize("pk", [None, "", "x", "-1", "1.5", "²", "٣", 987_654])
def test_revision_that_never_was_is_none(draft, pk):
    assert older_text(draft, pk) is None


def test_revision_of_another_draft_is_none(draft):
    other = DraftFactory()
    other.save_revision(clean=False)

    assert older_text(draft, other.revisions.get().pk) is None


def test_title_is_in_the_first_language_of_the_text(draft):
    assert (title_of(draft), title_of(draft).lang) == ("Battery that lasts", "en")


@pytest.mark.parametrize("texts", [{}, {"en": {}}])
def test_title_of_an_unfinished_text_is_empty(texts):
    title = title_of(new_draft(body=replace(DURABLE, texts=texts)))

    assert (title, title.lang) == ("", "en")


def test_faults_are_those_of_the_saved_text_unless_another_is_given(draft):
    assert faults_of(draft) == []
    assert [fault.partition(":")[0] for fault in faults_of(draft, replace(DURABLE, proof=()), {"en": "Why."})][:1] == [
        "proof"
    ]
