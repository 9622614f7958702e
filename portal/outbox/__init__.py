"""The one seam between the domain and the world: what happened, and who has taken it."""
