"""A report becomes HTML, PDF, Word or Excel."""
