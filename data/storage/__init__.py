"""The workspace on disk: tables, repositories and migrations."""
