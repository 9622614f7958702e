"""What every backend finds by words and codes, and in which order."""

import pytest

from tests.factories.search import asked, entry, found, in_languages, keys


def test_nothing_is_found_where_nothing_is_indexed(backend):
    results = backend.search(asked("battery"))

    assert (results.total, results.hits, results.kinds, results.facets) == (0, (), {}, {})


def test_entry_is_found_by_its_title(backend):
    backend.index([entry("criterion:1", "A battery that lasts"), entry("criterion:2", "Spare parts")])

    assert found(backend, "battery") == ["criterion:1"]


def test_entry_is_found_by_its_text(backend):
    backend.index([entry("criterion:1", "Power", "The battery lasts."), entry("criterion:2", "Spare parts")])

    assert found(backend, "battery") == ["criterion:1"]


def test_case_and_accents_make_no_difference(backend):
    backend.index([entry("criterion:1", "Återtagning av Bærekraft", language="sv")])

    assert found(backend, "ÅTERTAGNING", "sv") == ["criterion:1"]
    assert found(backend, "atertagning baerekraft", "sv") == ["criterion:1"]


@pytest.mark.parametrize(
    ("language", "written", "asked_for"),
    [
        ("en", "Batteries of refurbished phones", "battery"),
        ("en", "A battery", "batteries"),
        ("sv", "Batteriet ska hålla", "batterier"),
        ("sv", "Telefonernas laddare", "telefon laddaren"),
        ("nb", "Reservedelene til telefonen", "reservedel telefoner"),
        ("fi", "Akun kunto", "akku"),
        ("fi", "Vanhan puhelimen akkuja", "puhelin akut"),
        ("da", "Opladeren er ikke med", "opladere"),
        ("en", "What was bought", "buying"),
        ("sv", "Årens böcker", "år bok"),
        ("nb", "Kommunene og byene", "kommune by"),
        ("da", "Kommunernes byer", "kommune by"),
        ("fi", "Kuntien hintoja vuodessa", "kunta hinta vuosi"),
        ("fi", "Tehtaiden päästöt", "tehdas päästö"),
        ("fi", "Laitteisiin takuuta", "laite takuu"),
    ],
)
def test_forms_of_a_word_meet(backend, language, written, asked_for):
    backend.index([entry("criterion:1", written, language=language), entry("criterion:2", "Other", language=language)])

    assert found(backend, asked_for, language) == ["criterion:1"]


@pytest.mark.parametrize(
    ("language", "written", "asked_for", "look_alike"),
    [
        ("sv", "Ramavtalet", "avtal", "Kunskap"),
        ("sv", "Mobiltelefonernas pris", "telefon", "Mobil"),
        ("sv", "Snabbladdaren", "laddare", "Utklädd"),
        ("nb", "Hurtigladeren", "lader", "Sjokolade"),
        ("nb", "Reservebatteriet", "batteri", "Reserve"),
        ("da", "Mobiltelefonerne", "telefonen", "Mobil"),
        ("da", "Hurtigladeren", "lader", "Forlader"),
        ("fi", "Matkapuhelimen", "puhelin", "Matka"),
        ("fi", "Litiumakkujen", "akku", "Kesäkuussa"),
        ("fi", "Ostohinnan", "hinta", "Vanha"),
    ],
)
def test_compound_is_found_by_its_last_part_and_marked_whole(backend, language, written, asked_for, look_alike):
    texts = {"criterion:1": written, "criterion:2": look_alike}
    backend.index([entry(key, "Nothing", text, language=language) for key, text in texts.items()])

    (hit,) = backend.search(asked(asked_for, language)).hits

    word, _space, rest = written.partition(" ")
    assert (hit.key, hit.excerpt) == ("criterion:1", f"<mark>{word}</mark>" + (f" {rest}" if rest else ""))


@pytest.mark.parametrize(
    ("language", "word", "compound"),
    [
        ("sv", "Avtal", "Ramavtal"),
        ("nb", "Lader", "Hurtiglader"),
        ("da", "Telefon", "Mobiltelefon"),
        ("fi", "Akku", "Lisäakku"),
    ],
)
def test_whole_word_comes_before_a_compound_that_ends_with_it(backend, language, word, compound):
    titles = {"criterion:1": compound, "criterion:2": word}
    backend.index([entry(key, title, language=language) for key, title in titles.items()])

    assert found(backend, word, language) == ["criterion:2", "criterion:1"]


def test_question_for_a_compound_does_not_find_its_last_part(backend):
    backend.index([entry("criterion:1", "Avtal", language="sv"), entry("criterion:2", "Ramavtal", language="sv")])

    assert found(backend, "ramavtal", "sv") == ["criterion:2"]


def test_text_of_the_language_with_most_is_shown_though_it_has_a_compound(backend):
    titles = {"en": "Nothing", "sv": "Pris", "nb": "Reservebatteriet til telefonen"}
    backend.index([in_languages("criterion:1", titles)])

    (hit,) = backend.search(asked("batteri telefon", "en")).hits

    assert (hit.language, hit.title) == ("nb", "<mark>Reservebatteriet</mark> til <mark>telefonen</mark>")


def test_longer_word_is_found_by_its_beginning(backend):
    backend.index([entry("criterion:1", "Batterihälsa", language="sv"), entry("criterion:2", "Hälsa", language="sv")])

    assert found(backend, "batteri", "sv") == ["criterion:1"]


def test_short_beginning_finds_no_longer_words(backend):
    backend.index([entry("criterion:1", "A parameter"), entry("criterion:2", "A par of two")])

    assert found(backend, "par") == ["criterion:2"]


def test_whole_word_comes_before_the_beginning_of_a_longer_one(backend):
    backend.index([entry("criterion:1", "Batterihälsa", language="sv"), entry("criterion:2", "Batteri", language="sv")])

    assert found(backend, "batteri", "sv") == ["criterion:2", "criterion:1"]


def test_title_weighs_more_than_text(backend):
    backend.index(
        [
            entry("criterion:1", "Power", "The battery shall last as long as a battery can last, says the battery."),
            entry("criterion:2", "A battery", "It shall last."),
        ]
    )

    assert found(backend, "battery") == ["criterion:2", "criterion:1"]


def test_criterion_comes_before_a_page_that_fits_as_well(backend):
    text = "A battery lasts long."
    backend.index([entry("page:1", "Power", text, kind="page"), entry("criterion:1", "Power", f"{text} And more.")])

    assert found(backend, "battery") == ["criterion:1", "page:1"]


def test_page_that_is_about_it_comes_before_a_criterion_that_mentions_it(backend):
    backend.index([entry("page:1", "Partners", kind="page"), entry("criterion:1", "Power", "Ask your partners.")])

    assert found(backend, "partners") == ["page:1", "criterion:1"]


def test_every_word_must_be_there(backend):
    backend.index([entry("criterion:1", "A new battery", "At a known price."), entry("criterion:2", "A battery")])

    results = backend.search(asked("battery price"))

    assert (keys(results), results.all_words) == (["criterion:1"], True)


def test_words_of_two_languages_do_not_add_up(backend):
    backend.index([in_languages("criterion:1", {"en": "A battery", "sv": "Ett pris"})])

    assert backend.search(asked("battery pris")).all_words is False


def test_words_that_say_nothing_need_not_be_there(backend):
    backend.index([entry("criterion:1", "Battery price")])

    assert found(backend, "what is the price of the battery") == ["criterion:1"]


def test_words_that_say_nothing_count_where_there_are_no_others(backend):
    backend.index([entry("criterion:1", "To be"), entry("criterion:2", "Battery")])

    assert found(backend, "to be") == ["criterion:1"]


def test_some_of_the_words_are_enough_where_nothing_has_all(backend):
    backend.index([entry("criterion:1", "A battery"), entry("criterion:2", "Spare parts")])

    results = backend.search(asked("battery unobtainium"))

    assert (keys(results), results.total, results.all_words) == (["criterion:1"], 1, False)


def test_misspelt_word_is_answered_with_a_suggestion(backend):
    backend.index([entry("criterion:1", "Refurbished phones")])

    results = backend.search(asked("refubrished phones"))

    assert results.suggestion == "refurbished phones"


def test_found_word_needs_no_suggestion(backend):
    backend.index([entry("criterion:1", "Refurbished phones")])

    assert backend.search(asked("phone")).suggestion == ""


@pytest.mark.parametrize("text", ["???", "!", "— –", "“”", "*", '"', "' OR 1=1 --", "\\", "%", "_", "NOT", ":", "^"])
def test_text_without_words_finds_nothing_and_breaks_nothing(backend, text):
    backend.index([entry("criterion:1", "A battery")])

    assert found(backend, text) == []


def test_no_text_finds_everything(backend):
    backend.index([entry(f"criterion:{n}", "A battery", code=f"BAT-0{n}") for n in (2, 1, 3)])

    results = backend.search(asked("  "))

    assert (keys(results), results.total) == (["criterion:1", "criterion:2", "criterion:3"], 3)


@pytest.mark.parametrize(
    "text", ["BAT-01", "bat-01", "BAT-01@1.0.0", "BAT-01@2.0.0-rc.1/L2", "BAT–01", "bat01", "battery (BAT-01)"]
)
def test_code_finds_its_criterion_first(backend, text):
    backend.index(
        [
            entry("criterion:1", "A battery", "Long text. " * 50, code="BAT-01", version="1.0.0"),
            entry("criterion:2", "BAT-01 and battery", "See BAT-01, BAT-01 and BAT-01 again.", code="BAT-02"),
            entry("criterion:3", "A battery", code="BAT-03"),
        ]
    )

    assert found(backend, text) == ["criterion:1", "criterion:2"]


def test_cpv_code_finds_what_has_it(backend):
    backend.index(
        [
            entry("criterion:1", "Phones", codes=("32250000-0",)),
            entry("criterion:2", "Chargers", codes=("31158000-8",)),
        ]
    )

    assert found(backend, "32250000-0") == ["criterion:1"]
    assert found(backend, "32250000") == ["criterion:1"]


@pytest.mark.parametrize("text", ["1000", "1,000", "1 000", "1.000", "1\u00a0000"])
def test_number_is_found_however_it_is_grouped(backend, text):
    backend.index(
        [entry("criterion:1", "Battery", "After 1,000 cycles."), entry("criterion:2", "Battery", "After 100.")]
    )

    assert found(backend, text) == ["criterion:1"]


def test_title_and_excerpt_mark_what_was_found(backend):
    backend.index([entry("criterion:1", "Batteries & <b>more</b>", "The <i>battery</i> shall last.")])

    hit = backend.search(asked("battery")).hits[0]

    assert hit.title == "<mark>Batteries</mark> &amp; &lt;b&gt;more&lt;/b&gt;"
    assert hit.excerpt == "The &lt;i&gt;<mark>battery</mark>&lt;/i&gt; shall last."
