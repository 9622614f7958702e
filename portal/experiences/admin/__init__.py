"""The coordinators' side of tender experiences, in the Wagtail admin."""
