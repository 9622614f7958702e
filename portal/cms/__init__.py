"""The Wagtail pages of the portal."""
