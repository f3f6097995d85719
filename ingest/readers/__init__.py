"""File formats in, raw tables out."""
