"""Tender experiences: what happened when cities used the criteria."""
