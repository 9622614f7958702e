"""Translations of versions in the Wagtail admin: what lags in which language, the editor, the second person."""
