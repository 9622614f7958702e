"""The editor of a translation: saved as it is typed, what is offered taken over, handed in; nothing typed is lost."""

import pytest

from registry.enums import TranslationState
from registry.models import TranslationDraft
from registry.services.sealing import seal_translation
from registry.services.translating import begin, save
from tests.factories.drafts import secretary
from tests.factories.registry import TranslationFactory, VersionFactory, translated
from tests.factories.translations import TranslationDraftFactory, followed, handed_in, written
from tests.registry.admin.coordinators import signed_in
from tests.registry.admin.drafters import registry_tables_asked
from tests.registry.admin.pages import alerts_of, parsed, texts_of
from tests.registry.admin.translators import errors_of, page_of, said, typed

pytestmark = pytest.mark.django_db
OLD, NEW = "A battery that lasts.", "A battery that lasts for years."


@pytest.fixture
def draft(client):
    """Open before a coordinator, with nothing written."""
    signed_in(client)
    return begin(VersionFactory(), "sv", actor=secretary())


@pytest.fixture
def following(client):
    """The same of a version that changed one text of the one before."""
    signed_in(client)
    return begin(followed(OLD, NEW)[1], "sv", actor=secretary())


def editor(draft):
    return page_of(draft, "edit")


def part(answer, block):
    return parsed(answer).get_element_by_id(f"part-{block}")


def stored(draft):
    draft.refresh_from_db()
    return draft


# ---- what the page shows


def test_source_stands_beside_each_text_in_its_language(client, draft):
    answer = client.get(editor(draft))

    title = part(answer, "title")
    assert texts_of(title, ".//*[@class='jd-source']") == ["Battery that lasts"]
    assert title.xpath(".//*[@class='jd-source']/@lang") == ["en"]
    assert title.xpath(".//textarea/@lang") == ["sv"]
    assert len(parsed(answer).xpath("//fieldset")) == 12


def test_placeholders_are_shown_as_they_are_written(client, draft):
    requirement = part(client.get(editor(draft)), "requirement.1")

    assert "at least {share} % of its capacity after {cycles} full" in requirement.text_content()


def test_unchanged_text_offers_its_translation_and_says_where_it_is_from(client, following):
    offer = part(client.get(editor(following)), "title").xpath(".//*[@class='jd-offer']")[0]

    origin = following.version.base_version
    assert texts_of(offer, "./p | ./div") == [f"Still holds, from {origin}/sv.r1:", "Battery that lasts [sv]"]
    assert offer.xpath("./div/@lang") == ["sv"]


def test_changed_text_shows_what_changed_in_its_source_and_the_old_words(client, following):
    purpose = part(client.get(editor(following)), "purpose")

    origin = following.version.base_version
    assert texts_of(purpose, ".//ins") == ["added: for years"]
    assert f"Changed since {origin}" in purpose.text_content()
    assert f"To start from, from {origin}/sv.r1; its source has changed:" in " ".join(purpose.text_content().split())
    assert texts_of(purpose, ".//label")[-1] == "The earlier translation still holds"


def test_text_that_is_taken_over_is_not_offered_again(client, following):
    save(following.pk, blocks={"title": "Battery that lasts [sv]"}, seen=1, actor=secretary())

    assert part(client.get(editor(following)), "title").xpath(".//*[@class='jd-offer']") == []


def test_page_says_how_much_is_to_be_done(client, following):
    page = client.get(editor(following))

    assert (page.context["lacking"], page.context["offered"]) == (12, 11)


def test_lost_value_is_remarked_after_saving(client, draft):
    client.post(editor(draft), typed(draft, requirement__1="Minst {share} %."))

    remarks = texts_of(part(client.get(editor(draft)), "requirement.1"), ".//*[@class='jd-remark']")
    assert remarks == ["Look at this {cycles} is missing, where the value stands: copy it from the source."]


def test_editor_of_what_was_handed_in_leads_to_reading_it(client):
    signed_in(client)
    draft = handed_in(VersionFactory())

    assert client.get(editor(draft))["Location"] == page_of(draft)


@pytest.mark.parametrize("earlier", [0, 3])
def test_page_asks_the_same_however_many_versions_came_before(client, draft, earlier):
    criterion = draft.version.criterion
    for number in range(earlier):
        TranslationFactory(version=VersionFactory(criterion=criterion, number=f"0.{number}.0"))

    assert sorted(registry_tables_asked(client, editor(draft))) == [
        "registry_criterionversion",
        "registry_translationdraft",
        "registry_versiontranslation",  # of the earlier ones
        "registry_versiontranslation",  # the newest that is sealed
    ]


# ---- saving


def test_words_are_saved_and_whoever_writes_is_noted(client, draft):
    answer = client.post(editor(draft), typed(draft, title="Batteri", purpose="Det håller."))

    assert said(client, answer) == [f"{draft} is saved."]
    assert stored(draft).blocks == {"title": "Batteri", "purpose": "Det håller."}
    assert draft.writers.count() == 1


def test_text_that_is_too_long_is_refused_beside_it_and_kept(client, draft):
    answer = client.post(editor(draft), typed(draft, title="å" * 20_001, purpose="Det håller."))

    assert list(errors_of(answer)) == ["title"]
    assert parsed(answer).xpath("//*[@role='alert']//a/@href") == ["#id_title"]
    assert answer.context["form"]["purpose"].value() == "Det håller."
    assert stored(draft).blocks == {}


def test_one_suggestion_is_taken_over_with_all_that_was_typed(client, following):
    answer = client.post(editor(following), typed(following, do="use:title", guidance="Råd"))

    assert answer["Location"] == f"{editor(following)}#part-title"
    assert stored(following).blocks == {"title": "Battery that lasts [sv]", "guidance": "Råd"}


def test_old_words_are_taken_over_to_be_changed(client, following):
    client.post(editor(following), typed(following, do="use:purpose"))

    assert stored(following).blocks == {"purpose": f"{OLD} [sv]"}


def test_all_that_still_holds_is_taken_over_where_nothing_is_written(client, following):
    client.post(editor(following), typed(following, do="use-all", title="Eget"))

    expected = {**translated(following.version, "sv"), "title": "Eget"}
    del expected["purpose"]
    assert stored(following).blocks == expected


@pytest.mark.parametrize("do", ["use:nonsense", "use:", "nonsense"])
def test_button_that_is_not_there_only_saves(client, draft, do):
    client.post(editor(draft), typed(draft, do=do, title="Batteri"))

    assert stored(draft).blocks == {"title": "Batteri"}


# ---- handing in


def test_complete_text_is_handed_in(client, draft):
    answer = client.post(editor(draft), typed(draft, do="hand-in", **translated(draft.version, "sv")))

    assert said(client, answer) == [f"{draft} is handed in: somebody else confirms it."]
    assert stored(draft).state == TranslationState.WAITING


def test_incomplete_text_is_saved_and_each_gap_is_named(client, draft):
    blocks = {**translated(draft.version, "sv"), "title": "", "requirement.1": "Minst {share} %."}

    answer = client.post(editor(draft), typed(draft, do="hand-in", **blocks))

    assert errors_of(answer) == {
        "title": ["There is no translation yet: write it, or take over what is suggested."],
        "requirement.1": ["{cycles} is missing, where the value stands: copy it from the source."],
    }
    assert alerts_of(answer)[0].startswith("The text is saved, but not handed in yet: Title: There is no translation")
    assert parsed(answer).xpath("//*[@role='alert']//a/@href") == ["#id_title", "#id_requirement.1"]
    assert (stored(draft).state, draft.blocks["requirement.1"]) == (TranslationState.DRAFTING, "Minst {share} %.")


def test_after_a_refusal_the_same_page_is_sent_again(client, draft):
    refused = client.post(editor(draft), typed(draft, do="hand-in", title="Batteri"))
    again = {"seen": refused.context["form"]["seen"].value(), **translated(draft.version, "sv"), "do": "hand-in"}

    assert client.post(editor(draft), again)["Location"] == page_of(draft)


def test_old_words_of_a_changed_source_need_the_tick(client, following):
    words = {**translated(following.version, "sv"), "purpose": f"{OLD} [sv]"}
    refused = client.post(editor(following), typed(following, do="hand-in", **words))
    assert errors_of(refused) == {
        "purpose": ["The source has changed and the translation has not: change it too, or tick that it still holds."]
    }

    client.post(editor(following), typed(stored(following), do="hand-in", kept=("purpose",)))

    assert stored(following).state == TranslationState.WAITING


def test_tick_is_remembered(client, following):
    client.post(editor(following), typed(following, kept=("purpose",)))

    assert client.get(editor(following)).context["form"]["kept-purpose"].value() is True


def test_same_words_as_are_sealed_are_not_handed_in(client):
    signed_in(client)
    draft = begin(TranslationFactory().version, "sv", actor=secretary())

    answer = client.post(editor(draft), typed(draft, do="hand-in"))

    assert errors_of(answer)["__all__"] == [
        f"{draft} would be word for word the version it follows. There is nothing to seal."
    ]


def test_revision_that_landed_is_told_with_the_way_on(client, draft):
    landed = seal_translation(draft.version, "sv", {"title": "Ack"})

    page = client.get(editor(draft))
    answer = client.post(editor(draft), typed(draft, do="hand-in", **translated(draft.version, "sv")))

    assert errors_of(answer)["__all__"] == [
        f"{landed} was sealed since {draft} was begun. Take its texts over, then hand yours in again."
    ]
    assert page_of(draft, "rebase") in parsed(page).xpath("//form/@action")


# ---- two at once


def test_conflict_shows_both_texts_and_keeps_what_was_typed(client, draft):
    save(draft.pk, blocks={"title": "Hennes batteri"}, seen=1, actor=secretary())

    answer = client.post(editor(draft), typed(draft, title="Hans batteri"))

    assert answer.status_code == 409
    assert alerts_of(answer)[0].startswith(f"{draft} was saved meanwhile, in another window or by a colleague.")
    words = texts_of(parsed(answer), "//section//*[@lang='sv']")
    assert words[:2] == ["Hennes batteri", "Hans batteri"]
    assert texts_of(parsed(answer), "//section//del | //section//ins") == ["removed: Hennes", "added: Hans"]
    assert stored(draft).blocks == {"title": "Hennes batteri"}


@pytest.mark.parametrize(("do", "expected"), [("save", "Hans"), ("back", "Hennes")])
def test_after_a_conflict_one_goes_on_with_ones_own_text(client, draft, do, expected):
    save(draft.pk, blocks={"title": "Hennes"}, seen=1, actor=secretary())
    conflict = parsed(client.post(editor(draft), typed(draft, title="Hans")))
    fields = {each.get("name"): each.get("value") for each in conflict.xpath("//main//form//input[@type='hidden']")}

    answer = client.post(editor(draft), {**fields, "do": do})

    assert stored(draft).blocks["title"] == expected
    if do == "back":
        assert answer.context["form"]["title"].value() == "Hans"


def test_words_for_what_was_handed_in_meanwhile_are_not_lost(client, draft):
    TranslationDraft.objects.filter(pk=draft.pk).update(state=TranslationState.WAITING)

    answer = client.post(editor(draft), typed(draft, title="Batteri"))

    assert answer.status_code == 409
    assert "“waiting for confirmation”, so this step is not possible now" in alerts_of(answer)[0]
    assert texts_of(parsed(answer), "//section//*[@lang='sv']")[1] == "Batteri"
    assert parsed(answer).xpath("//main//form//button[@name='do']") == []


def test_text_of_another_is_shown_whoever_wrote_it(client):
    signed_in(client)
    draft = written(VersionFactory(), {"title": "Batteri"})

    assert client.get(editor(draft)).context["form"]["title"].value() == "Batteri"


def test_factory_and_services_make_the_same_text():
    draft = TranslationDraftFactory()

    assert draft.blocks == written(draft.version).blocks
