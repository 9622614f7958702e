"""The steps of a draft: put to the members, answered, voted on, published."""
