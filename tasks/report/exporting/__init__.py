"""What is in a home, for other tools: Parquet, GeoParquet, GeoJSON, CSV, each with a datapackage.json."""
