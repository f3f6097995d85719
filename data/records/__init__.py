"""Frozen records of the domain: what a file, a match or an index is about."""
