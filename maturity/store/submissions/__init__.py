"""Submissions: grading, freezing, bulk import, and columnar snapshots for statistics."""
