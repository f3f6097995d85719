"""Floor 3: the jobs people do with matches; no HTTP, no files."""
