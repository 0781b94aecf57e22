"""Measurements against peers: `make bench-...`; nothing here runs in the fast tests but the gates."""
