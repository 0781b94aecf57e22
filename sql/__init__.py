"""Dateline's SQL, as package data; a regular package, so that no other folder named sql blends into it."""
