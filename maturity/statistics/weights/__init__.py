"""Weighting of a sample to known totals: definition in plans, raking, weighted figures (decision 27)."""
