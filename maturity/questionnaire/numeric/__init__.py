"""Definitions with numbers: their shapes, the objects made of them, their checks, and sets of reference values."""
