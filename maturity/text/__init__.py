"""Normalisation of typed text, formatting of numbers, and YAML read as text with line numbers."""
