"""Floor 0: facts and where they rest."""
