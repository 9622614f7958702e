"""What a text can have that no rule forbids and that still ought to be looked at before it is put to the members."""
