"""Measurements behind docs/benchmarks.md: each module is a command, `python -m tests.benchmarks.<name>`."""
