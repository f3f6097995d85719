"""Floor 4: files made from results."""
