"""Reports as HTML, PDF, Word or Excel."""
