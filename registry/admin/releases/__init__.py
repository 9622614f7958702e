"""Releases of sets: put together, noted in each language, published, by coordinators."""
