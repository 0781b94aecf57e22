"""The command line: `dateline ...`, a file for each group of commands."""
