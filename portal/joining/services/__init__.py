"""What changes a request to join: verbs, one transaction each."""
