"""What a query asks for, with the words that mean the same; every backend asks it so."""

from dataclasses import replace

from search.queries import SearchQuery
from search.synonyms import MEMO
from search.terms import Question, question, synonyms_in


def question_of(query: SearchQuery) -> Question:
    """All words of the text of a query, or any of the title that it wants more like."""
    if query.like_title and not query.text:
        return replace(question(query.like_title, query.language), is_all=False)
    if query.goes_on:
        return question(query.text, query.language).begun
    return question(query.text, query.language, MEMO.read() if query.text else None)


def synonyms_of(query: SearchQuery) -> list[str]:
    """The words, as coordinators wrote them, that were looked for beside those of the text."""
    return synonyms_in(query.text, MEMO.read()) if query.text else []
