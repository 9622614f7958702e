"""A request to join, what it holds and what happened to it."""

from portal.joining.models.evidence import Evidence
from portal.joining.models.request import JoinCommitment, JoinRequest, JoinVolume
from portal.joining.models.review import Approval, JoinStep, Note, Recusal

__all__ = [
    "Approval",
    "Evidence",
    "JoinCommitment",
    "JoinRequest",
    "JoinStep",
    "JoinVolume",
    "Note",
    "Recusal",
]
