"""Letters."""

KIND = "tests.note"
PURPOSE = "tests.open"
