"""Answers to the Encoder protocol."""
