"""Organisations and what they buy."""
