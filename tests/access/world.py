"""One of every role, and one of every thing that somebody can do something to."""

from enum import Enum
from typing import Any

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User
from portal.experiences.enums import Audience
from portal.experiences.enums import State as RecordState
from portal.experiences.grants import Guest
from portal.experiences.models import CriterionFeedback, TenderExperience
from portal.experiences.services.moving import correct, retract
from portal.joining.enums import State, Task
from portal.joining.models import JoinRequest, Recusal
from portal.members.enums import OrganisationKind
from portal.members.models import Membership, Organisation
from registry.models import Adaptation, AdaptationDraft, AdaptationWithdrawal, Candidate, Draft, ReleaseDraft
from tests.factories.accounts import MembershipFactory, UserFactory, city_editor, coordinator
from tests.factories.adaptations import AdaptationDraftFactory, changes, published_adaptation, smartphones
from tests.factories.drafts import DraftFactory, in_vote
from tests.factories.experiences import EditionFactory, FeedbackFactory, SuggestionFactory, published
from tests.factories.joining import JoinRequestFactory, applicant_of
from tests.factories.members import OrganisationFactory
from tests.factories.network import NetworkQuestionFactory
from tests.factories.releases import release_draft
from tests.factories.translations import TranslationDraftFactory


class Role(Enum):
    VISITOR = "visitor"
    APPLICANT = "applicant"
    HELPER = "helper of one task"
    OTHER_APPLICANT = "other applicant"
    GUEST = "guest who has made the suggestion"
    OTHER_GUEST = "guest who has made another suggestion"
    MEMBER = "member"
    CITY_EDITOR = "city editor"
    EDITOR_ELSEWHERE = "editor of another city"
    SUPPORTER = "member of a supporter"
    COORDINATOR = "coordinator"
    RECUSED_COORDINATOR = "recused coordinator"
    ADMINISTRATOR = "administrator"
    DEACTIVATED_COORDINATOR = "deactivated coordinator"


class Thing(Enum):
    NOTHING = "nothing"
    DRAFT = "draft"
    SENT = "sent request"
    IN_REVIEW = "request in review"
    ASKED = "request with a question"
    APPROVED = "approved request"
    WITHDRAWN_DRAFT = "request that was withdrawn before it was sent"
    OWN_ORGANISATION = "own organisation"
    OTHER_ORGANISATION = "other organisation"
    OWN_MEMBERSHIP = "own membership"
    OWN_ACCOUNT = "own account"
    RECORD_DRAFT = "draft of a tender experience"
    RECORD_SENT = "tender experience with the coordinators"
    RECORD_RETURNED = "tender experience that was sent back"
    RECORD_FOR_MEMBERS = "tender experience for members"
    RECORD_FOR_EVERYONE = "tender experience for everyone"
    RECORD_RETRACTED = "retracted tender experience"
    RECORD_CORRECTED = "tender experience for everyone with a correction in work"
    CASE = "case from public sources"
    FEEDBACK = "feedback on a criterion"
    SUGGESTION = "suggestion of a guest"
    QUESTION = "question of the city editor to the network"
    UNPROVED_SUGGESTION = "suggestion of a guest who has not proved the address"
    PROPOSAL = "draft of a criterion"
    PROPOSAL_IN_VOTE = "draft whose candidate is in the vote"
    RELEASE = "draft of a release"
    VOTE = "vote of the own organisation"
    VOTE_WITHOUT_EDITOR = "vote of a member without an editor"
    TRANSLATION = "translation by the recused coordinator"
    ADAPTATION_DRAFT = "draft of an adaptation that somebody else of the city has saved"
    ADAPTATION_SAVED_BY_EDITOR = "draft of an adaptation that the editor has saved, one of several"
    ADAPTATION_DRAFT_WITHOUT_EDITOR = "draft of an adaptation of a city without an editor"
    ADAPTATION = "adaptation of the own organisation"
    ADAPTATION_WITHOUT_EDITOR = "adaptation of a city without an editor"
    WITHDRAWAL = "withdrawal of an adaptation that a colleague has asked for"
    WITHDRAWAL_BY_EDITOR = "withdrawal of an adaptation that the editor has asked for, one of several"
    WITHDRAWAL_WITHOUT_EDITOR = "withdrawal of an adaptation of a city without an editor"


REQUESTS: dict[Thing, dict[str, Any]] = {
    Thing.DRAFT: {"state": State.DRAFT},
    Thing.SENT: {"state": State.SUBMITTED},
    Thing.IN_REVIEW: {"state": State.IN_REVIEW},
    Thing.ASKED: {"state": State.MORE_INFORMATION_NEEDED},
    Thing.APPROVED: {"state": State.APPROVED},
    Thing.WITHDRAWN_DRAFT: {"state": State.WITHDRAWN, "submission": 0},
}
RECORDS = (
    *(Thing.RECORD_DRAFT, Thing.RECORD_SENT, Thing.RECORD_RETURNED, Thing.RECORD_FOR_MEMBERS),
    *(Thing.RECORD_FOR_EVERYONE, Thing.RECORD_RETRACTED, Thing.RECORD_CORRECTED),
)


class World:
    """The people around one organisation, and around one request at a time."""

    def __init__(self) -> None:
        self.own: Organisation = OrganisationFactory.create()
        self.other: Organisation = OrganisationFactory.create()
        self.requests: dict[Thing, JoinRequest] = {
            thing: JoinRequestFactory.create(answers=False, **fields) for thing, fields in REQUESTS.items()
        }
        self.stranger: JoinRequest = JoinRequestFactory.create(answers=False)
        self.users: dict[Role, User] = {
            Role.MEMBER: MembershipFactory.create(organisation=self.own).user,
            Role.CITY_EDITOR: city_editor(self.own),
            Role.EDITOR_ELSEWHERE: city_editor(self.other),
            Role.SUPPORTER: city_editor(OrganisationFactory.create(kind=OrganisationKind.SUPPORTER)),
            Role.COORDINATOR: coordinator(),
            Role.RECUSED_COORDINATOR: coordinator(),
            Role.ADMINISTRATOR: UserFactory.create(is_superuser=True, is_staff=True),
            Role.DEACTIVATED_COORDINATOR: coordinator(is_active=False),
        }
        recused = self.users[Role.RECUSED_COORDINATOR]
        Recusal.objects.bulk_create(Recusal(join_request=row, reviewer=recused) for row in self.requests.values())
        self.records: dict[Thing, TenderExperience] = {
            thing: record(thing, self.own, sender=recused) for thing in RECORDS
        }
        self.records[Thing.CASE] = published(
            EditionFactory.create(experience__organisation=None, experience__buyer="A ministry")
        )
        self.feedback: CriterionFeedback = FeedbackFactory.create(organisation=self.own)
        self.suggestions: dict[Thing, CriterionFeedback] = {
            Thing.SUGGESTION: SuggestionFactory.create(),
            Thing.UNPROVED_SUGGESTION: SuggestionFactory.create(verified_at=None),
        }
        self.question = NetworkQuestionFactory.create(asker=self.users[Role.CITY_EDITOR], organisation=self.own)
        self.proposal: Draft = DraftFactory.create(proposed_by=self.own)
        self.translation = TranslationDraftFactory.create(writers=[recused])
        self.release: ReleaseDraft = release_draft()
        self.adaptations: dict[Thing, AdaptationDraft | Adaptation] = adaptations(
            self.own, self.users[Role.CITY_EDITOR], by=coordinator()
        )
        self.candidate: Candidate = in_vote(DraftFactory.create(proposed_by=self.own), members=4)

    def actor(self, role: Role, thing: Thing) -> Any:
        """Who acts: applicants, helpers and guests are those of the thing that is acted on, if it is one."""
        suggestion = self.suggestions.get(thing, self.suggestions[Thing.SUGGESTION])
        request = self.requests.get(thing, self.requests[Thing.DRAFT])
        mailed = {
            Role.APPLICANT: applicant_of(request),
            Role.HELPER: applicant_of(request, Task.VOLUMES),
            Role.OTHER_APPLICANT: applicant_of(self.stranger),
            Role.GUEST: Guest(suggestion.pk, suggestion.email),
            Role.OTHER_GUEST: Guest(self.feedback.pk, suggestion.email),
            Role.VISITOR: AnonymousUser(),
        }
        return mailed[role] if role in mailed else self.users[role]

    def thing(self, thing: Thing) -> Any:
        others = {
            Thing.NOTHING: None,
            Thing.OWN_ORGANISATION: self.own,
            Thing.OTHER_ORGANISATION: self.other,
            Thing.OWN_ACCOUNT: self.users[Role.CITY_EDITOR],
            Thing.FEEDBACK: self.feedback,
            Thing.QUESTION: self.question,
            Thing.TRANSLATION: self.translation,
            Thing.PROPOSAL: self.proposal,
            Thing.RELEASE: self.release,
            Thing.PROPOSAL_IN_VOTE: self.candidate.draft,
            Thing.VOTE: self.candidate.electors.get(organisation=self.own),
            Thing.VOTE_WITHOUT_EDITOR: self.candidate.electors.exclude(organisation__in=(self.own, self.other)).last(),
            **self.suggestions,
            **self.requests,
            **self.records,
            **self.adaptations,
            **withdrawals(self.adaptations, editor=self.users[Role.CITY_EDITOR]),
        }
        if thing is Thing.OWN_MEMBERSHIP:
            return Membership.objects.get(user=self.users[Role.CITY_EDITOR])
        return others[thing]


def withdrawals(
    sealed: dict[Thing, AdaptationDraft | Adaptation], *, editor: User
) -> dict[Thing, AdaptationWithdrawal]:
    """Asked for, and not stored: the pages of the adaptations show nothing of them."""
    own, alone = (sealed[thing] for thing in (Thing.ADAPTATION, Thing.ADAPTATION_WITHOUT_EDITOR))
    assert isinstance(own, Adaptation)
    assert isinstance(alone, Adaptation)
    return {
        Thing.WITHDRAWAL: AdaptationWithdrawal(adaptation=own),
        Thing.WITHDRAWAL_BY_EDITOR: AdaptationWithdrawal(adaptation=own, asked_by=editor),
        Thing.WITHDRAWAL_WITHOUT_EDITOR: AdaptationWithdrawal(adaptation=alone),
    }


def adaptations(city: Organisation, editor: User, *, by: User) -> dict[Thing, AdaptationDraft | Adaptation]:
    """Drafts and adaptations of a city; of one without an editor, too, which ``by`` has published for it."""
    release = smartphones("ADA-01")
    own = published_adaptation(
        AdaptationDraftFactory.create(release=release, organisation=city, changed=changes()), actor=editor
    )
    facts: dict[str, Any] = {"organisation": city, "release": release, "state": "abandoned", "changed": changes()}
    alone = AdaptationDraftFactory.create(release=release, changed=changes())
    return {
        Thing.ADAPTATION_DRAFT: AdaptationDraftFactory.create(**facts),
        Thing.ADAPTATION_SAVED_BY_EDITOR: AdaptationDraftFactory.create(**facts, saved_by=editor),
        Thing.ADAPTATION_DRAFT_WITHOUT_EDITOR: AdaptationDraftFactory.create(release=release, changed=changes()),
        Thing.ADAPTATION: own,
        Thing.ADAPTATION_WITHOUT_EDITOR: published_adaptation(alone, actor=by),
    }


def record(thing: Thing, organisation: Organisation, *, sender: User) -> TenderExperience:
    """A tender experience of an organisation in the state that ``thing`` names; ``sender`` sent what was sent."""
    in_work: dict[Thing, dict[str, Any]] = {
        Thing.RECORD_DRAFT: {},
        Thing.RECORD_SENT: {"state": RecordState.SUBMITTED, "submission": 1, "submitted_by": sender},
        Thing.RECORD_RETURNED: {"state": RecordState.RETURNED, "submission": 1, "submitted_by": sender},
    }
    edition = EditionFactory.create(experience__organisation=organisation, **in_work.get(thing, {}))
    if thing in in_work:
        return edition.experience
    edition.visibility = Audience.MEMBERS if thing is Thing.RECORD_FOR_MEMBERS else Audience.EVERYONE
    experience = published(edition)
    if thing is Thing.RECORD_RETRACTED:
        return retract(experience.pk, reason="It was another tender.", actor=city_editor(organisation))
    if thing is Thing.RECORD_CORRECTED:
        correct(experience.pk, actor=city_editor(organisation))
    return experience
