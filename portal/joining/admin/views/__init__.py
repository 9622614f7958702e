"""Pages of the reviewers: each asks the rules, superusers get no free pass."""
