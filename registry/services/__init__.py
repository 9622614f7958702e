"""The registry's verbs: one transaction each."""
