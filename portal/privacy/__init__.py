"""Personal data: the one table of what is kept, and what exports, erases and expires it."""
