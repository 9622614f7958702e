"""HTTP of the request to join: each view fetches, calls one service, answers."""
