"""Differences between sealed contents: structure, words, meaning. Pure functions, no rows and no request."""
