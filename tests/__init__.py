"""Tests: sentences of behaviour, by room."""
