"""What a buyer takes away: a copy with its source line, a basket, a tender annex."""
