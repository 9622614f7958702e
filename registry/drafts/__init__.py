"""The mutable side of the registry: drafts, what is said of their candidates, and the votes on them."""
