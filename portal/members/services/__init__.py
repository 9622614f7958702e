"""What changes organisations and who works for them: verbs, one transaction each."""
