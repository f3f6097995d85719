"""Floor 5: the HTTP interface, thin."""
