"""The map of Europe with the members on it: outlines drawn once by ``build.mjs``, dots placed here."""
