"""Drafts at each place of their path; beyond drafting they got there by the services, as in life."""

from collections.abc import Iterable
from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.accounts.models import User
from portal.members.coordinators import follow_roles
from portal.members.enums import OrganisationKind, Role
from portal.members.models import Organisation
from registry.enums import VoteChoice
from registry.models import Candidate, Comment, CriterionVersion, Draft
from registry.services.candidates import open_consultation
from registry.services.publishing import publish
from registry.services.voting import cast, open_vote
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor
from tests.factories.members import OrganisationFactory
from tests.factories.registry import VersionFactory, battery_content

CONSULTED = date(2026, 9, 1)
VOTED = CONSULTED + timedelta(days=14)
PUBLISHED = VOTED + timedelta(days=7)
REASON = "Too strict for our market."


class DraftFactory(DjangoModelFactory[Draft]):
    """A draft of the next version of a criterion, as two people have written it; ``body`` is its content."""

    class Meta:
        model = Draft
        skip_postgeneration_save = True

    class Params:
        body = battery_content(theme="durability")  # a patch

    base_version = factory.SubFactory(VersionFactory)
    criterion = factory.LazyAttribute(lambda draft: draft.base_version.criterion)
    register = factory.LazyAttribute(lambda draft: draft.criterion.register)
    code = factory.LazyAttribute(lambda draft: draft.criterion.code)
    kind = factory.LazyAttribute(lambda draft: draft.criterion.kind)
    content = factory.LazyAttribute(lambda draft: draft.body.as_dict())
    summary = factory.LazyFunction(lambda: {"en": "Moved to another theme."})
    proposed_by = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def proposers(draft, create, given, **kwargs):  # noqa: N805  (factory_boy gives the row)
        draft.proposers.set(given if given is not None else [UserFactory(), UserFactory()])


class CommentFactory(DjangoModelFactory[Comment]):
    """A comment of the public that counts."""

    class Meta:
        model = Comment

    block = "requirement.1"
    text = "Say how the capacity is measured."
    language = "en"
    email = "somebody@example.org"
    verified_at = factory.LazyFunction(timezone.now)


def secretary(**fields: object) -> User:
    """A coordinator whose own organisation buys nothing, so that it has no vote."""
    user = UserFactory.create(**fields)
    office = OrganisationFactory(kind=OrganisationKind.SUPPORTER, legal_type="")
    MembershipFactory(user=user, organisation=office, role=Role.COORDINATOR)
    follow_roles(user)
    return user


def in_consultation(draft: Draft | None = None, *, on: date = CONSULTED) -> Candidate:
    """The candidate of a draft, open for comments."""
    draft = draft or DraftFactory.create()
    return open_consultation(draft.pk, on=on, actor=secretary())


def in_vote(draft: Draft | None = None, *, members: int = 3) -> Candidate:
    """The candidate of a draft, open for the votes of so many members, the proposing one among them."""
    candidate = in_consultation(draft)
    for _ in range(members - Organisation.objects.public_buyers().real().count()):
        OrganisationFactory()
    return open_vote(candidate.draft_id, on=VOTED, actor=secretary())


def votes(candidate: Candidate, choices: Iterable[str]) -> None:
    """The first members of the electorate vote, each through an editor."""
    for elector, choice in zip(candidate.electors.order_by("pk"), choices, strict=False):
        editor = city_editor(elector.organisation)
        cast(elector.pk, choice=VoteChoice(choice), reason=REASON, actor=editor)


def carried(draft: Draft | None = None, *, members: int = 3) -> Candidate:
    """A candidate that all members have approved."""
    candidate = in_vote(draft, members=members)
    votes(candidate, ["approve"] * members)
    return candidate


def published(candidate: Candidate, *, actor: User | None = None) -> CriterionVersion:
    """The final that a carried candidate becomes."""
    seen = candidate.version.content_hash
    return publish(candidate.draft_id, seen=seen, effective_on=PUBLISHED, on=PUBLISHED, actor=actor or secretary())
