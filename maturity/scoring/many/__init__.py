"""Evaluations of many responses without levels, by column where the method allows it."""
