"""Re-exports the registry's models, because Django looks here."""

from registry.drafts.adaptation import AdaptationDraft, AdaptationStep
from registry.drafts.consultation import Comment, MarketAnswer
from registry.drafts.draft import Candidate, Draft, DraftStep
from registry.drafts.note import NoteProposal
from registry.drafts.proposal import StatusProposal
from registry.drafts.release import ReleaseDraft, ReleaseStep
from registry.drafts.translation import TranslationDraft, TranslationStep
from registry.drafts.voting import Elector, Vote
from registry.drafts.withdrawal import AdaptationWithdrawal
from registry.sealed.adaptation import Adaptation, AdaptedCriterion
from registry.sealed.basket import SharedBasket
from registry.sealed.criterion import Criterion
from registry.sealed.lineage import LineageEdge
from registry.sealed.notes import ReleaseNote
from registry.sealed.register import CriteriaSet, Register
from registry.sealed.release import Release, ReleaseMember
from registry.sealed.status import StatusEvent
from registry.sealed.translation import VersionTranslation
from registry.sealed.version import CriterionVersion

__all__ = [
    "Adaptation",
    "AdaptationDraft",
    "AdaptationStep",
    "AdaptationWithdrawal",
    "AdaptedCriterion",
    "Candidate",
    "Comment",
    "CriteriaSet",
    "Criterion",
    "CriterionVersion",
    "Draft",
    "DraftStep",
    "Elector",
    "LineageEdge",
    "MarketAnswer",
    "NoteProposal",
    "Register",
    "Release",
    "ReleaseDraft",
    "ReleaseMember",
    "ReleaseNote",
    "ReleaseStep",
    "SharedBasket",
    "StatusEvent",
    "StatusProposal",
    "TranslationDraft",
    "TranslationStep",
    "VersionTranslation",
    "Vote",
]
