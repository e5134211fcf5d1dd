"""Workshops: rooms, their items and rounds, seats and secret votes."""
