"""Writing a criterion: start, edit, compare, look at it, bring an older text back."""
