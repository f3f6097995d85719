"""Alembic's environment and the numbered, forward-only steps that bring a database to the shape of `tables.py`."""
