"""The request to join: from a city's first click to a member."""
