"""Docking events: which meetings to hold, when and where, and why not."""
