"""The corpus and the questions are the same each time, and as uneven as real ones."""

import hashlib
from collections import Counter
from itertools import islice

from registry.enums import Theme
from tests.bench_search.corpus import code, document, documents
from tests.bench_search.questions import questions
from tests.bench_search.vocabulary import FIRST_REAL, LANGUAGES, SIZE, vocabulary

# Of the first hundred documents and questions, as they were when the figures of docs/search-benchmark.md were taken.
DOCUMENTS = "12eaccb1d52c62752e35a7dbf5b462e3f824d1ad04081ad2f3dd73a0cf338e63"
QUESTIONS = "2341b97dd66e7574f9a0cef5f76bb5dd1a6ef671fc8ad240e334b50f22ab3bb1"


def test_documents_are_the_same_bytes_each_time():
    assert hashlib.sha256(repr(list(documents(100))).encode()).hexdigest() == DOCUMENTS


def test_questions_are_the_same_bytes_each_time():
    assert hashlib.sha256(repr(questions(100, 10_000)).encode()).hexdigest() == QUESTIONS


def test_smaller_corpus_is_the_beginning_of_a_larger_one():
    assert list(documents(3)) == list(islice(documents(1_000_000), 3))


def test_last_of_a_million_has_a_code_of_eight_characters():
    assert (code(0), code(1_234), code(999_999)) == ("B0000-00", "B0012-34", "B9999-99")


def test_every_language_has_its_words_once():
    assert {language: len(set(vocabulary(language).words)) for language in LANGUAGES} == dict.fromkeys(LANGUAGES, SIZE)


def test_word_of_the_field_is_frequent_but_not_the_most_frequent():
    assert vocabulary("en").words[FIRST_REAL] == vocabulary("en").real[0] == "battery"


def test_second_word_is_half_as_frequent_as_the_first_and_the_tenth_a_tenth():
    counted = Counter(
        word.strip(".").lower() for made in documents(2_000) for word in made.texts["en"]["requirement.1"].split()
    )
    first, second, tenth = (counted[vocabulary("en").words[place]] for place in (0, 1, 9))
    assert 0.4 < second / first < 0.6
    assert 0.07 < tenth / first < 0.13


def test_first_theme_has_many_times_what_the_last_has():
    counted = Counter(document(number).theme for number in range(2_000))
    assert set(counted) == set(Theme.values)
    assert counted[Theme.values[0]] > 8 * counted[Theme.values[-1]]


def test_questions_have_the_same_beginning_however_many_there_are():
    assert questions(5, 1_000) == questions(50, 1_000)[:5]
