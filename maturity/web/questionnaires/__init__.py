"""Questionnaires, for administrators: the list, upload, a page for each version, the preview."""
