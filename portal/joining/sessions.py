"""Which requests a visitor may touch: those whose mailed links were followed in this session."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from portal.joining.grants import APPLY, HELP, Applicant
from portal.joining.models import JoinRequest
from portal.joining.services.applying import GRANT_LIFETIME
from portal.letters.models import MailedLink

KEY = "joining_links"  # primary keys of used links, the newest last
MOST = 20


def remember(request: HttpRequest, link: MailedLink) -> None:
    """Let this session touch what a link opens that has just been used. The session gets a new key."""
    if not request.user.is_authenticated:  # such a session got its key at sign-in, and the list of sessions knows it
        request.session.cycle_key()
    kept = [pk for pk in request.session.get(KEY, []) if pk != link.pk]
    request.session[KEY] = [*kept, link.pk][-MOST:]


def actor_of(request: HttpRequest, reference: str, task: str = "") -> Applicant | None:
    """Who the visitor is to a request; None for a stranger and for a reference that does not exist.

    Of several links the one to the whole request counts, else the one to ``task``, else the newest.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    kept = request.session.get(KEY, [])
    join_request = JoinRequest.objects.filter(reference=reference.strip().upper()).first() if kept else None
    if join_request is None:
        return None
    links = MailedLink.objects.filter(
        pk__in=kept,
        object_id=join_request.pk,
        purpose__startswith="joining.",
        revoked_at=None,
        used_at__gt=timezone.now() - GRANT_LIFETIME,
    ).order_by("-used_at")
    actors = [actor for link in links if (actor := _actor(link, join_request))]
    return min(actors, key=lambda actor: (actor.task != "", actor.task != task), default=None)


def _actor(link: MailedLink, join_request: JoinRequest) -> Applicant | None:
    """What a link makes of its follower. One to the applicant's address counts only while it is that."""
    if link.purpose == APPLY:
        return Applicant(join_request.pk, link.email) if link.email == join_request.email else None
    prefix = f"{HELP}."
    if link.purpose.startswith(prefix):
        return Applicant(join_request.pk, link.email, task=link.purpose.removeprefix(prefix))
    return None
