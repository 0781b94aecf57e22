"""Train the shipped models from the shared corpora: `make models`."""
