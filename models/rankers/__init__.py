"""Answers to the Ranker protocol."""
