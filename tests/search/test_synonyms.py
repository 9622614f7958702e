"""Words that mean the same find each other, in every language and backend."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from search.models import SynonymGroup
from search.models.asking import LONGEST_SYNONYM, MOST_WORDS
from search.starter_synonyms import FILE, add_starter_groups, read_groups
from search.synonyms import KEPT, MEMO, Lexicon, Memo
from search.terms import MOST_ALTERNATIVES, MOST_TERMS, Term, question
from tests.factories.search import asked, entry, found, keys

PHONES = ("mobil", "puhelin", "kännykkä", "smartphone", "mobile phone", "mobiltelefon")
LEXICON = Lexicon((PHONES, ("battery", "akku", "batteri")))


@pytest.fixture
def phones():
    MEMO.keep(LEXICON)


def others(term):
    """The synonyms of a term, as tokens."""
    return {tuple(word.token for word in phrase) for phrase in term.others}


def alternatives(asked_for):
    return sum(len(phrase) for terms in asked_for.by_language.values() for t in terms for phrase in t.others)


@pytest.mark.usefixtures("phones")
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("kännykkä", "fi"),
        ("kännykän", "fi"),
        ("KANNYKKA", "fi"),
        ("kännykkä", "en"),
        ("puhelimet", "fi"),
        ("mobil", "sv"),
        ("mobile phones", "en"),
    ],
)
def test_word_finds_what_means_the_same_in_another_language(backend, text, language):
    backend.index([entry("criterion:1", "Smartphones that last"), entry("criterion:2", "Screens")])

    results = backend.search(asked(text, language))

    assert (keys(results), results.all_words) == (["criterion:1"], True)
    assert results.hits[0].title == "<mark>Smartphones</mark> that last"


@pytest.mark.usefixtures("phones")
def test_phrase_is_found_by_all_of_its_words(backend):
    backend.index([entry("criterion:1", "A phone that is mobile"), entry("criterion:2", "A phone on a desk")])

    assert found(backend, "smartphone") == ["criterion:1"]


@pytest.mark.usefixtures("phones")
def test_word_of_a_phrase_alone_has_no_synonyms(backend):
    backend.index([entry("criterion:1", "A smartphone"), entry("criterion:2", "A phone on a desk")])

    assert found(backend, "phone") == ["criterion:2"]


@pytest.mark.usefixtures("phones")
def test_synonyms_of_two_words_are_joined(backend):
    backend.index([entry("criterion:1", "Battery of a smartphone"), entry("criterion:2", "Battery of a shaver")])

    assert found(backend, "kännykkä akku", "fi") == ["criterion:1"]


@pytest.mark.usefixtures("phones")
def test_what_was_typed_comes_before_its_synonyms(backend):
    backend.index(
        [
            entry("criterion:1", "Smartphone smartphone", "A smartphone is a smartphone. " * 5),
            entry("criterion:2", "Chargers", "Made for everybody, and also for whoever has a mobile phone at work."),
            entry("criterion:3", "Smartphone", "Smartphone."),
        ]
    )

    assert found(backend, "mobile phone")[0] == "criterion:2"
    assert sorted(found(backend, "mobile phone")) == ["criterion:1", "criterion:2", "criterion:3"]


@pytest.mark.usefixtures("phones")
def test_what_is_in_the_readers_language_comes_before_other_languages(backend):
    backend.index([entry("criterion:1", "Kännykkä kestää", language="fi"), entry("criterion:2", "Smartphones")])

    assert found(backend, "smartphone", "fi") == ["criterion:1", "criterion:2"]


def test_without_groups_a_word_finds_itself_alone(backend):
    backend.index([entry("criterion:1", "Smartphones that last")])

    assert found(backend, "kännykkä", "fi") == []


def test_terms_have_the_other_words_of_their_group_in_every_language():
    asked_for = question("kännykkä", "fi", Lexicon((("kännykkä", "smartphones", "mobile phone"),)))

    assert others(asked_for.terms("en")[0]) == {("ensmartphon",), ("enmobil", "enphon")}
    assert others(asked_for.terms("fi")[0]) == {("fismartphones",), ("fimobil", "fiphon")}


def test_longer_phrase_is_taken_before_a_word_in_it():
    lexicon = Lexicon((("phone", "telefon"), ("mobile phone", "kännykkä")))

    [mobile, phone] = question("mobile phone", "en", lexicon).reader

    assert others(mobile) == others(phone) == {("enkanyka",)}


def test_group_in_which_the_text_holds_all_adds_nothing():
    [term] = question("battery", "en", Lexicon((("battery", "batteries"),))).reader

    assert term == Term("enbateri")


@given(
    st.lists(st.lists(st.sampled_from("abcdefghijklmnop"), min_size=2, max_size=16, unique=True), max_size=8),
    st.text("abcdefghijklmnop ", max_size=60),
)
def test_alternatives_of_a_question_are_bounded(groups, text):
    asked_for = question(text, "en", Lexicon(tuple(map(tuple, groups))))

    assert alternatives(asked_for) <= MOST_ALTERNATIVES
    assert asked_for.typed == question(text, "en")
    assert len(asked_for.reader) <= MOST_TERMS


def test_every_group_gets_its_share():
    groups = tuple(tuple(f"{first}{chr(97 + n)}q" for n in range(20)) for first in "abc")

    terms = question("aaq baq caq", "en", Lexicon(groups)).reader

    assert [len(term.others) for term in terms] == [4, 4, 4]


@pytest.mark.django_db
def test_groups_are_read_once_a_minute(django_assert_num_queries, monkeypatch):
    memo = Memo()
    SynonymGroup.objects.create(words="akku\nbattery")

    with django_assert_num_queries(1):
        assert memo.read().groups == memo.read().groups == (("akku", "battery"),)

    SynonymGroup.objects.create(words="puhelin\nphone")
    memo.until -= KEPT
    assert memo.read().groups == (("akku", "battery"), ("puhelin", "phone"))


@pytest.mark.django_db
def test_forgetting_reads_anew():
    memo = Memo()
    assert memo.read().groups == ()
    SynonymGroup.objects.create(words="akku\nbattery")

    memo.forget()

    assert memo.read().groups == (("akku", "battery"),)


def refused(words):
    with pytest.raises(ValidationError) as error:
        SynonymGroup(words=words).full_clean()
    return error.value.messages


@pytest.mark.django_db
def test_word_of_another_group_is_refused_by_the_name_of_that_group():
    SynonymGroup.objects.create(words="akku\nbattery\nbatteri\naccu")

    assert refused("laturi\nBATTERY") == ["“BATTERY” is in another group already: akku, battery, batteri, …."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("akku", ["A group needs two different words at least."]),
        ("akku\n AKKU ", ["A group needs two different words at least."]),
        ("akku\nbattery\n???", ["“???” holds no letter or digit."]),
        (f"akku\n{'a' * 61}", [f"“{'a' * LONGEST_SYNONYM}…” is longer than {LONGEST_SYNONYM} characters."]),
        ("\n".join(f"w{n}" for n in range(31)), [f"A group has at most {MOST_WORDS} lines."]),
    ],
)
def test_group_says_what_is_wrong_with_it(words, faults):
    assert refused(words) == faults


@pytest.mark.django_db
def test_group_keeps_each_word_once_as_it_was_written_first():
    group = SynonymGroup(words=" Mobile  phone\n\nmobile phone\nKännykkä\r\nkannykka")

    group.full_clean()

    assert group.words == "Mobile phone\nKännykkä"


def test_starter_groups_share_no_word():
    words = [word for group in read_groups(FILE.read_text()) for word in group]

    assert len(words) == len(set(words))
    assert len(read_groups(FILE.read_text())) >= 25


@pytest.mark.django_db
def test_starter_groups_are_made_once_and_are_as_a_coordinator_could_make_them(capsys):
    call_command("search_starter_synonyms")
    for group in SynonymGroup.objects.all():
        group.full_clean()

    assert add_starter_groups() == 0
    assert capsys.readouterr().out == f"synonyms: {SynonymGroup.objects.count()} groups made\n"


@pytest.mark.django_db
def test_starter_group_stays_out_if_a_word_of_it_is_in_a_group():
    SynonymGroup.objects.create(words="accumulator\npower pack")

    add_starter_groups()

    assert SynonymGroup.objects.filter(words__contains="batteri").count() == 0
