"""HTTP of the registry: each view fetches, calls one thing, answers."""
