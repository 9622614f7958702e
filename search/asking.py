"""What a query asks for, with the words that mean the same; every backend asks it so."""

from dataclasses import replace

from search.queries import SearchQuery
from search.synonyms import MEMO
from search.terms import Question, question


def question_of(query: SearchQuery) -> Question:
    """The question of a query: all words of its text, or any of the title that it wants more like."""
    if query.like_title and not query.text:
        return replace(question(query.like_title, query.language), is_all=False)
    return question(query.text, query.language, MEMO.read() if query.text else None)
