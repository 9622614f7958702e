"""Pages of the coordinators in the Wagtail admin: each asks the rules, superusers get no free pass."""
