"""Benchmarks: `make bench-...`; they may import anything, and no test asserts a time."""
