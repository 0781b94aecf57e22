"""What a person or a schedule runs: one flow a file."""
