"""Pages of the coordinators: each asks the rules, superusers get no free pass."""
