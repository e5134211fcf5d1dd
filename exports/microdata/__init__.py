"""A microdata file becomes CSV, Parquet or Excel."""
