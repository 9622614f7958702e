"""The pages of one draft, and the list of all."""
