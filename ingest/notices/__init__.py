"""Notices of authorities: from a file to a text with clauses and proposed rules."""
