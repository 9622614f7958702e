"""What the search is measured against, each with the same documents and the same questions."""
