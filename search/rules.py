"""Who may do what with the search."""

from typing import TYPE_CHECKING

import rules

from portal.experiences.rules import is_member
from portal.members.rules import belongs_to, is_coordinator, is_signed_in

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.members.models import Organisation
    from search.models import NetworkQuestion


@rules.predicate
def asks_for_own(actor: "User", organisation: "Organisation | None" = None) -> bool:
    """Works for the organisation, where one is named."""
    return organisation is None or belongs_to(actor, organisation)


@rules.predicate
def is_asker(actor: "User", question: "NetworkQuestion | None" = None) -> bool:
    return is_signed_in(actor) and question is not None and question.asker_id == actor.pk


rules.add_perm("search.edit_synonyms", is_coordinator)
rules.add_perm("search.see_misses", is_coordinator)
rules.add_perm("search.save", is_signed_in)
# Buyers talk before a tender: suppliers, who may be among the people of supporters, take no part.
rules.add_perm("search.ask", is_member & asks_for_own)
rules.add_perm("search.read_questions", is_member)
rules.add_perm("search.withdraw_question", is_asker | is_coordinator)
