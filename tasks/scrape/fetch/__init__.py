"""Requests: guarded, by the robots, paced."""
