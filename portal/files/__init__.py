"""What a file is by its content, and whether it may be taken. Knows no request and no row."""
