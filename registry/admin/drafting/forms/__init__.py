"""What coordinators write in a draft."""
