"""Formats where Django's own are not those of the five languages."""
