"""Answers to the TextIndex and VectorIndex protocols."""
