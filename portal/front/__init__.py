"""The portal's look: base template, components, style guide and the files taken from other projects."""
