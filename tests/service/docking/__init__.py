"""Tests of the docking jobs."""
