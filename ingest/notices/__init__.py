"""Notices of authorities: from a file to clauses, repaired citations, and proposed rules with their sentences."""
