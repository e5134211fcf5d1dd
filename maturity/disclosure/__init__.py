"""Disclosure control: which cells of a release may be shown, and what an intruder can still learn from those shown."""
