"""Floor 1: files in, records or row faults out."""
