"""Signing ceremonies: the deals that are put on the stage by the criteria of a notice, and in which order."""
