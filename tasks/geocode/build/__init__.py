"""Makes the shipped gazetteer from package-index sources and hand-kept facts: `make gazetteer`."""
