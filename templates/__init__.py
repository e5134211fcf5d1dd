"""Jinja pages and report templates."""
