"""Tests of docking events."""
