"""Search: reads everything, is imported by nobody."""
