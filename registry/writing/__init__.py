"""Writing a draft, in the admin and in the members' area: the forms, and what stands beside them."""
