"""Exporters: a release, report, workbook or microdata file as bytes; one module a format, found by entry point."""
