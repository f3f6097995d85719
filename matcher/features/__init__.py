"""The table of features: one kind of evidence a module."""
