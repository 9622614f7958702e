"""English as in Europe."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
FIRST_DAY_OF_WEEK = 1
