"""Floor 5: web pages, thin."""
