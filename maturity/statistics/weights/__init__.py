"""Weighting of a sample to known totals: what a plan gives, raking, and weighted figures."""
