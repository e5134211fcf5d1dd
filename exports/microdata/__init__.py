"""Microdata files as CSV, Parquet or Excel."""
