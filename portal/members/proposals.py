"""What another app knows of an organisation that it may want to say itself; nothing of it is published by that."""

from collections.abc import Callable
from datetime import date

from portal.members.models import Organisation

Question = Callable[[Organisation], date | None]
_questions: dict[str, Question] = {}


def register_contract_end(name: str, question: Question) -> None:
    """Let ``question`` say on which day an organisation's contract ends, as far as it told another app."""
    _questions[name] = question


def proposed_end(organisation: Organisation, *, on: date) -> date | None:
    """The month to propose, as its first day; None where nobody knows one, or where it is over."""
    days = (question(organisation) for question in _questions.values())
    months = (day.replace(day=1) for day in days if day)
    return next((month for month in months if month >= on.replace(day=1)), None)
