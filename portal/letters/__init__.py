"""Letters: mails that leave once, after the change that caused them, and the single-use links in them."""
