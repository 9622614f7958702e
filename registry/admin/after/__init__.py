"""Criteria in the admin, and the steps on a published version: one coordinator proposes, another confirms."""
