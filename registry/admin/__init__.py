"""The registry in the Wagtail admin, for coordinators."""
