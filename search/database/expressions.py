"""What a question is in the language of each database's full-text search."""

from collections.abc import Sequence

from search.terms import Question, Term


def fts5(question: Question, sets: Sequence[Sequence[Term]]) -> str:
    """An expression of SQLite's FTS5: each word in quotation marks, exact ones counting twice against beginnings."""
    joint = " AND " if question.is_all else " OR "
    return " OR ".join("(" + joint.join(_fts5_term(term) for term in terms) + ")" for terms in sets)


def _fts5_term(term: Term) -> str:
    whole = f'("{term.token}" OR "{term.token}"*)' if term.may_go_on else f'"{term.token}"'
    others = ["(" + " AND ".join(map(_fts5_term, phrase)) + ")" for phrase in term.others]
    return f"({' OR '.join([whole, *others])})" if others else whole


def tsquery(question: Question, sets: Sequence[Sequence[Term]], *, weight: str = "") -> str:
    """A tsquery of PostgreSQL, to be cast: each word in quotation marks; only words of a weight, if one is given."""
    joint = " & " if question.is_all else " | "
    return " | ".join("(" + joint.join(_tsquery_term(term, weight) for term in terms) + ")" for terms in sets)


def _tsquery_term(term: Term, weight: str) -> str:
    whole = f"'{term.token}'" + (f":{weight}" if weight else "")
    own = f"({whole} | '{term.token}':*{weight})" if term.may_go_on else whole
    others = ["(" + " & ".join(_tsquery_term(word, weight) for word in phrase) + ")" for phrase in term.others]
    return f"({' | '.join([own, *others])})" if others else own
