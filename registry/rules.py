"""Who may do what with drafts, comments, votes and adaptations.

An actor is a user, or somebody who follows a mailed link. Services ask through ``portal.core.access``,
so that superusers are asked like everybody else.
"""

from typing import TYPE_CHECKING

import rules

from portal.members.enums import OrganisationKind
from portal.members.rules import belongs_to, edits, is_coordinator
from registry.enums import DraftState
from registry.grants import Voter

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.members.models import Organisation
    from registry.models import (
        Adaptation,
        AdaptationDraft,
        AdaptationWithdrawal,
        Draft,
        Elector,
        NoteProposal,
        ReleaseDraft,
        StatusProposal,
        TranslationDraft,
    )


@rules.predicate
def is_public_buyer(actor: object, organisation: "Organisation | None" = None) -> bool:
    """Suppliers may be among the supporters, so these propose nothing."""
    return organisation is not None and organisation.kind == OrganisationKind.PUBLIC_BUYER


@rules.predicate
def proposes(actor: "User", draft: "Draft | None" = None) -> bool:
    """Works for the public buyer that proposes the draft."""
    if draft is None:
        return False
    organisation = draft.proposed_by
    return bool(is_public_buyer(actor, organisation) and belongs_to(actor, organisation))


@rules.predicate
def is_being_drafted(actor: object, draft: "Draft | None" = None) -> bool:
    return draft is not None and draft.state == DraftState.DRAFTING


@rules.predicate
def has_declared(actor: "User", draft: "Draft | None" = None) -> bool:
    return draft is not None and draft.declared_by_id == actor.pk


@rules.predicate
def others_proposed(actor: "User", draft: "Draft | None" = None) -> bool:
    """Somebody else has written in the draft; one whose writers are all gone is nobody's own."""
    if draft is None:
        return False
    writers = set(draft.proposers.values_list("pk", flat=True))
    return writers != {actor.pk}


@rules.predicate
def has_translated(actor: "User", translation: "TranslationDraft | None" = None) -> bool:
    """Has written in it, whoever else has: a translation is confirmed by somebody who has not."""
    return translation is not None and translation.writers.filter(pk=actor.pk).exists()


@rules.predicate
def others_wrote(actor: "User", draft: "ReleaseDraft | None" = None) -> bool:
    """Somebody else has written in the draft of a release; one whose writers are all gone is nobody's own."""
    return draft is not None and set(draft.writers.values_list("pk", flat=True)) != {actor.pk}


@rules.predicate
def edits_elector(actor: "User", elector: "Elector | None" = None) -> bool:
    return elector is not None and edits(actor, elector.organisation)


@rules.predicate
def holds_ballot(actor: object, elector: "Elector | None" = None) -> bool:
    return isinstance(actor, Voter) and elector is not None and actor.elector_id == elector.pk


@rules.predicate
def has_no_editor(actor: object, elector: "Elector | None" = None) -> bool:
    return elector is not None and not elector.organisation.memberships.editors().exists()


@rules.predicate
def edits_for(actor: "User", adaptation: "AdaptationDraft | Adaptation | None" = None) -> bool:
    """Edits for the city whose adaptation, or draft of one, it is."""
    return adaptation is not None and edits(actor, adaptation.organisation)


@rules.predicate
def works_for(actor: "User", adaptation: "AdaptationDraft | None" = None) -> bool:
    return adaptation is not None and belongs_to(actor, adaptation.organisation)


@rules.predicate
def others_saved(actor: "User", draft: "AdaptationDraft | None" = None) -> bool:
    """Somebody else has saved it last, so that the actor is the second person to read it as it stands."""
    return draft is not None and draft.saved_by_id != actor.pk


@rules.predicate
def has_no_second_editor(actor: object, draft: "AdaptationDraft | None" = None) -> bool:
    """Nobody of the city could publish it: whoever saved it last is its only editor."""
    if draft is None:
        return False
    editors = draft.organisation.memberships.editors().filter(user__is_active=True)
    return not editors.exclude(user=draft.saved_by_id).exists()


@rules.predicate
def is_without_editor(actor: object, adaptation: "Adaptation | None" = None) -> bool:
    return adaptation is not None and not adaptation.organisation.memberships.editors().exists()


@rules.predicate
def edits_for_withdrawn(actor: "User", asked: "AdaptationWithdrawal | None" = None) -> bool:
    return asked is not None and edits(actor, asked.adaptation.organisation)


@rules.predicate
def others_asked(actor: "User", asked: "AdaptationWithdrawal | None" = None) -> bool:
    return asked is not None and asked.asked_by_id != actor.pk


@rules.predicate
def has_no_editor_but_who_asked(actor: object, asked: "AdaptationWithdrawal | None" = None) -> bool:
    """Nobody of the city could confirm: whoever asked is its only editor."""
    if asked is None:
        return False
    editors = asked.adaptation.organisation.memberships.editors().filter(user__is_active=True)
    return not editors.exclude(user=asked.asked_by_id).exists()


@rules.predicate
def has_proposed(actor: "User", proposal: "StatusProposal | NoteProposal | None" = None) -> bool:
    return proposal is not None and proposal.proposed_by_id == actor.pk


rules.add_perm("registry.start_draft", (is_public_buyer & belongs_to) | is_coordinator)  # for an organisation
# The pages about drafts in the admin ask this without a draft, which lets only coordinators through.
rules.add_perm("registry.edit_draft", proposes | is_coordinator)
rules.add_perm("registry.confirm_same_bids", (proposes | is_coordinator) & ~has_declared)
rules.add_perm("registry.abandon", (proposes & is_being_drafted) | is_coordinator)
rules.add_perm("registry.ask_consultation", proposes)
rules.add_perm("registry.consult", is_coordinator)
rules.add_perm("registry.rework", is_coordinator)
rules.add_perm("registry.comment", belongs_to)  # for an organisation; the public needs no rule, but a proved address
rules.add_perm("registry.dispose", is_coordinator)
rules.add_perm("registry.read_steps", is_coordinator)  # the steps of drafts, their comments and votes, in the admin
rules.add_perm("registry.change_rules", is_coordinator)  # how long to consult, how many votes are needed
rules.add_perm("registry.open_vote", is_coordinator)
rules.add_perm("registry.vote", holds_ballot | edits_elector)
# A city that has editors sends its own ballots: a coordinator could otherwise vote for every city.
rules.add_perm("registry.send_ballot", edits_elector | (is_coordinator & has_no_editor))
# Four eyes: nobody seals what only they proposed.
rules.add_perm("registry.publish", is_coordinator & others_proposed)
rules.add_perm("registry.translate", is_coordinator)  # the pages about translations in the admin ask it
# Four eyes: nobody seals what they translated.
rules.add_perm("registry.confirm_translation", is_coordinator & ~has_translated)
# A city adapts for itself; coordinators read it, as the second person for a city that has only one.
rules.add_perm("registry.start_adaptation", is_public_buyer & edits)  # for an organisation
rules.add_perm("registry.read_adaptation_draft", works_for | is_coordinator)
rules.add_perm("registry.edit_adaptation", edits_for)
rules.add_perm("registry.publish_adaptation", (edits_for | (is_coordinator & has_no_second_editor)) & others_saved)
rules.add_perm("registry.withdraw_adaptation", edits_for | (is_coordinator & is_without_editor))
# Four eyes: whoever asked for the withdrawal does not confirm it; a coordinator does for a city that has nobody else.
rules.add_perm(
    "registry.confirm_withdrawal", (edits_for_withdrawn | (is_coordinator & has_no_editor_but_who_asked)) & others_asked
)
# Releases of sets: the pages ask the first without a draft.
rules.add_perm("registry.edit_release", is_coordinator)
rules.add_perm("registry.publish_release", is_coordinator & others_wrote)
# A later revision of the notes of a release: one coordinator proposes it, another one confirms it.
rules.add_perm("registry.propose_note", is_coordinator)
rules.add_perm("registry.confirm_note", is_coordinator & ~has_proposed)
# Errata, deprecations, withdrawals and lineage: one coordinator proposes, another one confirms.
rules.add_perm("registry.propose_status", is_coordinator)
rules.add_perm("registry.confirm_status", is_coordinator & ~has_proposed)
