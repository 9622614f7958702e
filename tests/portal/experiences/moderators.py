"""Coordinators who have signed in to the admin, records that wait for them, and the addresses of their pages."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.experiences.models import Edition, TenderExperience
from portal.experiences.services.moving import correct, submit
from tests.factories.accounts import MembershipFactory, coordinator, sign_in_with_second_factor
from tests.factories.experiences import SubmittedFactory, published


def moderator(client: Client, **fields: object) -> User:
    """A coordinator whose browser this is from now on."""
    user = coordinator(**fields)
    sign_in_with_second_factor(client, user)
    return user


def author_of(row: Edition | TenderExperience, **fields: object) -> User:
    experience = row if isinstance(row, TenderExperience) else row.experience
    return MembershipFactory.create(organisation=experience.organisation, **fields).user


def sent(days: int = 0, **facts: object) -> Edition:
    """An edition that was sent some days ago, by somebody of its organisation."""
    then = timezone.now() - timedelta(days=days, minutes=1)
    edition = SubmittedFactory.create(**{"submitted_at": then, **facts})
    edition.submitted_by = author_of(edition)
    edition.save()
    return edition


def correction(edition: Edition | None = None, *, is_sent: bool = True, **changes: object) -> Edition:
    """A correction of what is published, with changes of its fields."""
    experience = published(edition)
    author = author_of(experience)
    draft = correct(experience.pk, actor=author)
    Edition.objects.filter(pk=draft.pk).update(**changes)
    return submit(experience.pk, actor=author) if is_sent else draft


def inbox(query: str = "") -> str:
    return reverse("experiences-admin:inbox") + query


def page_of(row: Edition | TenderExperience, query: str = "") -> str:
    return _address("record", row) + query


def publish_of(row: Edition | TenderExperience) -> str:
    return _address("publish", row)


def send_back_of(row: Edition | TenderExperience) -> str:
    return _address("send-back", row)


def retract_of(row: Edition | TenderExperience) -> str:
    return _address("retract", row)


def _address(name: str, row: Edition | TenderExperience) -> str:
    return reverse(
        f"experiences-admin:{name}", args=[row.pk if isinstance(row, TenderExperience) else row.experience_id]
    )
