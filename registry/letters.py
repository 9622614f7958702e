"""The letters about criteria on their way: what each says, made when it is sent. Whoever has opted out gets none."""

from datetime import date
from typing import Any

from django.utils.translation import override

from portal.accounts.models import User
from portal.letters.kinds import address, register_letter
from portal.letters.models import Letter
from portal.members.enums import EDITING_ROLES, Frequency, Topic
from portal.members.letters import reader_of, way_out
from registry.enums import Announcement
from registry.grants import VOTE_LIFETIME
from registry.models import CriterionVersion, Elector, Release
from registry.sealed.texts import texts_in
from registry.services.ballots import BALLOT, token_for
from registry.services.telling import DIGEST, NEWS, RELEASED, still, told_releases, week_of
from registry.services.voting import first_day_of_vote
from registry.takeaway.notes import notes_in


def register() -> None:
    register_letter(BALLOT, ballot)
    register_letter(NEWS[Announcement.CONSULTATION_OPENED].letter, consultation_opened)
    register_letter(NEWS[Announcement.VOTING_OPENED].letter, vote_opened)
    register_letter(NEWS[Announcement.ADOPTED].letter, adopted)
    register_letter(RELEASED, released)
    register_letter(DIGEST, digest)


def ballot(letter: Letter) -> dict[str, Any] | None:
    """To a decision-maker without account; nothing once the vote is closed or the ballot was taken back."""
    rows = Elector.objects.open().select_related("organisation")
    elector = rows.filter(pk=letter.object_id).first()
    token = token_for(letter) if elector else None
    version = _version(candidate__electors=letter.object_id)
    if elector is None or token is None or version is None:
        return None
    return {
        **_facts(version, letter),
        "organisation": elector.organisation.display_name,
        "link": address("registry:ballot", token, language=letter.language),
        "text": _page(version, letter),
        "days": VOTE_LIFETIME.days,
    }


def consultation_opened(letter: Letter) -> dict[str, Any] | None:
    found = _news(letter, Announcement.CONSULTATION_OPENED)
    if found is None:
        return None
    version, reader = found
    return {
        **_facts(version, letter),
        "day": first_day_of_vote(version.candidate.draft, version.candidate),
        "link": _consultation(version, letter),
        "unsubscribe": way_out(letter, reader, Topic.CONSULTATIONS),
    }


def vote_opened(letter: Letter) -> dict[str, Any] | None:
    """Nothing any more once all whom the reader edits for have voted."""
    found = _news(letter, Announcement.VOTING_OPENED)
    if found is None:
        return None
    version, reader = found
    waiting = list(_own_electors(version, reader).filter(vote=None).select_related("organisation"))
    if not waiting:
        return None
    return {
        **_facts(version, letter),
        "votes": [
            {
                "organisation": elector.organisation.display_name,
                "link": address("registry:vote", elector.pk, language=letter.language),
            }
            for elector in waiting
        ],
        "text": _page(version, letter),
        "unsubscribe": way_out(letter, reader, Topic.VOTES),
    }


def adopted(letter: Letter) -> dict[str, Any] | None:
    found = _news(letter, Announcement.ADOPTED)
    if found is None:
        return None
    version, reader = found
    return {**_published(version, letter), "unsubscribe": way_out(letter, reader, Topic.PUBLISHED)}


def released(letter: Letter) -> dict[str, Any] | None:
    reader = reader_of(letter, Topic.PUBLISHED, Frequency.AT_ONCE)
    release = told_releases().filter(pk=letter.object_id).first()
    if reader is None or release is None:
        return None
    return {**_release(release, letter), "unsubscribe": way_out(letter, reader, Topic.PUBLISHED)}


def digest(letter: Letter) -> dict[str, Any] | None:
    """All since the reader's last one; nothing where all of it is over or unwanted meanwhile."""
    reader = User.objects.filter(pk=letter.object_id, email=letter.recipient, is_active=True).first()
    if reader is None or not reader.memberships.exists():
        return None
    week = week_of(reader, monday=date.fromisoformat(letter.occasion))
    if not week.count:
        return None
    published = [*week.published, *week.releases]
    told = {Topic.CONSULTATIONS: week.consultations, Topic.VOTES: week.votes, Topic.PUBLISHED: published}
    return {
        "count": week.count,
        "consultations": [
            {**_facts(version, letter), "link": _consultation(version, letter)} for version in week.consultations
        ],
        "votes": [{**_facts(version, letter), "link": _page(version, letter)} for version in week.votes],
        "published": [_published(version, letter) for version in week.published],
        "releases": [_release(release, letter) for release in week.releases],
        "link": address("registry:votes", language=letter.language),
        "unsubscribe": way_out(letter, reader, *(topic for topic, rows in told.items() if rows)),
    }


def _news(letter: Letter, name: Announcement) -> tuple[CriterionVersion, User] | None:
    """The candidate that a letter tells of, while that is news, and its reader, while they want it at once."""
    news = NEWS[name]
    reader = reader_of(letter, news.topic, Frequency.AT_ONCE)
    if reader is None or not still(news.status).filter(version=letter.object_id).exists():
        return None
    version = _version(pk=letter.object_id)
    return (version, reader) if version else None


def _version(**wanted: Any) -> CriterionVersion | None:
    rows = CriterionVersion.objects.filter(**wanted).for_cards()
    return rows.select_related(
        "base_version", "candidate__draft__register", "candidate__draft__final__criterion"
    ).first()


def _own_electors(version: CriterionVersion, reader: User) -> Any:
    mine = reader.memberships.filter(role__in=EDITING_ROLES).values("organisation")
    return Elector.objects.filter(candidate__version=version, organisation__in=mine)


def _facts(version: CriterionVersion, letter: Letter) -> dict[str, Any]:
    return {
        "citation": str(version),
        "title": texts_in(version, letter.language).title,
        "summary": _summary(version, letter.language),
    }


def _summary(version: CriterionVersion, language: str) -> str:
    """What its editors wrote of the change: in the reader's language, else in the first that is there."""
    texts = version.parsed_change.get("summary") or {}
    return str(texts.get(language) or next(iter(texts.values()), ""))


def _published(version: CriterionVersion, letter: Letter) -> dict[str, Any]:
    """The final that a candidate became, with what changed."""
    final = version.candidate.draft.final
    assert final is not None  # noqa: S101  (a candidate that was adopted became one)
    base, slug = version.base_version, final.criterion.slug
    compare = [slug, str(base.number), str(final.number)] if base else []
    return {
        **_facts(version, letter),
        "citation": str(final),
        "link": address("registry:version", slug, str(final.number), language=letter.language),
        "compare": address("registry:compare", *compare, language=letter.language) if compare else "",
    }


def _release(release: Release, letter: Letter) -> dict[str, Any]:
    """A release of a set, with the first lines of its notes in the reader's language, else in one of the register."""
    shown = notes_in(release, letter.language)
    slug, number = release.criteria_set.slug, str(release.number)
    with override(letter.language):
        title = release.criteria_set.title
    return {
        "citation": str(release),
        "title": title,
        "summary": shown.lead if shown else "",
        "link": address("registry:release", slug, number, language=letter.language),
    }


def _page(version: CriterionVersion, letter: Letter) -> str:
    return address("registry:version", version.criterion.slug, str(version.number), language=letter.language)


def _consultation(version: CriterionVersion, letter: Letter) -> str:
    return address("registry:consultation", version.criterion.slug, str(version.number), language=letter.language)
