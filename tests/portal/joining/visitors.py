"""Visitors who followed a mailed link, and what their pages say."""

import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from portal.joining.forms.tasks import form_of
from portal.joining.grants import APPLY, HELP
from portal.joining.sessions import KEY
from portal.letters.models import MailedLink
from portal.letters.services import digest_of


def link_to(join_request, task="", *, token="a-token", used=True, **fields):
    """A mailed link, followed a minute ago if it is used."""
    given = {
        "purpose": f"{HELP}.{task}" if task else APPLY,
        "object_id": join_request.pk,
        "email": "colleague@example.org" if task else join_request.email,
        "digest": digest_of(f"{token}-{MailedLink.objects.count()}" if used else token),
        "expires_at": timezone.now() + timedelta(days=7),
        "used_at": timezone.now() - timedelta(minutes=1) if used else None,
    }
    return MailedLink.objects.create(**{**given, **fields})


def visiting(client, join_request, task="", **fields):
    """The client, having followed a link to a request or to one task of it."""
    session = client.session
    session[KEY] = [*session.get(KEY, []), link_to(join_request, task, **fields).pk]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def path_of(join_request, rest="", language="en"):
    return f"/{language}/join/{join_request.reference}/{rest}"


def heading(response):
    """The text of the one heading of the first level."""
    [found] = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found).split())


def text_of(response):
    """What a reader reads in the content, tags and runs of white space left out."""
    html = response.content.decode()
    content = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())


def typed(task, join_request, **changes):
    """What a browser sends of a task's form as it stands, with some fields changed."""
    form = form_of(task, join_request)
    data = {"seen": form.digest}
    for bound in form.visible_fields():
        value = bound.value()
        if value not in (None, "", False, []):
            data[bound.name] = "on" if value is True else value
    return {name: value for name, value in {**data, **changes}.items() if value is not None}
