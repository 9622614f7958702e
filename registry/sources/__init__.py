"""Source files: what a person writes, read and checked before anything is sealed. ``docs/source-format.md``."""
