"""Docking events of the workspace: set up, answered, planned in the background, edited, released."""
