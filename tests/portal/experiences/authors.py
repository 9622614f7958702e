"""People who write a record in the members' area, and what they meet there."""

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from portal.accounts.models import User
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.writing import save, seen_mark
from portal.experiences.tasks import Task
from tests.factories.accounts import MembershipFactory

AREA = "/en/me/tenders/"


def author_of(thing: Edition | TenderExperience) -> User:
    """Somebody who works for the organisation whose record it is, without a role of an editor."""
    experience = thing.experience if isinstance(thing, Edition) else thing
    return MembershipFactory.create(organisation=experience.organisation).user


def own(thing: Edition | TenderExperience, rest: str = "") -> str:
    """The address of a page of a record."""
    experience = thing.experience if isinstance(thing, Edition) else thing
    return f"{AREA}{experience.reference}/{rest}"


def task_of(edition: Edition, task: Task) -> str:
    return own(edition, f"task/{task}/")


def say(edition: Edition, task: Task, actor: User, **values: Any) -> Edition:
    """Save a part of a task, as somebody who has just read it."""
    now = Edition.objects.get(pk=edition.pk)
    return save(edition.experience_id, task, values, seen=seen_mark(now, task), actor=actor)


def typed_into(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """What the form of a page sends, once these fields were typed into; ``None`` leaves a field out."""
    form = client.get(path).context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if value is False or (value is None and name not in changes):
            continue  # a tick that is not set, and a field without a value
        shown = form.fields[name].prepare_value(value) if name in form.fields else value
        sent[name] = "on" if value is True else "" if shown is None else shown
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}


def words_in(response: Any) -> str:
    """The page in one line, as its source has it."""
    return " ".join(response.content.decode().split())


def sign_in(client: Client, page: Page, user: User) -> None:
    """Give a browser the session of somebody who has signed in."""
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])
