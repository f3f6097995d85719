"""Floors 3 to 5: what happens with matches, files out of them, and the edge."""
