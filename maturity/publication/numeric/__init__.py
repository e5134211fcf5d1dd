"""The submissions of a year without levels, evaluated again from their answers."""
