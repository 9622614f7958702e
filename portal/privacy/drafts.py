"""The rows of the table of personal data about drafts of criteria: who writes, comments, answers and votes."""

from portal.privacy.grounds import INTEREST, TASK, WITH_ACCOUNT
from portal.privacy.holdings import Erasure, Holding

OF_DRAFTS: tuple[Holding, ...] = (
    Holding(
        model="registry.Draft_proposers",
        fields=("user",),
        of_whom="members who write drafts of criteria",
        purpose="nobody publishes what only they proposed",
        ground=INTEREST,
        kept=WITH_ACCOUNT,
        erasure=Erasure.WITH_ACCOUNT,
        by_user=("user",),
    ),
    Holding(
        model="registry.Draft",
        fields=("declared_by", "confirmed_by", "locked_by"),
        of_whom="members who write drafts of criteria",
        purpose="two different people say that the same bids comply; who works on a draft",
        ground=INTEREST,
        kept=WITH_ACCOUNT,
        erasure=Erasure.WITH_ACCOUNT,
        by_user=("declared_by", "confirmed_by", "locked_by"),
    ),
    Holding(
        model="registry.DraftStep",
        fields=("user",),
        of_whom="members, coordinators",
        purpose="to account for what happened to a draft and who cast a vote; the step and the time outlive the name",
        ground=INTEREST,
        kept=WITH_ACCOUNT,
        erasure=Erasure.WITH_ACCOUNT,
        by_user=("user",),
    ),
    Holding(
        model="registry.Comment",
        fields=("user", "name", "email"),
        of_whom="members and others who comment on a draft; a name is asked of nobody",
        purpose="a comment counts once its address is proved; the words are public and stay",
        ground=TASK,
        kept="address: 1 year (2 days without being proved, then with the comment); name: as long as the comment",
        erasure=Erasure.BLANK,
        by_email=("email",),
        by_user=("user",),
        blank={"user": None, "name": "", "email": ""},
    ),
    Holding(
        model="registry.Comment",
        fields=("answered_by",),
        of_whom="coordinators",
        purpose="to account for who answered a comment",
        ground=INTEREST,
        kept=WITH_ACCOUNT,
        erasure=Erasure.WITH_ACCOUNT,
        by_user=("answered_by",),
    ),
    Holding(
        model="registry.MarketAnswer",
        fields=("email", "company"),
        of_whom="people who answer for a supplier",
        purpose="each supplier is counted once",
        ground=TASK,
        kept="address: 1 year (2 days without being proved, then with the answer)",
        erasure=Erasure.DELETE,
        by_email=("email",),
    ),
)
