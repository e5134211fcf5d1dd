"""Releases of aggregate tables, a module a format."""
