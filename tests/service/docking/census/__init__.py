"""Tests of the need census."""
