"""Official forms: layouts as data, filled with values, drawn as Excel and Word files."""
