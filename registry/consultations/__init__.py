"""What the public pages say of consultations: which there are, one of them block by block, its feed, its letters."""
