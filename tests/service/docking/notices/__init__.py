"""Tests of the notice desk."""
