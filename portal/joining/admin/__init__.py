"""The reviewers' side of joining, in the Wagtail admin."""
