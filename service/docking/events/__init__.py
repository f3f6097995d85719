"""Docking events as the workspace keeps them: who is asked, planned, released, held, and what came of it."""
