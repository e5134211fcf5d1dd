"""Synthetic data: a population that reproduces the published figures of 2021."""
