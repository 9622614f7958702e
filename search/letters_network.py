"""The letters about what members ask: each is made when it is sent, of what stands at that moment."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from portal.accounts.models import User
from portal.core.access import can
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.members.enums import Frequency, Topic
from portal.members.letters import reader_of, way_out
from search.models import NetworkQuestion
from search.telling import QUESTION, WEEK, week_of


def register() -> None:
    register_letter(QUESTION, question)
    register_letter(WEEK, week)


def question(letter: Letter) -> dict[str, Any] | None:
    """Nothing of a question that was withdrawn, or to whoever has left."""
    reader = _reader(letter, Frequency.AT_ONCE)
    standing = NetworkQuestion.objects.standing(at=timezone.now()).for_list()
    found = standing.filter(pk=letter.object_id).first()
    if reader is None or found is None:
        return None
    return {**_told(found, letter), **_ways(letter, reader), "reply_to": found.asker.email}


def week(letter: Letter) -> dict[str, Any] | None:
    reader = _reader(letter, Frequency.WEEKLY)
    asked = week_of(reader, monday=date.fromisoformat(letter.occasion)) if reader else []
    if reader is None or not asked:
        return None
    return {"count": len(asked), "questions": [_told(each, letter) for each in asked], **_ways(letter, reader)}


def _reader(letter: Letter, frequency: Frequency) -> User | None:
    reader = reader_of(letter, Topic.QUESTIONS, frequency)
    return reader if can(reader, "search.read_questions") else None


def _told(asked: NetworkQuestion, letter: Letter) -> dict[str, Any]:
    search = address("search:search", language=letter.language)
    return {
        "asker": str(asked.asker),
        "email": asked.asker.email,
        "organisation": asked.organisation.display_name,
        "text": asked.text,
        "words": asked.words,
        "search": f"{search}?{urlencode({'q': asked.words})}",
    }


def _ways(letter: Letter, reader: User) -> dict[str, str]:
    return {
        "link": address("search:questions", language=letter.language),
        "unsubscribe": way_out(letter, reader, Topic.QUESTIONS),
    }
