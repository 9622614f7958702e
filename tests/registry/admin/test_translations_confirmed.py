"""The second person: the whole text word by word, sealing it, sending it back; giving up; a revision that landed."""

import pytest

from portal.outbox.models import OutboxEvent
from registry.enums import TranslationState
from registry.models import TranslationStep, VersionTranslation
from registry.services.sealing import seal_translation
from registry.services.translating import begin, save
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import handed_in, sealed_by_two, written
from tests.registry.admin.coordinators import signed_in
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.translators import errors_of, page_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory()


def buttons(answer):
    return texts_of(parsed(answer), "//section[@aria-labelledby='confirm']//*[contains(@class, 'button')]")


def stored(draft):
    draft.refresh_from_db()
    return draft


# ---- reading


def test_first_translation_is_all_new(client, version):
    signed_in(client)

    page = client.get(page_of(handed_in(version)))

    assert len(texts_of(parsed(page), "//section//ins")) >= 12
    assert "The first translation of this version into the language" in page.content.decode()


def test_next_one_is_compared_word_by_word_and_nothing_is_left_out(client, version):
    signed_in(client)
    TranslationFactory(version=version)
    draft = handed_in(version, {"title": "Battery that holds [sv]"})

    page = client.get(page_of(draft))

    sections = parsed(page).xpath("//section[starts-with(@aria-labelledby, 'read-')]")
    assert len(sections) == 12
    assert texts_of(sections[0], ".//h3") == ["Title changed"]
    assert texts_of(sections[0], ".//del | .//ins") == ["removed: lasts", "added: holds"]
    assert [len(each.xpath(".//ins | .//del")) for each in sections[1:]] == [0] * 11
    assert f"Compared with {version}/sv.r1, word by word." in page.content.decode()


def test_page_tells_what_has_happened(client, version):
    signed_in(client)
    draft = handed_in(version, actor=secretary(name="Anna Berg"))

    events = texts_of(parsed(client.get(page_of(draft))), "//section[@id='events' or .//h2]//ol[@class='jd-list']/li")

    assert [event.split(",")[0].split()[0] for event in events] == ["Handed", "Translation"]
    assert "Anna Berg" in events[1]


# ---- confirming


def test_another_one_confirms_and_it_is_sealed(client, version):
    user = signed_in(client)
    draft = handed_in(version)
    page = client.get(page_of(draft))
    assert buttons(page) == ["Confirm and seal", "Send back", "Abandon"]

    answer = client.post(page_of(draft), {"seen": page.context["form"]["seen"].value()})

    assert said(client, answer) == [f"{version}/sv.r1 is sealed. Readers see it from now on."]
    assert stored(draft).sealed_as.blocks == translated(version, "sv")
    assert TranslationStep.objects.get(name="confirm").user == user


def test_writer_is_told_that_somebody_else_confirms(client, version):
    draft = handed_in(version, actor=signed_in(client))

    page = client.get(page_of(draft))

    assert buttons(page) == ["Send back", "Abandon"]
    assert "You have written in this translation, so somebody else confirms it." in page.content.decode()


@pytest.mark.parametrize("fields", [{}, {"is_superuser": True}])
def test_writer_who_sends_the_form_anyway_is_refused(client, version, fields):
    draft = handed_in(version, actor=signed_in(client, **fields))

    answer = client.post(page_of(draft), {"seen": draft.lock_version})

    assert answer["Location"] == "/admin/"
    assert VersionTranslation.objects.count() == 0


def test_double_click_seals_once(client, version):
    signed_in(client)
    draft = handed_in(version)

    answers = [client.post(page_of(draft), {"seen": draft.lock_version}) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {page_of(draft)}
    assert (VersionTranslation.objects.count(), OutboxEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize("seen", ["1", "", "nonsense"])
def test_words_that_were_not_read_are_not_sealed(client, version, seen):
    signed_in(client)
    draft = handed_in(version)

    answer = client.post(page_of(draft), {"seen": seen})

    assert said(client, answer)[0].startswith(f"{draft} was saved meanwhile")
    assert VersionTranslation.objects.count() == 0


def test_sealed_one_offers_nothing_more(client, version):
    signed_in(client)
    sealed = sealed_by_two(version)

    page = client.get(page_of(sealed.draft))

    assert buttons(page) == []
    assert str(sealed) in page.content.decode()


def test_readers_see_the_sealed_revision_and_its_address_stays(client, version):
    first, sealed = TranslationFactory(version=version, blocks={"title": "Gammal"}), sealed_by_two(version)

    page = client.get(f"/sv/criterion/{version.criterion.slug}/{version.number}/")
    addresses = [f"{version.get_permanent_path()}/sv.r{row.revision}" for row in (first, sealed)]
    documents = [client.get(address).json() for address in addresses]

    assert texts_of(parsed(page), "//h1")[0].endswith("Battery that lasts [sv]")
    assert [document["citation"] for document in documents] == [f"{version}/sv.r1", f"{version}/sv.r2"]
    assert documents[1]["texts"] == translated(version, "sv")


# ---- sending back and giving up


def test_it_is_sent_back_with_a_word(client, version):
    signed_in(client)
    draft = handed_in(version)

    answer = client.post(page_of(draft, "send-back"), {"reason": "The title says batteries."})

    assert said(client, answer) == [f"{draft} can be written in again."]
    assert stored(draft).state == TranslationState.DRAFTING
    assert "The title says batteries." in client.get(page_of(draft)).content.decode()


@pytest.mark.parametrize("name", ["send-back", "abandon"])
def test_step_without_a_reason_is_asked_again(client, version, name):
    signed_in(client)
    draft = handed_in(version)

    answer = client.post(page_of(draft, name), {"reason": " "})

    assert errors_of(answer) == {"reason": ["Write a reason: the others have to understand this step."]}
    assert parsed(answer).xpath("//*[@role='alert']//a/@href") == ["#id_reason"]
    assert alerts_of(answer)[0].startswith("Nothing has happened yet:")
    assert stored(draft).state == TranslationState.WAITING


def test_it_is_given_up_once(client, version):
    signed_in(client)
    draft = written(version)
    client.post(page_of(draft, "abandon"), {"reason": "Not needed."})

    again = client.get(page_of(draft, "abandon"))

    assert stored(draft).state == TranslationState.ABANDONED
    assert said(client, again)[1:] == [
        f"{draft} is “abandoned”, so this step is not possible now. Reload the page to see which steps are."
    ]
    late = client.post(page_of(draft, "abandon"), {"reason": "Not needed."})
    assert list(errors_of(late)) == ["__all__"]


def test_draft_is_not_sent_back_before_it_was_handed_in(client, version):
    signed_in(client)
    draft = written(version)

    assert client.get(page_of(draft, "send-back"))["Location"] == page_of(draft)


# ---- a revision that landed


def test_landed_revision_is_taken_over_and_both_sides_are_named(client, version):
    signed_in(client)
    TranslationFactory(version=version)
    draft = handed_in(version, {"title": "Min"})
    landed = seal_translation(version, "sv", {**translated(version, "sv"), "title": "Din", "guidance": "Råd"})
    page = client.get(page_of(draft))
    assert buttons(page) == []

    answer = client.post(page_of(draft, "rebase"), {"seen": page.context["form"]["seen"].value()})

    assert said(client, answer) == [
        "What was sealed meanwhile is taken over.",
        "Title was changed on both sides, and has your words: look at it.",
    ]
    assert (stored(draft).base, draft.blocks["title"], draft.blocks["guidance"]) == (landed, "Min", "Råd")


def test_confirming_over_a_landed_revision_says_what_to_do(client, version):
    signed_in(client)
    draft = handed_in(version)
    landed = seal_translation(version, "sv", {"title": "Ack"})

    answer = client.post(page_of(draft), {"seen": draft.lock_version})

    assert said(client, answer) == [
        f"{landed} was sealed since {draft} was begun. Take its texts over, then hand yours in again."
    ]


def test_taking_over_what_was_not_read_is_refused(client, version):
    signed_in(client)
    draft = begin(version, "sv", actor=secretary())
    save(draft.pk, blocks={"title": "Ack"}, seen=1, actor=secretary())
    seal_translation(version, "sv", {"title": "Batteri"})

    answer = client.post(page_of(draft, "rebase"), {"seen": "1"})

    assert said(client, answer)[0].startswith(f"{draft} was saved meanwhile")
    assert stored(draft).base is None
