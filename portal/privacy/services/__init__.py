"""What reads and removes personal data: verbs, one transaction each."""
