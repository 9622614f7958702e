"""Who may do what with the search."""

import rules

from portal.members.rules import is_coordinator, is_signed_in

rules.add_perm("search.edit_synonyms", is_coordinator)
rules.add_perm("search.see_misses", is_coordinator)
rules.add_perm("search.save", is_signed_in)
