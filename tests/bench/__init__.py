"""Benchmarks: `make bench-...`; they may import anything and no test runs them."""
