"""Floor 2: from two texts to a ranked, explained match."""
