"""The rows of the table of personal data about feedback on criteria: of members, and of guests."""

from portal.privacy.grounds import INTEREST, TASK, WITH_ACCOUNT
from portal.privacy.holdings import Erasure, Holding

OF_FEEDBACK: tuple[Holding, ...] = (
    Holding(
        model="experiences.CriterionFeedback",
        fields=("user", "answered_by"),
        of_whom="members, coordinators",
        purpose="who gave feedback is told of its answer; the words are the organisation's",
        ground=INTEREST,
        kept=WITH_ACCOUNT,
        erasure=Erasure.WITH_ACCOUNT,
        by_user=("user", "answered_by"),
    ),
    Holding(
        model="experiences.CriterionFeedback",
        fields=("name", "email"),
        of_whom="guests who suggest a change to a criterion; a name is asked of nobody",
        purpose="a suggestion counts once its address is proved, and its answer is mailed there; the words stay",
        ground=TASK,
        kept="address: 1 year; name: as long as the suggestion",
        erasure=Erasure.BLANK,
        by_email=("email",),
        only={"organisation": None, "verified_at__isnull": False},
        blank={"name": "", "email": ""},
    ),
    Holding(
        model="experiences.CriterionFeedback",
        fields=("name", "email"),
        of_whom="guests who have not proved their address",
        purpose="a suggestion waits for the proof",
        ground=TASK,
        kept="2 days, with the suggestion",
        erasure=Erasure.DELETE,
        by_email=("email",),
        only={"organisation": None, "verified_at": None},
    ),
)
