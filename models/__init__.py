"""Floor 1: language machinery, text and numbers in, numbers out."""
