"""Tests of docking events as the workspace keeps them."""
