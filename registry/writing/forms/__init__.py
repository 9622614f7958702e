"""What is written in a draft."""
