"""The registry in the Wagtail admin: addresses, places in the menu, panels on the first page."""

from registry.admin import steps_hooks

__all__ = ["steps_hooks"]
