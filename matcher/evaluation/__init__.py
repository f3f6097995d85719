"""Measuring rankings against judgements."""
