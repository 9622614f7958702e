"""The words for tenders and what became of them. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Of an edition: what its authors write, a coordinator reads, and everybody else sees once it is published."""

    DRAFT = "draft", pgettext_lazy("state of a tender experience", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a tender experience", "With the coordinators")
    RETURNED = "returned", pgettext_lazy("state of a tender experience", "Sent back")
    PUBLISHED = "published", pgettext_lazy("state of a tender experience", "Published")


EDITABLE_STATES = (State.DRAFT, State.RETURNED)
WORKING_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class Waiting(models.TextChoices):
    """What a record wants its authors to see to."""

    RETURNED = "returned", _("Sent back by the coordinators")
    OLD_DRAFT = "old_draft", _("Drafts without a change for 30 days")
    UNTOLD = "untold", _("Without what happened in the tender")


class Standing(models.TextChoices):
    """Where a record is, as coordinators see it."""

    WAITING = "waiting", pgettext_lazy("state of a tender experience", "Waiting")
    RETURNED = "returned", pgettext_lazy("state of a tender experience", "Sent back")
    WITH_AUTHORS = "with_authors", _("With its authors")  # who took it back, to go on writing
    PUBLISHED = "published", pgettext_lazy("state of a tender experience", "Published")
    RETRACTED = "retracted", pgettext_lazy("state of a tender experience", "Retracted")


class Audience(models.TextChoices):
    """Who may see a record or a section of it, from few to all. A section is never wider than its record."""

    OWN = "own", _("Only our organisation")
    MEMBERS = "members", _("Members of the network")
    EVERYONE = "everyone", _("Everyone")

    @property
    def width(self) -> int:
        """0, 1 or 2: what a wider audience sees, each narrower one sees too."""
        return list(Audience).index(self)


class Section(models.TextChoices):
    """The parts of a record with an audience of their own. What every record tells stands in ``tender``."""

    TENDER = "tender", _("The tender")
    VALUES = "values", _("Values")
    CRITERIA = "criteria", _("Criteria that were used")
    OUTCOME = "outcome", _("What happened")
    LESSONS = "lessons", _("Lessons")
    CONTACT = "contact", _("Contact")


class Stage(models.TextChoices):
    """How far the tender itself is."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    AWARDED = "awarded", _("Awarded")
    PARTLY_AWARDED = "partly_awarded", _("Partly awarded")
    NO_BIDS = "no_bids", _("Ended without a bid that could be accepted")
    CANCELLED = "cancelled", _("Cancelled for another reason")


USED_STAGES = tuple(stage for stage in Stage if stage is not Stage.PLANNED)
ENDED_STAGES = (Stage.AWARDED, Stage.PARTLY_AWARDED, Stage.NO_BIDS, Stage.CANCELLED)


class Procedure(models.TextChoices):
    """Codes of the EU vocabulary ``procurement-procedure-type``, as eForms field BT-105 takes them."""

    OPEN = "open", _("Open procedure")
    RESTRICTED = "restricted", _("Restricted procedure")
    NEGOTIATED = "neg-w-call", _("Negotiated procedure with a call for competition")
    NEGOTIATED_WITHOUT = "neg-wo-call", _("Negotiated procedure without a call for competition")
    DIALOGUE = "comp-dial", _("Competitive dialogue")
    INNOVATION = "innovation", _("Innovation partnership")
    OTHER_SINGLE = "oth-single", _("Another procedure in one stage")
    OTHER_MULTIPLE = "oth-mult", _("Another procedure in several stages")


class ContractType(models.TextChoices):
    PURCHASE = "purchase", _("Purchase")
    FRAMEWORK = "framework", _("Framework agreement")
    HARDWARE_AS_A_SERVICE = "hardware_as_a_service", _("Hardware-as-a-service")
    TAKE_BACK_SERVICE = "take_back_service", _("Take-back service")


class Currency(models.TextChoices):
    """ISO 4217 codes of the members of the EU and the EEA, Switzerland and the United Kingdom."""

    EUR = "EUR", "EUR"
    SEK = "SEK", "SEK"
    NOK = "NOK", "NOK"
    DKK = "DKK", "DKK"
    ISK = "ISK", "ISK"
    CHF = "CHF", "CHF"
    GBP = "GBP", "GBP"
    PLN = "PLN", "PLN"
    CZK = "CZK", "CZK"
    HUF = "HUF", "HUF"
    RON = "RON", "RON"


class ValueBand(models.TextChoices):
    """Contract value in euros, for finding tenders of one's own size."""

    SMALL = "small", _("Below EUR 250,000")
    MEDIUM = "medium", _("EUR 250,000 to 1 million")
    LARGE = "large", _("EUR 1 to 5 million")
    VERY_LARGE = "very_large", _("EUR 5 million and more")


class PriceOutcome(models.TextChoices):
    """The awarded price against what was estimated before."""

    LOWER = "lower", _("Lower than estimated")
    AS_ESTIMATED = "as_estimated", _("About as estimated")
    HIGHER = "higher", _("Higher than estimated")


class Challenge(models.TextChoices):
    """Whether suppliers questioned the criteria, and what came of it."""

    NONE = "none", _("No questions about the criteria")
    QUESTIONS = "questions", _("Questions, answered without a change")
    CHANGED = "changed", _("Questions that led to a change in the tender")
    DISMISSED = "dismissed", _("A formal complaint that was dismissed")
    UPHELD = "upheld", _("A formal complaint that was upheld")
    PENDING = "pending", _("A formal complaint that is not decided yet")


class Again(models.TextChoices):
    """Would they do it again?"""

    YES = "yes", _("Yes")
    WITH_CHANGES = "with_changes", _("Yes, with changes")
    NO = "no", _("No")


class Usage(models.TextChoices):
    """How a criterion version went into the tender."""

    KEPT = "kept", _("Used as it is")
    ADAPTED = "adapted", _("Adapted")


class Verification(models.TextChoices):
    """How it was checked that a bid or a delivery meets the criterion."""

    NOT_CHECKED = "not_checked", _("Not checked")
    DOCUMENTS = "documents", _("By documents in the tender")
    WINNER_DOCUMENTS = "winner_documents", _("By documents of the winner before award")
    SAMPLE = "sample", _("By testing a sample")
    DURING_CONTRACT = "during_contract", _("During the contract")
    AUDIT = "audit", _("By an audit on site")


VERIFIED = tuple(each for each in Verification if each is not Verification.NOT_CHECKED)


class Topic(models.TextChoices):
    """What a lesson is about."""

    MARKET_DIALOGUE = "market_dialogue", _("Dialogue with the market")
    WORDING = "wording", _("Wording of the criteria")
    EVALUATION = "evaluation", _("Evaluation and weights")
    PROOF = "proof", _("Proof and verification")
    PRICE = "price", _("Price and competition")
    CONTRACT = "contract", _("Contract follow-up")
    USERS = "users", _("Users and their organisation")
    OTHER = "other", _("Something else")


class FeedbackKind(models.TextChoices):
    """What a member says about a criterion."""

    UNCLEAR = "unclear", _("The wording is unclear")
    NO_BIDS = "no_bids", _("We got no bids because of it")
    PROOF = "proof", _("The proof is hard to get")
    LAW = "law", _("The law has moved")
    OTHER = "other", _("Something else")


class CitedAs(models.TextChoices):
    """How the version stood on the day when it was cited."""

    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("superseded")
    DEPRECATED = "deprecated", _("deprecated")
    WITHDRAWN = "withdrawn", _("withdrawn")
