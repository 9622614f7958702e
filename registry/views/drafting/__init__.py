"""A city drafts criteria for itself: the pages about drafts in the members' area."""
