"""The field's words. A leaf: every layer may import it, it imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CriterionKind(models.TextChoices):
    """Where in a tender it works: Directive 2014/24/EU, art. 57, 58, 42, 67, 70."""

    EXCLUSION = "exclusion", _("Exclusion ground")
    SELECTION = "selection", _("Selection criterion")
    TECHNICAL_SPECIFICATION = "technical_specification", _("Technical specification")
    AWARD = "award", _("Award criterion")
    PERFORMANCE = "performance", _("Contract clause")


class Level(models.IntegerChoices):
    BASELINE = 1, _("Baseline")
    ADVANCED = 2, _("Advanced")
    FRONTRUNNER = 3, _("Frontrunner")


class Theme(models.TextChoices):
    DURABILITY = "durability", _("Durability")
    BATTERY = "battery", _("Battery")
    REPARABILITY = "reparability", _("Repair and spare parts")
    SOFTWARE_SUPPORT = "software_support", _("Software support")
    WARRANTY = "warranty", _("Guarantee and service")
    REFURBISHED = "refurbished", _("Refurbished devices")
    TAKE_BACK = "take_back", _("Take-back and second life")
    DATA_SECURITY = "data_security", _("Data security")
    ACCESSORIES = "accessories", _("Accessories and packaging")
    WORKING_CONDITIONS = "working_conditions", _("Working conditions")
    TRANSPARENCY = "transparency", _("Supply-chain transparency")
    DUE_DILIGENCE = "due_diligence", _("Due diligence and remedy")
    MINERALS = "minerals", _("Minerals")
    PRODUCT_SUBSTANCES = "product_substances", _("Hazardous substances in the product")
    PROCESS_CHEMICALS = "process_chemicals", _("Chemicals in production")
    RECYCLED_CONTENT = "recycled_content", _("Recycled content")
    CLIMATE = "climate", _("Climate")
    ACCESSIBILITY = "accessibility", _("Accessibility")


class LifeCycleStage(models.TextChoices):
    """The stages that the joint statement lists."""

    RAW_MATERIALS = "raw_materials", _("Raw materials")
    MANUFACTURING = "manufacturing", _("Components and manufacturing")
    TRANSPORT = "transport", _("Transport and packaging")
    USE = "use", _("Use")
    REPAIR = "repair", _("Repair and upgrade")
    SECOND_LIFE = "second_life", _("Second life")
    END_OF_LIFE = "end_of_life", _("Recycling and disposal")
    GOVERNANCE = "governance", _("All stages (governance)")


class AppliesTo(models.TextChoices):
    NEW = "new", _("New devices")
    REFURBISHED = "refurbished", _("Refurbished devices")
    HARDWARE_AS_A_SERVICE = "hardware_as_a_service", _("Hardware-as-a-service")
    TAKE_BACK_SERVICE = "take_back_service", _("Take-back service")


class ProofType(models.TextChoices):
    TENDERER_DECLARATION = "tenderer_declaration", _("Tenderer's declaration")
    MANUFACTURER_DECLARATION = ("manufacturer_declaration", _("Manufacturer's declaration"))
    EPREL = "eprel", _("EPREL product information sheet")
    TEST_REPORT = "test_report", _("Test report")
    LABEL = "label", _("Label or equivalent")
    CERTIFICATE = "certificate", _("Certificate")
    SUPPLY_CHAIN_LIST = "supply_chain_list", _("Supply-chain list")
    AUDIT_REPORT = "audit_report", _("Audit or monitoring report")
    SAMPLE = "sample", _("Sample or inspection")
    PRICE_LIST = "price_list", _("Price list")
    LOG_EXPORT = "log_export", _("Log or export of data")


class ProofMoment(models.TextChoices):
    WITH_TENDER = "with_tender", _("with the tender")
    BEFORE_AWARD = "before_award", _("before award, from the winner only")
    AT_CONTRACT_START = "at_contract_start", _("at the start of the contract")
    AT_DELIVERY = "at_delivery", _("at delivery")
    PERIODIC = "periodic", _("periodically during the contract")
    ON_REQUEST = "on_request", _("on request")
    AT_EXIT = "at_exit", _("at the end of the contract")


class ParameterType(models.TextChoices):
    INTEGER = "integer", _("whole number")
    DECIMAL = "decimal", _("number")
    CHOICE = "choice", _("choice")


class Direction(models.TextChoices):
    """Which way a parameter shuts bids out: UP for cycles, DOWN for days; for options, their order."""

    UP = "up", _("higher is stricter")
    DOWN = "down", _("lower is stricter")


class Unit(models.TextChoices):
    CYCLE = "cycle", _("cycles")
    PERCENT = "percent", _("%")
    YEAR = "year", _("years")
    MONTH = "month", _("months")
    WORKING_DAY = "working_day", _("working days")
    DAY = "day", _("days")
    HOUR = "hour", _("hours")
    FALL = "fall", _("falls")
    GRAM = "gram", _("grams")
    PIECE = "piece", _("pieces")
    GIGABYTE = "gigabyte", _("gigabytes")
    KILOMETRE = "kilometre", _("kilometres")


class StatusKind(models.TextChoices):
    CONSULTATION = "consultation", _("in consultation")
    VOTING = "voting", _("in voting")
    PUBLISHED = "published", _("published")
    DEPRECATED = "deprecated", _("deprecated")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ADOPTED = "adopted", _("adopted")  # a candidate: its text was published as a final
    LAPSED = "lapsed", _("lapsed")
    ERRATUM = "erratum", _("erratum")
    NOTES = "notes", _("release notes")  # of a release: a later revision of them


IN_FORCE = (StatusKind.PUBLISHED, StatusKind.DEPRECATED)
CLOSING = (StatusKind.ADOPTED, StatusKind.LAPSED)  # end a candidate, and its vote
REMARKS = (StatusKind.ERRATUM, StatusKind.NOTES)  # leave the status as it was
REPEATABLE = (StatusKind.DEPRECATED, StatusKind.ERRATUM)  # anything else happens once to a version


class StepAfter(models.TextChoices):
    """What two coordinators do to a version that is published: one proposes it, another confirms it."""

    ERRATUM = "erratum", _("Erratum")
    DEPRECATION = "deprecation", _("Deprecation")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    REPLACEMENT = "replacement", _("Replacement by another criterion")
    SPLIT = "split", _("Split into several criteria")
    MERGER = "merger", _("Merger into another criterion")


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("waits for a second coordinator")
    CONFIRMED = "confirmed", _("confirmed")
    TAKEN_BACK = "taken_back", _("taken back")


class WithdrawalClass(models.TextChoices):
    """Why a version is withdrawn, in short; the reason itself says it in words."""

    LEGAL_ERROR = "legal_error", _("Legal error")
    SAFETY = "safety", _("Safety")
    INFRINGEMENT = "infringement", _("Infringement of rights")
    OUT_OF_USE = "out_of_use", _("Out of use")
    OTHER = "other", _("Another reason")


class LineageKind(models.TextChoices):
    REPLACES = "replaces", _("replaces")
    SPLITS_INTO = "splits_into", _("splits into")
    MERGED_INTO = "merged_into", _("merged into")
    MOVED_TO = "moved_to", _("moved to")
    ESCALATES = "escalates", _("escalates")
    REQUIRES = "requires", _("requires")
    CONFLICTS_WITH = "conflicts_with", _("conflicts with")
    RELATED = "related", _("related to")


# The types in which one criterion takes another's place; together they must stay acyclic.
SUCCESSION = (LineageKind.SPLITS_INTO, LineageKind.MERGED_INTO, LineageKind.MOVED_TO)
REPLACING = (LineageKind.REPLACES, *SUCCESSION)


class Bump(models.IntegerChoices):
    """The step of a version, ordered: Semantic Versioning 2.0.0, read for bids instead of callers."""

    PATCH = 1, _("patch")
    MINOR = 2, _("minor")
    MAJOR = 3, _("major")


class DraftState(models.TextChoices):
    """How far a draft is. That its candidate has carried its vote is counted, not stored."""

    DRAFTING = "drafting", _("being drafted")
    CONSULTATION = "consultation", _("in consultation")
    VOTING = "voting", _("in voting")
    PUBLISHED = "published", _("published")
    ABANDONED = "abandoned", _("abandoned")


OPEN_STATES = (DraftState.DRAFTING, DraftState.CONSULTATION, DraftState.VOTING)
PUT_STATES = (DraftState.CONSULTATION, DraftState.VOTING)  # a candidate is before the members


class TranslationState(models.TextChoices):
    """How far a translation is that two people make together."""

    DRAFTING = "drafting", _("being translated")
    WAITING = "waiting", _("waiting for confirmation")
    SEALED = "sealed", _("sealed")
    ABANDONED = "abandoned", _("abandoned")


OPEN_TRANSLATIONS = (TranslationState.DRAFTING, TranslationState.WAITING)
ADAPTATION_STATES = (DraftState.DRAFTING, DraftState.PUBLISHED, DraftState.ABANDONED)  # of the draft of an adaptation


class Alteration(models.TextChoices):
    """How a city's words stand to those of a block."""

    REPLACE = "replace", _("instead of the text")
    ADD = "add", _("after the text")


class Declared(models.TextChoices):
    """What a city says its own words do to bids; without it, nobody can compare them."""

    SAME = "same", _("the same bids comply")
    STRICTER = "stricter", _("stricter")
    LOOSER = "looser", _("looser")


class Relation(models.TextChoices):
    """How an adapted criterion stands to the one it is adapted from, for bids."""

    IDENTICAL = "identical", _("identical")
    STRICTER = "stricter", _("stricter")
    LOOSER = "looser", _("looser")
    NOT_COMPARABLE = "not_comparable", _("not comparable")
    LEFT_OUT = "left_out", _("left out")


class Fate(models.TextChoices):
    """What becomes of something a city adapted when the release under it is followed by another."""

    APPLIED = "applied", _("applies as before")
    OBSOLETE = "obsolete", _("no longer needed: the release says the same")
    CONFLICT = "conflict", _("conflict: the release changed it too")
    OUT_OF_BOUNDS = "out_of_bounds", _("out of bounds")
    ORPHAN = "orphan", _("what it changed is gone")


class Decision(models.TextChoices):
    """What a city does about something it adapted that no longer fits by itself."""

    KEEP = "keep", _("keep ours")
    DROP = "drop", _("take the release's")


class Disposition(models.TextChoices):
    """What became of a comment."""

    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    REJECTED = "rejected", _("not accepted")


class Readiness(models.TextChoices):
    """What a supplier says of one level of a candidate."""

    TODAY = "today", _("We meet this today")
    WITHIN_A_YEAR = "within_a_year", _("We can meet this in 12 months")
    NOT = "not", _("We cannot meet this")


class VoteChoice(models.TextChoices):
    APPROVE = "approve", _("approve")
    REJECT = "reject", _("reject")
    ABSTAIN = "abstain", _("abstain")


class Announcement(models.TextChoices):
    """Events of the outbox on the way to a version, each about a candidate, and after it."""

    CONSULTATION_OPENED = "registry.consultation-opened", _("Consultation opened")
    VOTING_OPENED = "registry.voting-opened", _("Vote opened")
    LAPSED = "registry.candidate-lapsed", _("Candidate taken back")
    ADOPTED = "registry.candidate-adopted", _("Candidate adopted")
    # About a status event: an erratum, a deprecation, a withdrawal, or that other criteria took a version's place.
    STATUS_CHANGED = "registry.status-changed", _("Status changed")
