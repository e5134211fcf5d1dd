"""Spreadsheets that come in, as rows of texts: formats, safety checks, cells without a readable value."""
